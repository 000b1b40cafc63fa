#include "xiezhi/triage/log_needs.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string_view>
#include <utility>

#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/dataset.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::triage {
namespace {

constexpr std::string_view kSecurity = "Security";
constexpr std::uint32_t kProcessCreated = 4688;
constexpr std::uint32_t kScriptBlock = 4104;

bool is_command_line(std::string_view field) {
    return field == "CommandLine" || field == "ParentCommandLine" ||
           field == "ProcessCommandLine" || field == "process.command_line";
}

/// Whether a field is asked for, be it as one of several ways to be true.
bool asks_for_command_line(const rules::Node& node) {
    if (node.kind == rules::Node::Kind::Not) return false;
    if (node.kind == rules::Node::Kind::Leaf) return is_command_line(node.leaf.field);
    return std::ranges::any_of(node.children, asks_for_command_line);
}

std::uint32_t number_of(std::string_view text) {
    std::uint32_t number = 0;
    std::from_chars(std::to_address(text.begin()), std::to_address(text.end()), number);
    return number;
}

/// Texts of a field without one of which a condition cannot be true; empty: it can be with any.
std::set<std::string> required(const rules::Node& condition, std::string_view field) {
    using Kind = rules::Node::Kind;
    if (condition.kind == Kind::Leaf) {
        const rules::Leaf& leaf = condition.leaf;
        if (leaf.field != field || leaf.op != rules::Op::Equals) return {};
        return {leaf.text};
    }
    std::set<std::string> texts;
    if (condition.kind == Kind::And) {  // one part that says which is enough
        for (const rules::Node& child : condition.children) {
            auto own = required(child, field);
            if (!own.empty() && (texts.empty() || own.size() < texts.size()))
                texts = std::move(own);
        }
    }
    if (condition.kind == Kind::Or) {
        for (const rules::Node& child : condition.children) {
            const auto own = required(child, field);
            if (own.empty()) return {};
            texts.insert(own.begin(), own.end());
        }
    }
    return texts;
}

void note_events(LogNeeds& needs, std::string_view channel) {
    needs.every_event = needs.every_event || needs.events.empty();
    needs.script_blocks = needs.events.contains(kScriptBlock);
    if (!schema::same_name(channel, kSecurity)) needs.command_lines = false;
}

/// A rule for all of Windows names its channels itself, one in each of its alternatives.
void add_alternatives(const rules::Node& node, Sources& sources) {
    if (node.kind == rules::Node::Kind::Or) {
        for (const rules::Node& child : node.children) add_alternatives(child, sources);
        return;
    }
    for (const std::string& channel : required(node, "Channel")) {
        LogNeeds needs;
        needs.events = events_of(node);
        note_events(needs, channel);
        sources[channel].add(needs);
    }
}

void add_route(const schema::Route& route, const rules::Rule& rule, Sources& sources) {
    LogNeeds needs;
    needs.events = {route.event_ids.begin(), route.event_ids.end()};
    if (needs.events.empty()) needs.events = events_of(rule.condition);
    needs.command_lines =
        needs.events.contains(kProcessCreated) && asks_for_command_line(rule.condition);
    if (route.channels.empty()) add_alternatives(rule.condition, sources);
    for (const std::string_view channel : route.channels) {
        if (schema::is_state_channel(channel)) {
            sources[std::string(channel.substr(schema::kStateChannel.size()))];
            continue;
        }
        LogNeeds own = needs;
        note_events(own, channel);
        sources[std::string(channel)].add(own);
    }
}

/// `Security:4624,4625`, a channel alone, or a dataset.
void add_row(const std::string& text, Sources& sources) {
    const std::size_t colon = text.find(':');
    const std::string name = text.substr(0, colon);
    LogNeeds needs;
    if (colon != std::string::npos) {
        std::string_view ids = std::string_view(text).substr(colon + 1);
        while (!ids.empty()) {
            const std::size_t end = std::min(ids.find(','), ids.size());
            needs.events.insert(number_of(ids.substr(0, end)));
            ids.remove_prefix(std::min(end + 1, ids.size()));
        }
    }
    needs.command_lines = needs.events.contains(kProcessCreated);
    note_events(needs, name);
    sources[name].add(needs);
}

void add_all(Sources& to, const Sources& from) {
    for (const auto& [name, needs] : from) to[name].add(needs);
}

}  // namespace

void LogNeeds::add(const LogNeeds& other) {
    events.insert(other.events.begin(), other.events.end());
    every_event = every_event || other.every_event;
    command_lines = command_lines || other.command_lines;
    script_blocks = script_blocks || other.script_blocks;
}

std::set<std::uint32_t> events_of(const rules::Node& condition) {
    std::set<std::uint32_t> events;
    for (const std::string& text : required(condition, "EventID")) events.insert(number_of(text));
    events.erase(0);
    return events;
}

std::map<std::string, Sources> sources_of(const rules::RuleSet& rules,
                                          const std::vector<Capability>& capabilities) {
    std::map<std::string, Sources> sources;
    std::map<std::string, Sources> by_rule;
    for (const rules::Rule& rule : rules.rules) {
        Sources own;
        const schema::LogSourceRoutes routes = rules::routes_of(rule.source);
        for (const auto* list : {&routes.routes, &routes.at_rest}) {
            for (const schema::Route& route : *list) {
                if (route.enabled) add_route(route, rule, own);
            }
        }
        for (const std::string& id : rule.head.pack.capabilities) add_all(sources[id], own);
        by_rule[rule.head.id] = by_rule[rule.head.name] = std::move(own);
    }
    for (const rules::Correlation& correlation : rules.correlations) {
        for (const std::string& id : correlation.head.pack.capabilities) {
            for (const std::string& rule : correlation.rules) add_all(sources[id], by_rule[rule]);
        }
    }
    for (const Capability& capability : capabilities) {
        for (const std::string& text : capability.seen_in) add_row(text, sources[capability.id]);
    }
    return sources;
}

}  // namespace xiezhi::triage
