#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "xiezhi/rules/record_fields.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {

/// Numbers of the fields that the rules of one program ask for.
class FieldTable {
public:
    /// `map`: how the source calls the rule's fields.
    std::uint32_t index(const std::string& name, const schema::FieldMap* map);

    [[nodiscard]] const std::vector<FieldPlan>& plans() const noexcept { return plans_; }

private:
    std::vector<FieldPlan> plans_;
    std::map<std::pair<std::string, const schema::FieldMap*>, std::uint32_t> numbers_;
};

}  // namespace xiezhi::rules
