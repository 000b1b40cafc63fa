#include "xiezhi/model/ecs/plan.h"

#include <algorithm>

namespace xiezhi::ecs {
namespace {

using schema::ecs::Operand;
using schema::ecs::Rule;

/// No event has it: for all that no rule tells from others.
constexpr std::uint32_t kUnknownEvent = 0xffff'ffff;

}  // namespace

Plan::Plan(std::uint32_t source, std::uint32_t event_id) {
    for (const Rule& rule : schema::ecs::rules()) {
        if (!rule.is_for(source, event_id)) continue;
        if (rule.field == schema::ecs::kMoved) {
            add_moves(rule);
        } else {
            rules_.push_back(&rule);
        }
    }
    std::ranges::stable_sort(moves_, {}, &Move::native);
    std::ranges::stable_sort(rules_, {}, [](const Rule* rule) { return rule->field; });
    const std::size_t count = schema::ecs::fields().size();
    std::size_t at = 0;
    for (std::size_t field = 0; field <= count; ++field) {
        while (at < rules_.size() && rules_[at]->field < field) ++at;
        begins_.push_back(static_cast<std::uint32_t>(at));
    }
}

void Plan::add_moves(const Rule& rule) {
    std::optional<std::uint16_t> condition;
    for (const Operand& operand : rule.operands) {
        if (operand.kind == Operand::Kind::Field) condition = operand.number;
    }
    for (const Operand& operand : rule.operands) {
        if (operand.kind == Operand::Kind::Field) continue;
        moves_.push_back({schema::ecs::natives()[operand.number].name, condition});
    }
}

std::span<const Plan::Move> Plan::moves_of(std::string_view native) const noexcept {
    return std::ranges::equal_range(moves_, native, {}, &Move::native);
}

std::span<const Rule* const> Plan::rules_of(std::uint16_t field) const noexcept {
    const std::span<const Rule* const> all(rules_);
    return all.subspan(begins_[field], begins_[field + std::size_t{1}] - begins_[field]);
}

const Plan& Plans::plan(std::uint32_t source, std::uint32_t event_id) {
    const std::pair asked(source, event_id);
    if (last_ != nullptr && last_key_ == asked) return *last_;
    auto found = plans_.find(asked);
    if (found == plans_.end()) {
        const std::pair key(
            source, schema::ecs::is_known_event(source, event_id) ? event_id : kUnknownEvent);
        found = plans_.try_emplace(key, key.first, key.second).first;
    }
    last_ = &found->second;
    last_key_ = asked;
    return *last_;
}

}  // namespace xiezhi::ecs
