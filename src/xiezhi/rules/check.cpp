#include "xiezhi/rules/check.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/logging_needs.h"
#include "xiezhi/rules/reach.h"
#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {
namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        if (!out.empty()) out += ", ";
        out += name;
    }
    return out;
}

std::optional<Message> reason_of(const Reach& reach, const LogSource& source) {
    switch (reach.kind) {
        case ReachKind::Runnable:
            return std::nullopt;
        case ReachKind::EtwOnly:
            return msg::check_etw_only(source_text(source));
        case ReachKind::OtherProduct:
            return msg::check_other_product(source_text(source));
        case ReachKind::UnknownSource:
            return msg::check_unknown_source(source_text(source));
        case ReachKind::NoIndex:
            return msg::check_no_index(joined(source.indices));
        case ReachKind::MissingField:
            return msg::check_missing_field(joined(reach.missing_fields));
        case ReachKind::NeverTrue:
            break;
    }
    return msg::check_never_true();
}

/// Where records of a log source are, whatever the rule asks of them.
std::vector<std::string> channels_of(const LogSource& source) {
    std::vector<std::string> out;
    const auto found = routes_of(source);
    for (const schema::Route& route : found.routes) {
        if (!route.enabled) continue;
        for (const std::string_view channel : route.channels) {
            if (std::ranges::find(out, channel) == out.end()) out.emplace_back(channel);
        }
    }
    return out;
}

RuleCheck check_of(const RuleHead& head) {
    RuleCheck check;
    check.place = head.place;
    check.id = head.id;
    check.title = head.title;
    return check;
}

/// Follows correlations down to their rules; load_rules has seen to it that there are no circles.
class CorrelationChecks {
public:
    CorrelationChecks(const RuleSet& rules, const std::vector<RuleCheck>& checks)
        : rules_(rules), checks_(checks) {
        for (std::size_t i = 0; i < rules.rules.size(); ++i) add(rules.rules[i].head, false, i);
        for (std::size_t i = 0; i < rules.correlations.size(); ++i) {
            add(rules.correlations[i].head, true, i);
        }
    }

    [[nodiscard]] RuleCheck check(const Correlation& correlation) const {
        RuleCheck out = check_of(correlation.head);
        bool every_channel = false;
        std::size_t silent = 0;
        std::string silent_name;
        for (const std::string& reference : correlation.rules) {
            const RuleCheck part = referenced(reference);
            if (!part.runnable) {
                ++silent;
                if (silent_name.empty()) silent_name = part.title.empty() ? reference : part.title;
                if (!out.reason) out.reason = part.reason;
                continue;
            }
            every_channel = every_channel || part.channels.empty();
            out.channels.insert(out.channels.end(), part.channels.begin(), part.channels.end());
        }
        std::ranges::sort(out.channels);
        const auto repeated = std::ranges::unique(out.channels);
        out.channels.erase(repeated.begin(), repeated.end());
        if (every_channel) out.channels.clear();
        const bool needs_all = correlation.type == CorrelationType::TemporalOrdered ||
                               (correlation.type == CorrelationType::Temporal &&
                                !correlation.rule_condition && correlation.thresholds.empty());
        out.runnable = silent == 0 || (!needs_all && silent < correlation.rules.size());
        if (out.runnable) {
            out.reason.reset();
            if (silent > 0) out.remarks.push_back(msg::check_part_silent(silent_name));
        } else {
            out.channels.clear();
        }
        return out;
    }

private:
    struct Entry {
        bool correlation = false;
        std::size_t index = 0;
    };

    void add(const RuleHead& head, bool correlation, std::size_t index) {
        if (!head.id.empty()) entries_.try_emplace(head.id, Entry{correlation, index});
        if (!head.name.empty()) entries_.try_emplace(head.name, Entry{correlation, index});
    }

    [[nodiscard]] RuleCheck referenced(const std::string& reference) const {
        const auto found = entries_.find(reference);
        if (found == entries_.end()) return {};
        const Entry& entry = found->second;
        return entry.correlation ? check(rules_.correlations[entry.index]) : checks_[entry.index];
    }

    const RuleSet& rules_;
    const std::vector<RuleCheck>& checks_;
    std::unordered_map<std::string_view, Entry> entries_;
};

}  // namespace

std::string source_text(const LogSource& source) {
    if (source.space == FieldSpace::Ecs) return joined(source.indices);
    std::string out;
    for (const auto& [key, value] :
         {std::pair("product", &source.product), std::pair("category", &source.category),
          std::pair("service", &source.service)}) {
        if (value->empty()) continue;
        if (!out.empty()) out += ", ";
        out += std::string(key) + ": " + *value;
    }
    return out;
}

RuleCheck check_rule(const Rule& rule) {
    Reach found = reach(rule);
    RuleCheck check = check_of(rule.head);
    const bool contradiction = found.kind == ReachKind::NeverTrue;
    check.runnable = found.kind == ReachKind::Runnable || contradiction;
    check.derived_only = found.derived_only;
    check.reason = reason_of(found, rule.source);
    if (check.runnable && !found.missing_fields.empty()) {
        check.remarks.push_back(msg::check_fields_absent(joined(found.missing_fields)));
    }
    if (check.runnable) add_logging_needs(rule, check.remarks);
    if (check.runnable && found.derived_only) check.remarks.push_back(msg::check_derived_only());
    check.channels = contradiction ? channels_of(rule.source) : std::move(found.channels);
    return check;
}

std::vector<RuleCheck> check_rules(const RuleSet& rules) {
    std::vector<RuleCheck> singles;
    singles.reserve(rules.rules.size());
    for (const Rule& rule : rules.rules) singles.push_back(check_rule(rule));
    const CorrelationChecks correlations(rules, singles);
    std::vector<RuleCheck> out;
    out.reserve(rules.rules.size() + rules.correlations.size() + rules.problems.size());
    for (const Correlation& correlation : rules.correlations) {
        out.push_back(correlations.check(correlation));
    }
    for (std::size_t i = 0; i < singles.size(); ++i) {
        // The gathering half of a legacy `| count()` is spoken for by its correlation.
        if (!rules.rules[i].head.name.ends_with("#events")) out.push_back(std::move(singles[i]));
    }
    for (const RuleProblem& problem : rules.problems) {
        if (!problem.refused) continue;
        RuleCheck& check = out.emplace_back();
        check.place = problem.place;
        check.id = problem.id;
        check.title = problem.title;
        check.runnable = false;
        check.reason = problem.what;
    }
    std::ranges::sort(out, {}, [](const RuleCheck& check) {
        return std::tie(check.place.path, check.place.line, check.id, check.title);
    });
    return out;
}

}  // namespace xiezhi::rules
