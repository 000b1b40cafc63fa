#include "xiezhi/model/ecs/lookup.h"

#include "xiezhi/base/ascii.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {
namespace {

constexpr std::uint64_t kAuditFailure = 0x10'0000'0000'0000;
constexpr std::uint64_t kAuditSuccess = 0x20'0000'0000'0000;
constexpr std::string_view kMessageMark = "%%";

void bits_of(std::uint64_t value, std::string_view table, Texts& out) {
    for (const auto& entry : schema::ecs::table(table).entries) {
        if (entry.mask != 0 && (value & entry.mask) == entry.mask) out.emplace_back(entry.text);
    }
}

template <class Visit>
void each_message(std::string_view text, const Visit& visit) {
    Texts parts;
    words(text, parts);
    for (const std::string& part : parts) {
        std::string_view one = part;
        while (one.ends_with(',')) one.remove_suffix(1);  // "%%8448, %%8450"
        if (one.starts_with(kMessageMark)) visit(one.substr(kMessageMark.size()));
    }
}

}  // namespace

void look_up(std::string_view text, std::string_view table, Texts& out) {
    const std::string_view found = schema::ecs::table(table).text_of(ascii_lower(text));
    if (!found.empty()) out.emplace_back(found);
}

void look_up_number(std::string_view text, std::string_view table, Texts& out) {
    if (const auto value = number(text)) look_up(std::to_string(*value), table, out);
}

void bits(std::string_view text, std::string_view tables, Texts& out) {
    const auto value = number(text);
    while (value && !tables.empty()) bits_of(*value, take_until(tables, '|'), out);
}

void messages(std::string_view text, Texts& out) {
    each_message(text, [&](std::string_view id) { look_up(id, "message", out); });
}

void message_numbers(std::string_view text, Texts& out) {
    const std::size_t before = out.size();
    each_message(text, [&](std::string_view id) { out.emplace_back(id); });
    if (out.size() == before && !text.empty()) out.emplace_back(text);
}

void access_mask(std::string_view text, std::string_view object_type, Texts& out) {
    const auto value = number(text);
    if (!value) return messages(text, out);
    bits_of(*value, "access_mask", out);
    if (object_type == "Process") bits_of(*value, "process_access_mask", out);
}

void outcome(std::string_view keywords, Texts& out) {
    const std::uint64_t value = number(keywords).value_or(0);
    if ((value & kAuditFailure) != 0) {
        out.emplace_back("failure");
    } else if ((value & kAuditSuccess) != 0) {
        out.emplace_back("success");
    }
}

void task(std::string_view text, std::string_view provider, Texts& out) {
    const std::size_t before = out.size();
    look_up_number(text, "task:" + ascii_lower(provider), out);
    if (out.size() == before) look_up_number(text, "task", out);
}

void hash(std::string_view text, std::string_view algorithm, Texts& out) {
    while (!text.empty()) {
        std::string_view value = take_until(text, ',');
        const std::string name = ascii_lower(trimmed(take_until(value, '=')));
        if (algorithm != "all" && name != algorithm) continue;
        value = trimmed(value);
        if (value.find_first_not_of('0') != std::string_view::npos) lower(value, out);
    }
}

}  // namespace xiezhi::ecs
