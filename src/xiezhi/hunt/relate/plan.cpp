#include "xiezhi/hunt/relate/plan.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "xiezhi/hunt/block.h"
#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::hunt {
namespace {

struct Target {
    bool correlation = false;
    std::uint32_t index = 0;
};

/// By id and by name; where several have one, the first, rules before correlations: as load_rules.
std::unordered_map<std::string_view, Target> directory_of(const rules::RuleSet& rules) {
    std::unordered_map<std::string_view, Target> directory;
    const auto add = [&](const rules::RuleHead& head, Target target) {
        if (!head.id.empty()) directory.try_emplace(head.id, target);
        if (!head.name.empty()) directory.try_emplace(head.name, target);
    };
    for (std::uint32_t i = 0; i < rules.rules.size(); ++i) add(rules.rules[i].head, {false, i});
    for (std::uint32_t i = 0; i < rules.correlations.size(); ++i) {
        add(rules.correlations[i].head, {true, i});
    }
    return directory;
}

}  // namespace

RelatePlan::RelatePlan(const rules::RuleSet& rules)
    : rules_(rules),
      rule_users_(rules.rules.size()),
      correlation_users_(rules.correlations.size()),
      unknown_(rules.correlations.size()) {
    const auto directory = directory_of(rules);
    for (std::uint32_t i = 0; i < rules.correlations.size(); ++i) {
        const rules::Correlation& correlation = rules.correlations[i];
        for (std::uint32_t slot = 0; slot < correlation.rules.size(); ++slot) {
            const auto found = directory.find(correlation.rules[slot]);
            if (found == directory.end()) {
                ++unknown_[i];
                continue;
            }
            auto& users = found->second.correlation ? correlation_users_ : rule_users_;
            users[found->second.index].push_back({i, slot});
        }
    }
    settle_order();
}

void RelatePlan::settle_order() {
    std::vector<std::uint32_t> waits_for = unknown_;  // for ever, where something is unknown
    for (const auto& users : correlation_users_) {
        for (const User& user : users) ++waits_for[user.correlation];
    }
    for (std::uint32_t i = 0; i < waits_for.size(); ++i) {
        if (waits_for[i] == 0) order_.push_back(i);
    }
    for (std::size_t done = 0; done < order_.size(); ++done) {
        for (const User& user : correlation_users_[order_[done]]) {
            if (--waits_for[user.correlation] == 0) order_.push_back(user.correlation);
        }
    }
    for (std::uint32_t i = 0; i < waits_for.size(); ++i) {
        if (waits_for[i] > 0) refused_.push_back(i);
    }
}

std::string RelatePlan::group_field(const rules::Correlation& correlation, std::uint32_t slot,
                                    const std::string& name) {
    const auto alias = correlation.aliases.find(name);
    if (alias == correlation.aliases.end()) return name;
    const auto field = alias->second.find(correlation.rules[slot]);
    return field == alias->second.end() ? name : field->second;
}

struct BaseExtractor::Reader {
    explicit Reader(const schema::FieldMap* map) : field_map(map) {}

    /// First value of the field, or nothing when it is missing or has no value.
    std::optional<std::string> value(const Event& event, const std::string& name) {
        const auto [place, added] = index_of.try_emplace(name, plans.size());
        if (added) {
            plans.push_back(rules::plan_field(name, field_map));
            fields.reset();  // its caches are as long as the plans were
        }
        if (!fields) {
            fields = std::make_unique<rules::RecordFields>(plans);
            current = nullptr;
        }
        if (current != &event) {
            fields->begin(event);
            current = &event;
        }
        const rules::FieldTexts& texts = fields->raw(place->second);
        if (!texts.present() || texts.text(0).empty()) return std::nullopt;
        return std::string(texts.text(0));
    }

    const schema::FieldMap* field_map;
    std::vector<rules::FieldPlan> plans;
    std::unordered_map<std::string, std::size_t> index_of;
    std::unique_ptr<rules::RecordFields> fields;
    const Event* current = nullptr;  // only valid within one extract()
};

BaseExtractor::BaseExtractor(const RelatePlan& plan) : plan_(plan) {}
BaseExtractor::~BaseExtractor() = default;

BaseExtractor::Reader& BaseExtractor::reader_for(const Event& event, const rules::Hit& hit) {
    const schema::FieldMap* map = nullptr;
    if (hit.derived) {
        const rules::LogSource& source = plan_.rules().rules[hit.rule].source;
        for (const schema::Route& route : rules::routes_of(source).routes) {
            if (route.derived && schema::serves_channel(route, event.head().channel) &&
                schema::serves_event_id(route, event.head().event_id)) {
                map = route.map;
                break;
            }
        }
    }
    auto& reader = readers_[map];
    if (!reader) reader = std::make_unique<Reader>(map);
    reader->current = nullptr;
    return *reader;
}

void BaseExtractor::extract(const Event& event, const rules::Hit& hit, std::vector<BaseHit>& out) {
    const auto& users = plan_.users_of_rule(hit.rule);
    if (users.empty()) return;
    Reader& reader = reader_for(event, hit);
    for (const RelatePlan::User& user : users) {
        const rules::Correlation& correlation = plan_.rules().correlations[user.correlation];
        BaseHit base{.rule = hit.rule,
                     .correlation = user.correlation,
                     .slot = user.slot,
                     .group = {},
                     .values = {}};
        for (const std::string& name : correlation.group_by) {
            auto value = reader.value(event, RelatePlan::group_field(correlation, user.slot, name));
            if (!value) break;
            base.group.push_back(*std::move(value));
        }
        if (base.group.size() < correlation.group_by.size()) continue;
        for (const std::string& name : correlation.fields) {
            auto value = reader.value(event, name);
            if (!value) {
                base.values.clear();
                break;
            }
            base.values.push_back(*std::move(value));
        }
        out.push_back(std::move(base));
    }
}

}  // namespace xiezhi::hunt
