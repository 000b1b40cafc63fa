#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/result.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::triage {

/// How a capability's result is meant.
enum class CapabilityKind : std::uint8_t {
    Collect,   // shown, not judged
    Detect,    // judged: a sign that somebody came in
    Weakness,  // an open door: listed for itself, never part of the verdict
};
[[nodiscard]] const char* capability_kind_name(CapabilityKind kind) noexcept;

/// One thing that the program is able to find on a host (pack/capabilities.tsv).
struct Capability {
    std::string id;
    std::string area;
    CapabilityKind kind = CapabilityKind::Detect;
    rules::Level level = rules::Level::Informational;
    std::vector<std::string> scenarios;
    std::vector<std::string> techniques;
    std::vector<std::string> seen_in;  // datasets, `channel:ids`, `*`: besides what rules ask for
    rules::TwoTexts title;
    rules::TwoTexts why;
    rules::TwoTexts next;
};

/// Reads the table; an Error names its line.
[[nodiscard]] Result<std::vector<Capability>> parse_capabilities(std::string_view table);

/// The table that is part of the program.
[[nodiscard]] const std::vector<Capability>& builtin_capabilities();

[[nodiscard]] const Capability* find_capability(const std::vector<Capability>& all,
                                                std::string_view id);

/// A rule all of whose capabilities are weaknesses.
[[nodiscard]] bool is_weakness(const rules::RuleHead& rule, const std::vector<Capability>& all);

}  // namespace xiezhi::triage
