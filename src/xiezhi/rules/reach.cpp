#include "xiezhi/rules/reach.h"

#include <fmt/format.h>

#include <algorithm>

#include "xiezhi/rules/routes.h"
#include "xiezhi/rules/simplify.h"
#include "xiezhi/schema/ecs_type.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {
namespace {

Known known_of(const schema::Route& route, std::string_view category) {
    Known known;
    known.route = &route;
    known.category = category;
    known.logs_only = true;
    if (route.event_ids.size() == 1) {
        known.event_id.known = true;
        known.event_id.text = fmt::to_string(route.event_ids.front());
    }
    if (route.channels.size() == 1) {
        known.channel.known = true;
        known.channel.text = route.channels.front();
    }
    return known;
}

bool possible(const Rule& rule, const Known& known, Simplifier& simplifier) {
    return simplifier.simplify(rule.condition, known).kind != Node::Kind::False;
}

/// The condition could be true if the source had all fields.
bool possible_with_all_fields(const Rule& rule, Known known, Simplifier& simplifier) {
    known.logs_only = false;
    if (!schema::is_ecs(known.route->map)) known.route = nullptr;
    return possible(rule, known, simplifier);
}

void add_once(std::vector<std::string>& list, std::string_view text) {
    if (std::ranges::find(list, text) == list.end()) list.emplace_back(text);
}

void note_missing(const Node& node, const std::vector<schema::Route>& routes,
                  std::string_view category, std::vector<std::string>& missing) {
    for (const Node& child : node.children) note_missing(child, routes, category, missing);
    if (node.kind != Node::Kind::Leaf) return;
    const bool absent = std::ranges::all_of(routes, [&](const schema::Route& route) {
        if (schema::is_ecs(route.map)) return schema::ecs_never_filled(node.leaf.field);
        return !route.enabled || schema::absent_by_source(route, category, node.leaf.field);
    });
    if (absent) add_once(missing, node.leaf.field);
}

}  // namespace

Reach reach(const Rule& rule) {
    Reach out;
    const LogSource& source = rule.source;
    const auto found = routes_of(source);
    switch (found.serving) {
        case schema::Serving::EtwOnly:
            out.kind = ReachKind::EtwOnly;
            return out;
        case schema::Serving::OtherProduct:
            out.kind = ReachKind::OtherProduct;
            return out;
        case schema::Serving::Unknown:
            out.kind =
                source.space == FieldSpace::Ecs ? ReachKind::NoIndex : ReachKind::UnknownSource;
            return out;
        case schema::Serving::Served:
            break;
    }
    note_missing(rule.condition, found.routes, source.category, out.missing_fields);
    RegexCache regexes;
    Simplifier simplifier(regexes);
    bool native = false;
    bool runnable = false;
    bool fields_missing = false;
    for (const schema::Route& route : found.routes) {
        if (!route.enabled) continue;
        const Known known = known_of(route, source.category);
        if (!possible(rule, known, simplifier)) {
            fields_missing |= possible_with_all_fields(rule, known, simplifier);
            continue;
        }
        runnable = true;
        native |= !route.derived;
        for (const std::string_view channel : route.channels) add_once(out.channels, channel);
    }
    out.derived_only = runnable && !native;
    if (runnable) return out;
    out.kind = fields_missing ? ReachKind::MissingField : ReachKind::NeverTrue;
    return out;
}

}  // namespace xiezhi::rules
