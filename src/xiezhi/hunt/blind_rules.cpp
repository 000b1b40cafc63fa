#include "xiezhi/hunt/blind_rules.h"

#include <algorithm>

#include "xiezhi/schema/logsource.h"

namespace xiezhi::hunt {
namespace {

bool has_channel(const rules::LogSource& source,
                 const std::map<std::string, ChannelSummary>& channels) {
    const auto found = schema::find_log_source(source.category, source.product, source.service);
    return std::ranges::any_of(found.routes, [&](const schema::Route& route) {
        return route.enabled && std::ranges::any_of(channels, [&](const auto& channel) {
                   return schema::serves_channel(route, channel.first);
               });
    });
}

}  // namespace

std::vector<std::uint32_t> find_blind_rules(const std::vector<rules::Rule>& rules,
                                            const std::map<std::string, ChannelSummary>& channels) {
    std::map<std::array<std::string_view, 3>, bool> known;  // rules share few log sources
    std::vector<std::uint32_t> blind;
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
        const rules::LogSource& source = rules[i].source;
        const auto [place, added] =
            known.try_emplace({source.category, source.product, source.service}, false);
        if (added) place->second = has_channel(source, channels);
        if (!place->second) blind.push_back(i);
    }
    return blind;
}

}  // namespace xiezhi::hunt
