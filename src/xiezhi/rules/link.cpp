#include "xiezhi/rules/link.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::rules {
namespace {

void add_problem(RuleSet& rules, const RuleHead& head, Message what, bool refused) {
    RuleProblem& problem = rules.problems.emplace_back();
    problem.place = head.place;
    problem.id = head.id;
    problem.title = head.title;
    problem.what = std::move(what);
    problem.refused = refused;
}

/// The rule's log source is the filter's or narrower.
bool within(const LogSource& rule, const LogSource& filter) {
    if (rule.space != filter.space) return false;
    const auto fits = [](const std::string& mine, const std::string& wanted) {
        return wanted.empty() || mine == wanted;
    };
    return fits(rule.category, filter.category) && fits(rule.product, filter.product) &&
           fits(rule.service, filter.service);
}

void apply_filter(Rule& rule, const sigma::FilterDocument& filter) {
    std::vector<Node> both;
    both.push_back(std::move(rule.condition));
    both.push_back(filter.condition);
    rule.condition = Node::all(std::move(both));
    rule.selections.insert(rule.selections.end(), filter.selections.begin(),
                           filter.selections.end());
}

/// A rule that gathers for a legacy `| count()` is named by the id of that.
bool answers_to(const Rule& rule, const std::string& reference) {
    return !reference.empty() && (rule.head.id == reference || rule.head.name == reference ||
                                  rule.head.name == reference + "#events");
}

/// Index of correlations and rules by id and by name; where several have one, the first.
class Directory {
public:
    struct Entry {
        bool correlation = false;
        std::size_t index = 0;
    };

    explicit Directory(const RuleSet& rules) {
        for (std::size_t i = 0; i < rules.rules.size(); ++i) add(rules.rules[i].head, {false, i});
        for (std::size_t i = 0; i < rules.correlations.size(); ++i) {
            add(rules.correlations[i].head, {true, i});
        }
    }

    [[nodiscard]] const Entry* find(std::string_view reference) const {
        const auto found = entries_.find(reference);
        return found == entries_.end() ? nullptr : &found->second;
    }

private:
    void add(const RuleHead& head, Entry entry) {
        if (!head.id.empty()) entries_.try_emplace(head.id, entry);
        if (!head.name.empty()) entries_.try_emplace(head.name, entry);
    }

    std::unordered_map<std::string_view, Entry> entries_;
};

/// Decides which correlations hold, from the ones that only need rules upwards.
class CorrelationCheck {
public:
    CorrelationCheck(const RuleSet& rules, const Directory& directory)
        : rules_(rules), states_(rules.correlations.size()) {
        for (std::size_t i = 0; i < states_.size(); ++i) look_up(i, directory);
    }

    /// Gives for each correlation why it is refused, if it is.
    std::vector<std::optional<Message>> settle() {
        std::vector<std::size_t> ready;
        for (std::size_t i = 0; i < states_.size(); ++i) {
            if (states_[i].waits_for == 0) ready.push_back(i);
        }
        while (!ready.empty()) {
            const std::size_t index = ready.back();
            ready.pop_back();
            const State& state = states_[index];
            for (const std::size_t user : states_[index].users) {
                State& above = states_[user];
                above.height = std::max(above.height, state.height + 1);
                if (state.refused && !above.refused) {
                    above.refused = msg::sigma_reference_refused(title(index));
                } else if (above.height > kCorrelationDepthMax && !above.refused) {
                    above.refused = msg::sigma_correlation_too_deep(kCorrelationDepthMax);
                }
                if (--above.waits_for == 0) ready.push_back(user);
            }
        }
        std::vector<std::optional<Message>> out;
        for (State& state : states_) {
            if (state.waits_for > 0 && !state.refused)
                state.refused = msg::sigma_correlation_circle();
            out.push_back(std::move(state.refused));
        }
        return out;
    }

private:
    struct State {
        std::vector<std::size_t> users;  // correlations that refer to this one
        std::size_t waits_for = 0;
        std::size_t height = 0;
        std::optional<Message> refused;
    };

