#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/record_fields.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::hunt {

struct BaseHit;

/// Who asks for whom: which correlations need the hits of a rule or the firing of a correlation, in
/// which of their slots, and with which fields. Immutable.
class RelatePlan {
public:
    explicit RelatePlan(const rules::RuleSet& rules);  // `rules` must outlive it

    struct User {
        std::uint32_t correlation = 0;
        std::uint32_t slot = 0;
    };
    [[nodiscard]] bool empty() const noexcept { return rules_.correlations.empty(); }
    [[nodiscard]] const std::vector<User>& users_of_rule(std::uint32_t rule) const {
        return rule_users_[rule];
    }
    [[nodiscard]] const std::vector<User>& users_of_correlation(std::uint32_t index) const {
        return correlation_users_[index];
    }
    /// Correlations, those that others need first. What refers to something unknown or to itself in
    /// a circle is in none of them.
    [[nodiscard]] const std::vector<std::uint32_t>& order() const noexcept { return order_; }
    [[nodiscard]] const std::vector<std::uint32_t>& refused() const noexcept { return refused_; }

    /// The field of an event in this slot that a group-by name means: an alias, or the name.
    [[nodiscard]] static std::string group_field(const rules::Correlation& correlation,
                                                 std::uint32_t slot, const std::string& name);

    [[nodiscard]] const rules::RuleSet& rules() const noexcept { return rules_; }

private:
    void settle_order();

    const rules::RuleSet& rules_;
    std::vector<std::vector<User>> rule_users_;
    std::vector<std::vector<User>> correlation_users_;
    std::vector<std::uint32_t> unknown_;  // references of each correlation that nobody answers to
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> refused_;
};

/// Takes what correlations need out of records; one per thread. Fields go by the names that rules
/// use, also where an equivalent source serves them.
class BaseExtractor {
public:
    explicit BaseExtractor(const RelatePlan& plan);
    BaseExtractor(const BaseExtractor&) = delete;
    BaseExtractor& operator=(const BaseExtractor&) = delete;
    BaseExtractor(BaseExtractor&&) = delete;
    BaseExtractor& operator=(BaseExtractor&&) = delete;
    ~BaseExtractor();

    /// Appends one BaseHit for each correlation that asks for this rule and whose group-by fields
    /// the record has.
    void extract(const Event& event, const rules::Hit& hit, std::vector<BaseHit>& out);

private:
    /// Values of named fields through one field map; rebuilt when a new name is asked for.
    struct Reader;
    [[nodiscard]] Reader& reader_for(const Event& event, const rules::Hit& hit);

    const RelatePlan& plan_;
    std::map<const schema::FieldMap*, std::unique_ptr<Reader>> readers_;
};

}  // namespace xiezhi::hunt
