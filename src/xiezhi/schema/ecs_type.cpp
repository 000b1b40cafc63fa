#include "xiezhi/schema/ecs_type.h"

#include <algorithm>

#include "xiezhi/schema/ecs_rule_tables.h"

namespace xiezhi::schema {
namespace {

constexpr std::uint32_t kUnitsMax = 1024;  // ignore_above of the packages
constexpr FieldMap kEcsMap{"ecs", {}};

bool any_fits(std::span<const std::string> patterns, std::string_view name, bool excluding) {
    return std::ranges::any_of(patterns, [&](std::string_view pattern) {
        if (pattern.starts_with('-') != excluding) return false;
        if (excluding) pattern.remove_prefix(1);
        const std::size_t cluster = pattern.find(':');
        if (cluster != std::string_view::npos) pattern.remove_prefix(cluster + 1);
        return star_match(pattern, name);
    });
}

bool lets_in(std::span<const std::string> patterns, const IndexRow& row) {
    return std::ranges::any_of(row.names, [&](std::string_view name) {
        return any_fits(patterns, name, false) && !any_fits(patterns, name, true);
    });
}

Route ecs_route(std::span<const std::string_view> channels,
                std::span<const std::string_view> other_than) {
    Route route;
    route.channels = channels;
    route.other_than = other_than;
    route.map = &kEcsMap;
    return route;
}

}  // namespace

EcsField ecs_field(std::string_view name) noexcept {
    const auto found = std::ranges::lower_bound(kEcsFields, name, {}, &EcsField::name);
    if (found != std::ranges::end(kEcsFields) && found->name == name) return *found;
    return {name, EcsType::Keyword, kUnitsMax};
}

std::span<const EcsField> ecs_fields() noexcept {
    return kEcsFields;
}

bool ecs_never_filled(std::string_view field) noexcept {
    return std::ranges::any_of(kEcsNever, [&](auto pattern) { return star_match(pattern, field); });
}

bool is_ecs(const FieldMap* map) noexcept {
    return map == &kEcsMap;
}

LogSourceRoutes find_indices(std::span<const std::string> patterns) {
    LogSourceRoutes found;
    const auto admitted = [&](const IndexRow& row) {
        return patterns.empty() || lets_in(patterns, row);
    };
    if (std::ranges::all_of(kIndices, admitted)) {
        found.routes.push_back(ecs_route({}, {}));
    } else {
        for (const IndexRow& row : kIndices) {
            if (!admitted(row)) continue;
            const bool others = row.channels.empty();
            found.routes.push_back(others ? ecs_route({}, kIndexChannels)
                                          : ecs_route(row.channels, {}));
        }
    }
    if (!found.routes.empty()) found.serving = Serving::Served;
    return found;
}

bool star_match(std::string_view pattern, std::string_view text) noexcept {
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;  // where in the text the last star's run would end next
    std::size_t at = 0;
    std::size_t in_text = 0;
    while (in_text < text.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resume = in_text;
        } else if (at < pattern.size() && pattern[at] == text[in_text]) {
            ++at;
            ++in_text;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            in_text = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

}  // namespace xiezhi::schema
