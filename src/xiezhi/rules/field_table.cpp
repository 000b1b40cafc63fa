#include "xiezhi/rules/field_table.h"

#include "xiezhi/schema/ecs_type.h"

namespace xiezhi::rules {

std::uint32_t FieldTable::index(const std::string& name, const schema::FieldMap* map) {
    const bool native = !schema::is_ecs(map);
    if (native && (name.empty() || schema::is_system_field(name)))
        map = nullptr;  // the same in every source
    const auto [at, is_new] =
        numbers_.try_emplace({name, map}, static_cast<std::uint32_t>(plans_.size()));
    if (is_new) plans_.push_back(plan_field(name, map));
    return at->second;
}

}  // namespace xiezhi::rules
