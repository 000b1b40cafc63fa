// A record with arbitrary names and values: whatever they are, its document is well formed, what is
// asked for by field is what the whole says, and no transform makes more of a text than it may.
// Input: channel, provider and event id, then names and values, each ended by a NUL.
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "fuzz/checked_sink.h"
#include "xiezhi/model/ecs/derive.h"
#include "xiezhi/model/ecs/document.h"
#include "xiezhi/output/ecs_document.h"

namespace {

using namespace xiezhi;
using fuzz::require;
using Texts = std::vector<std::string>;

constexpr std::size_t kInputMax = std::size_t{1} << 16U;
constexpr std::size_t kFieldsMax = 64;

std::string take(std::string_view& rest) {
    return std::string(ecs::take_until(rest, '\0'));
}

/// A name that begins with one of these goes there, without it.
FieldOrigin origin_of(std::string& name) {
    for (const auto& [prefix, origin] :
         {std::pair("System:", FieldOrigin::System), std::pair("User:", FieldOrigin::UserData),
          std::pair("Other:", FieldOrigin::Other)}) {
        if (!name.starts_with(prefix)) continue;
        name.erase(0, name.find(':') + 1);
        return origin;
    }
    return FieldOrigin::EventData;
}

KeptEvent record_of(std::string_view rest) {
    KeptEvent event;
    event.channel = take(rest);
    event.provider = take(rest);
    event.event_id = static_cast<std::uint32_t>(ecs::number(take(rest)).value_or(0));
    event.computer = event.provider;
    while (!rest.empty() && event.fields.size() < kFieldsMax) {
        std::string name = take(rest);
        const FieldOrigin origin = origin_of(name);
        const auto same = std::ranges::find(event.fields, name, &KeptField::name);
        if (same != event.fields.end() && same->origin == origin) {
            same->values.push_back(take(rest));
        } else {
            event.fields.push_back({std::move(name), origin, {take(rest)}});
        }
    }
    return event;
}

void check_document(const KeptEvent& event) {
    const KeptEventView view(event);
    ecs::Document document;
    document.begin(view);
    Texts names;
    document.fields(names);
    require(std::ranges::is_sorted(names) && std::ranges::adjacent_find(names) == names.end());
    for (const std::string& name : names) {
        Texts values;
        document.values(name, values);
        require(!values.empty());
        Texts again;
        document.values(ecs::Document::resolve(name), again);
        require(values == again);
    }
    output::JsonText json;
    output::write_ecs(json, document);
    simdjson::dom::parser parser;
    const simdjson::padded_string text(json.text());
    require(parser.parse(text).error() == simdjson::SUCCESS);
}

using Step = std::pair<schema::ecs::Transform, std::string_view>;

std::set<Step> steps() {
    std::set<Step> all;
    for (const schema::ecs::Rule& rule : schema::ecs::rules()) {
        all.emplace(rule.transform, rule.parameter);
    }
    return all;
}

/// Every transform that a rule has, over a text that its natives never were.
void check_transforms(std::string_view text) {
    constexpr std::size_t kGrowthMax = 16;      // "%%4418" becomes a text of 53 letters
    constexpr std::size_t kConstantMax = 1024;  // all names of a table of bits
    const std::array<Texts, 2> operands{Texts{std::string(text)}, Texts{std::string(text)}};
    static const std::set<Step> known = steps();
    for (const auto& [transform, parameter] : known) {
        Texts out;
        ecs::derive(transform, parameter, operands, out);
        std::size_t size = 0;
        for (const std::string& one : out) size += one.size() + 1;
        require(size <= kGrowthMax * text.size() + kConstantMax);
    }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > kInputMax) return 0;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's type
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const KeptEvent event = record_of(input);
    check_document(event);
    check_transforms(input);
    if (!event.fields.empty()) check_transforms(event.fields.back().values.back());
    return 0;
}
