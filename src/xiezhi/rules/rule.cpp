#include "xiezhi/rules/rule.h"

#include <algorithm>
#include <array>

namespace xiezhi::rules {
namespace {

constexpr std::array<std::string_view, 5> kLevels = {"informational", "low", "medium", "high",
                                                     "critical"};

}  // namespace

std::string_view level_name(Level level) noexcept {
    return kLevels.at(static_cast<std::size_t>(level));
}

std::optional<Level> parse_level(std::string_view name) noexcept {
    const auto* found = std::ranges::find(kLevels, name);
    if (found == kLevels.end()) return std::nullopt;
    return static_cast<Level>(found - kLevels.begin());
}

std::string_view ruleset_name(Ruleset ruleset) noexcept {
    switch (ruleset) {
        case Ruleset::Sigma:
            return "sigma";
        case Ruleset::Elastic:
            return "elastic";
        case Ruleset::Pack:
            return "pack";
        case Ruleset::Search:
            return "search";
    }
    return {};
}

}  // namespace xiezhi::rules
