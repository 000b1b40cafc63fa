#include "xiezhi/triage/capabilities.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/pack.h"
#include "xiezhi/triage/pack_table.h"

namespace xiezhi::triage {
namespace {

constexpr std::size_t kColumns = 13;

/// Cut at every mark, without empty parts and `-`.
std::vector<std::string> list_of(std::string_view text, char mark) {
    std::vector<std::string> parts = split(text, mark);
    std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "-"; });
    return parts;
}

std::optional<CapabilityKind> kind_of(std::string_view name) {
    if (name == "collect") return CapabilityKind::Collect;
    if (name == "detect") return CapabilityKind::Detect;
    if (name == "weakness") return CapabilityKind::Weakness;
    return std::nullopt;
}

std::vector<Capability> load_builtin() {
    auto parsed = parse_capabilities(pack_table(rules::kCapabilitiesFile));
    assert(parsed.has_value());  // a test reads the same file
    return parsed ? std::move(*parsed) : std::vector<Capability>{};
}

}  // namespace

const char* capability_kind_name(CapabilityKind kind) noexcept {
    switch (kind) {
        case CapabilityKind::Collect:
            return "collect";
        case CapabilityKind::Detect:
            return "detect";
        case CapabilityKind::Weakness:
            return "weakness";
    }
    return "detect";
}

Result<std::vector<Capability>> parse_capabilities(std::string_view table) {
    std::vector<Capability> all;
    std::uint64_t number = 0;
    bool header = true;
    for (const std::string& line : split(table, '\n')) {
        ++number;
        if (line.empty() || line.starts_with('#')) continue;
        if (std::exchange(header, false)) continue;
        const std::vector<std::string> cells = split(line, '\t');
        if (cells.size() != kColumns) {
            return Error{
                Errc::Damaged, msg::triage_capability_columns(number, cells.size(), kColumns), {}};
        }
        const auto kind = kind_of(cells[2]);
        const auto level = rules::parse_level(cells[3]);
        if (!kind || !level) {
            return Error{
                Errc::Damaged, msg::triage_capability_value(number, cells[2], cells[3]), {}};
        }
        all.push_back({.id = cells[0],
                       .area = cells[1],
                       .kind = *kind,
                       .level = *level,
                       .scenarios = list_of(cells[4], ';'),
                       .techniques = list_of(cells[5], ';'),
                       .seen_in = list_of(cells[6], '|'),
                       .title = {.en = cells[8], .zh = cells[7]},
                       .why = {.en = cells[10], .zh = cells[9]},
                       .next = {.en = cells[12], .zh = cells[11]}});
    }
    return all;
}

const std::vector<Capability>& builtin_capabilities() {
    static const std::vector<Capability> kAll = load_builtin();
    return kAll;
}

const Capability* find_capability(const std::vector<Capability>& all, std::string_view id) {
    const auto found = std::ranges::find(all, id, &Capability::id);
    return found == all.end() ? nullptr : &*found;
}

bool is_weakness(const rules::RuleHead& rule, const std::vector<Capability>& all) {
    return !rule.pack.capabilities.empty() &&
           std::ranges::all_of(rule.pack.capabilities, [&](const std::string& id) {
               const Capability* const one = find_capability(all, id);
               return one != nullptr && one->kind == CapabilityKind::Weakness;
           });
}

}  // namespace xiezhi::triage