    void look_up(std::size_t index, const Directory& directory) {
        for (const std::string& reference : rules_.correlations[index].rules) {
            const Directory::Entry* entry = directory.find(reference);
            if (entry == nullptr) {
                states_[index].refused = msg::sigma_reference_unknown(reference);
            } else if (entry->correlation) {
                states_[entry->index].users.push_back(index);
                ++states_[index].waits_for;
            }
        }
    }

    [[nodiscard]] std::string title(std::size_t index) const {
        const RuleHead& head = rules_.correlations[index].head;
        return head.title.empty() ? head.id : head.title;
    }

    const RuleSet& rules_;
    std::vector<State> states_;
};

/// A rule that a correlation uses reports by itself only where one says `generate: true`.
void settle_reporting(RuleSet& rules, const Directory& directory,
                      const std::vector<bool>& refused) {
    std::vector<Directory::Entry> used;
    std::vector<Directory::Entry> generated;
    for (std::size_t i = 0; i < rules.correlations.size(); ++i) {
        if (refused[i]) continue;
        for (const std::string& reference : rules.correlations[i].rules) {
            const Directory::Entry* entry = directory.find(reference);
            if (entry != nullptr)
                (rules.correlations[i].generate ? generated : used).push_back(*entry);
        }
    }
    const auto set = [&](const Directory::Entry& entry, bool reports) {
        (entry.correlation ? rules.correlations[entry.index].reports
                           : rules.rules[entry.index].reports) = reports;
    };
    for (const Directory::Entry& entry : used) set(entry, false);
    for (const Directory::Entry& entry : generated) set(entry, true);
}

/// Documents of one file may share their id: collections do.
void warn_of_duplicates(RuleSet& rules) {
    std::unordered_map<std::string, RulePlace> first;
    std::vector<std::pair<RuleHead, RulePlace>> found;
    const auto look = [&](const RuleHead& head) {
        if (head.id.empty()) return;
        const auto [entry, added] = first.try_emplace(head.id, head.place);
        if (!added && entry->second.path != head.place.path)
            found.emplace_back(head, entry->second);
    };
    for (const Rule& rule : rules.rules) look(rule.head);
    for (const Correlation& correlation : rules.correlations) look(correlation.head);
    for (const auto& [head, before] : found) {
        add_problem(rules, head, msg::sigma_duplicate_id(head.id, before.path, before.line), false);
    }
}

}  // namespace

void apply_filters(RuleSet& rules, const std::vector<sigma::FilterDocument>& filters) {
    for (const sigma::FilterDocument& filter : filters) {
        if (filter.any) {
            for (Rule& rule : rules.rules) {
                if (within(rule.source, filter.source)) apply_filter(rule, filter);
            }
            continue;
        }
        for (const std::string& reference : filter.rules) {
            bool found = false;
            for (Rule& rule : rules.rules) {
                if (!answers_to(rule, reference)) continue;
                found = true;
                if (within(rule.source, filter.source)) {
                    apply_filter(rule, filter);
                } else {
                    add_problem(rules, filter.head, msg::sigma_filter_logsource(rule.head.title),
                                false);
                }
            }
            if (!found) {
                add_problem(rules, filter.head, msg::sigma_filter_unknown_rule(reference), false);
            }
        }
    }
}

void link_rules(RuleSet& rules) {
    warn_of_duplicates(rules);
    if (rules.correlations.empty()) return;
    std::vector<bool> refused(rules.correlations.size());
    {
        const Directory directory(rules);  // views into the heads: gone before anything moves
        std::vector<std::optional<Message>> reasons = CorrelationCheck(rules, directory).settle();
        for (std::size_t i = 0; i < reasons.size(); ++i) {
            std::optional<Message>& reason = reasons[i];
            if (!reason) continue;
            refused[i] = true;
            add_problem(rules, rules.correlations[i].head, std::move(*reason), true);
        }
        settle_reporting(rules, directory, refused);
    }
    std::vector<Correlation> kept;
    for (std::size_t i = 0; i < refused.size(); ++i) {
        if (!refused[i]) kept.push_back(std::move(rules.correlations[i]));
    }
    rules.correlations = std::move(kept);
}

}  // namespace xiezhi::rules
