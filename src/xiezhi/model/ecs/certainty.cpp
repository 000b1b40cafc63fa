#include "xiezhi/model/ecs/certainty.h"

#include <algorithm>

#include "xiezhi/base/text.h"
#include "xiezhi/model/ecs/head.h"

namespace xiezhi::ecs {
namespace {

using schema::ecs::Operand;
using schema::ecs::Rule;
using schema::ecs::Transform;

/// Facts of the head that channel, provider and event id decide.
constexpr std::string_view kDecided[] = {"channel", "provider", "event_id", "dataset", "module"};

bool is_decided(const Rule& rule) {
    if (rule.transform == Transform::Constant) return true;
    return rule.transform == Transform::Head &&
           std::ranges::find(kDecided, rule.parameter) != std::ranges::end(kDecided);
}

// NOLINTNEXTLINE(misc-no-recursion): fields are made of fields, never in a circle
bool is_possible(const Plan& plan, std::uint16_t field) {
    return std::ranges::any_of(plan.rules_of(field), [&](const Rule* rule) {
        if (rule->operands.empty()) return true;  // Head
        return std::ranges::any_of(rule->operands, [&](const Operand& operand) {
            return operand.kind != Operand::Kind::Field || is_possible(plan, operand.number);
        });
    });
}

void add_decided(const Rule& rule, const EventHead& facts, const schema::ecs::SourceRow& source,
                 std::vector<std::string>& out) {
    if (rule.transform == Transform::Head) return head(facts, source, rule.parameter, out);
    for (const Operand& operand : rule.operands) out.emplace_back(operand.text);
}

}  // namespace

Certainty Certainties::of(std::string_view channel, std::string_view provider,
                          std::uint32_t event_id, const Field& field) {
    if (field.index == Field::kNotInTables) {
        const bool is_native = field.name.starts_with("winlog.event_data.") ||
                               field.name.starts_with("winlog.user_data.");
        return {.is_possible = is_native, .is_constant = false, .values = {}};
    }
    const auto& source = schema::ecs::source_of(channel, provider);
    const std::lock_guard lock(mutex_);
    const Plan& plan = plans_.plan(source.source, event_id);
    const auto rules = plan.rules_of(field.index);
    Certainty out{.is_possible = is_possible(plan, field.index) ||
                                 field.name.starts_with("winlog.event_data."),
                  .is_constant = false,
                  .values = {}};
    const auto may_add = [&](const Rule* rule) {
        return rule->adds && std::ranges::any_of(rule->operands, [&](const Operand& operand) {
                   return operand.kind != Operand::Kind::Field || is_possible(plan, operand.number);
               });
    };
    if (rules.empty() || !is_decided(*rules.front())) return out;
    if (std::ranges::any_of(rules.subspan(1), may_add)) return out;
    EventHead facts;
    facts.channel = channel;
    facts.provider = provider;
    facts.event_id = event_id;
    add_decided(*rules.front(), facts, source, out.values);
    out.is_constant = !out.values.empty();
    for (std::string& value : out.values) {
        if (field.is_caseless) value = folded(value);
    }
    return out;
}

}  // namespace xiezhi::ecs
