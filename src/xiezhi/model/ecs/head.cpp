#include "xiezhi/model/ecs/head.h"

#include <fmt/format.h>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/digest.h"
#include "xiezhi/base/time.h"

namespace xiezhi::ecs {
namespace {

constexpr int kMilliseconds = 3;
constexpr int kExact = 7;

void add_time(FileTime time, int digits, Texts& out) {
    if (time.ticks != 0) append_iso(out.emplace_back(), time, digits);
}

void add(std::string_view text, Texts& out) {
    if (!text.empty()) out.emplace_back(text);
}

void level(std::uint8_t level, Texts& out) {
    add(schema::ecs::table("level").text_of(std::to_string(level)), out);
}

}  // namespace

void time(std::string_view text, Texts& out) {
    if (const auto parsed = parse_iso(text)) add_time(*parsed, kMilliseconds, out);
}

std::string uuid_of(std::string_view computer, std::string_view purpose) {
    std::string input(purpose);
    input += ':';
    input += ascii_lower(computer);
    std::array<std::byte, 16> uuid{};
    std::ranges::copy(digest_of(DigestKind::Sha1, as_bytes(input)).bytes().first(uuid.size()),
                      uuid.begin());
    uuid[6] = (uuid[6] & std::byte{0x0f}) | std::byte{0x50};
    uuid[8] = (uuid[8] & std::byte{0x3f}) | std::byte{0x80};
    std::string out;
    for (std::size_t i = 0; i < uuid.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        fmt::format_to(std::back_inserter(out), "{:02x}", std::to_integer<unsigned>(uuid.at(i)));
    }
    return out;
}

void head(const EventHead& facts, const schema::ecs::SourceRow& source, std::string_view which,
          Texts& out) {
    if (which == "event_id") {
        out.push_back(std::to_string(facts.event_id));
    } else if (which == "channel") {
        add(facts.channel, out);
    } else if (which == "provider") {
        add(facts.provider, out);
    } else if (which == "computer") {
        add(facts.computer, out);
    } else if (which == "time") {
        add_time(facts.time, kMilliseconds, out);
    } else if (which == "time_exact") {
        add_time(facts.time, kExact, out);
    } else if (which == "record_id") {
        out.push_back(std::to_string(facts.record_id));
    } else if (which == "level") {
        level(facts.level, out);
    } else if (which == "dataset") {
        add(source.dataset, out);
    } else if (which == "module") {
        add(source.module, out);
    } else if (!facts.computer.empty()) {
        out.push_back(uuid_of(facts.computer, which == "host_id" ? "host" : "agent"));
    }
}

}  // namespace xiezhi::ecs
