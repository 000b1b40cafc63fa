#include "xiezhi/rules/dispatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/compile.h"
#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/dataset.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::rules {
namespace {

constexpr std::int64_t kOtherId = -1;

KnownText known_text(std::string text) {
    KnownText out;
    out.known = true;
    out.text = std::move(text);
    return out;
}

KnownText other_text() {
    KnownText out;
    out.other = true;
    return out;
}

bool serves_id(const schema::Route& route, std::int64_t event_id) {
    if (event_id == kOtherId) return route.event_ids.empty();
    return schema::serves_event_id(route, static_cast<std::uint32_t>(event_id));
}

}  // namespace

Dispatch::Dispatch(const std::vector<Rule>& rules) : rules_(rules) {
    sources_.reserve(rules.size());
    for (const Rule& rule : rules) {
        auto& source = sources_.emplace_back(routes_of(rule.source));
        source.routes.insert(source.routes.end(), source.at_rest.begin(), source.at_rest.end());
    }
    note_channels();
}

void Dispatch::note_channels() {
    for (const auto& source : sources_) {
        for (const schema::Route& route : source.routes) {
            if (!route.enabled) continue;
            for (const auto names : {route.channels, route.other_than}) {
                for (const std::string_view name : names) channels_[ascii_lower(name)].name = name;
            }
        }
    }
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
        const auto serve = [&](Channel& channel) {
            if (channel.rules.empty() || channel.rules.back() != i) {
                channel.rules.push_back(i);
                channel.asks_ecs |= rules_[i].source.space == FieldSpace::Ecs;
                note_leaves(rules_[i].condition, channel);
            }
        };
        for (const schema::Route& route : sources_[i].routes) {
            if (!route.enabled) continue;
            for (const std::string_view name : route.channels) {
                Channel& channel = channels_[ascii_lower(name)];
                serve(channel);
                channel.event_ids.insert(route.event_ids.begin(), route.event_ids.end());
            }
            if (!route.channels.empty()) continue;
            for (auto& [name, channel] : channels_) {
                if (schema::serves_channel(route, name)) serve(channel);
            }
            serve(other_);
        }
    }
}

void Dispatch::note_leaves(const Node& node, Channel& channel) const {
    for (const Node& child : node.children) note_leaves(child, channel);
    if (node.kind != Node::Kind::Leaf || node.leaf.op != Op::Equals) return;
    const std::string& text = node.leaf.text;
    if (node.leaf.field == "Provider_Name" && !text.empty()) channel.providers.insert(folded(text));
    if (node.leaf.field != "EventID" && !is_event_id(node.leaf.field)) return;
    std::uint32_t id = 0;
    const char* end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, id);
    if (error == std::errc{} && stop == end) channel.event_ids.insert(id);
}

const Dispatch::Channel& Dispatch::channel_of(std::string_view name) const {
    const auto found = channels_.find(ascii_lower(name));
    if (found != channels_.end()) return found->second;
    return schema::is_state_channel(name) ? none_ : other_;
}

const Program& Dispatch::program_for(const EventHead& head, bool is_ecs) {
    const Channel& channel = channel_of(head.channel);
    std::string provider = folded(head.provider);
    if (!channel.providers.contains(provider)) provider.clear();
    bool named = channel.event_ids.contains(head.event_id);
    std::int64_t source = -1;
    if (channel.asks_ecs && !is_ecs && !channel.name.empty()) {
        source = schema::ecs::source_of(head.channel, head.provider).source;
        named =
            named || schema::ecs::is_known_event(static_cast<std::uint32_t>(source), head.event_id);
    }
    const Key key{&channel, named ? std::int64_t{head.event_id} : kOtherId, std::move(provider),
                  source};
    Compiled& compiled = slot_of(key);
    std::call_once(compiled.once, [&] { compiled.program = compile(key, head); });
    return *compiled.program;
}

Dispatch::Compiled& Dispatch::slot_of(const Key& key) {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Compiled>& compiled = programs_[key];
    if (compiled == nullptr) compiled = std::make_unique<Compiled>();
    return *compiled;
}

/// The rule's condition as it reads for records of the key, natively or by an equivalent.
Twig Dispatch::twig_for(std::uint32_t rule, const Key& key, Known known, bool derived,
                        Simplifier& simplifier, const schema::FieldMap*& map) const {
    std::vector<Twig> any;
    known.category = rules_[rule].source.category;
    for (const schema::Route& route : sources_[rule].routes) {
        if (!route.enabled || route.derived != derived || !serves_id(route, key.event_id)) continue;
        if (!schema::serves_channel(route, key.channel->name)) continue;
        known.route = &route;
        map = route.map;
        std::vector<Twig> both;
        if (!route.gate_field.empty()) {
            both.push_back(simplifier.equals_any(route.gate_field, route.gate_values));
        }
        both.push_back(simplifier.simplify(rules_[rule].condition, known));
        any.push_back(twig_join(Node::Kind::And, std::move(both)));
    }
    return twig_join(Node::Kind::Or, std::move(any));
}

std::unique_ptr<Program> Dispatch::compile(const Key& key, const EventHead& head) {
    Known known;
    const EcsRecords records{&certainties_, head.channel, head.provider, head.event_id};
    if (key.source >= 0) known.ecs = &records;
    known.event_id =
        key.event_id == kOtherId ? other_text() : known_text(fmt::to_string(key.event_id));
    if (!key.channel->name.empty()) known.channel = known_text(key.channel->name);
    known.provider = key.provider.empty() ? other_text() : known_text(key.provider);
    Simplifier simplifier(regexes_);
    ProgramBuilder builder(regexes_);
    for (const std::uint32_t rule : key.channel->rules) {
        for (const bool derived : {false, true}) {
            const schema::FieldMap* map = nullptr;
            Twig twig = twig_for(rule, key, known, derived, simplifier, map);
            if (twig.kind == Node::Kind::False) continue;
            builder.add(rule, derived, std::move(twig), map);
        }
    }
    return builder.build(simplifier.take_leaves());
}

const schema::Route* Dispatch::route(const Hit& hit, const EventHead& head) const {
    for (const schema::Route& route : sources_[hit.rule].routes) {
        if (route.enabled && route.derived == hit.derived &&
            schema::serves_event_id(route, head.event_id) &&
            schema::serves_channel(route, head.channel)) {
            return &route;
        }
    }
    return nullptr;
}

}  // namespace xiezhi::rules
