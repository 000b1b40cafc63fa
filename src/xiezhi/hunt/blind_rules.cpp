#include "xiezhi/hunt/blind_rules.h"

#include <algorithm>

#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::hunt {
namespace {

bool has_channel(const rules::LogSource& source,
                 const std::map<std::string, ChannelSummary>& channels) {
    const auto found = rules::routes_of(source);
    return std::ranges::any_of(found.routes, [&](const schema::Route& route) {
        return route.enabled && std::ranges::any_of(channels, [&](const auto& channel) {
                   return schema::serves_channel(route, channel.first);
               });
    });
}

std::string key_of(const rules::LogSource& source) {
    std::string key(source.space == rules::FieldSpace::Ecs ? "ecs" : "");
    for (const std::string& part : {source.category, source.product, source.service})
        key += "\n" + part;
    for (const std::string& index : source.indices) key += "\n" + index;
    return key;
}

}  // namespace

std::vector<std::uint32_t> find_blind_rules(const std::vector<rules::Rule>& rules,
                                            const std::map<std::string, ChannelSummary>& channels) {
    std::map<std::string, bool> known;  // rules share few log sources
    std::vector<std::uint32_t> blind;
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
        const rules::LogSource& source = rules[i].source;
        const auto [place, added] = known.try_emplace(key_of(source), false);
        if (added) place->second = has_channel(source, channels);
        if (!place->second) blind.push_back(i);
    }
    return blind;
}

}  // namespace xiezhi::hunt
