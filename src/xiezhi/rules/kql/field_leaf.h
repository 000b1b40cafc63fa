#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "xiezhi/base/message.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/kql/tree.h"
#include "xiezhi/rules/predicate.h"
#include "xiezhi/schema/ecs_type.h"

namespace xiezhi::rules::kql {

/// A field as the record's document has it, and how it is indexed.
struct TypedField {
    std::string name;
    schema::EcsType type = schema::EcsType::Keyword;
    std::uint32_t units_max = 0;
};

/// `file.path.text` is the analysed text of file.path.
[[nodiscard]] TypedField typed_field(std::string_view name, const schema::EcsField& known);

using NodeOrMessage = std::variant<Node, Message>;

/// `field:value`. A message when a cluster would refuse it for a field of this type.
[[nodiscard]] NodeOrMessage is_leaf(const TypedField& field, const Literal& value, FileTime now);

/// `field < value` and its like.
[[nodiscard]] NodeOrMessage range_leaf(const TypedField& field, CompareOp op,
                                       const std::string& value, FileTime now);

[[nodiscard]] Node exists_leaf(const TypedField& field);

/// The texts of filters and exceptions: exactly this value, all of it; words of analysed fields in
/// a row.
[[nodiscard]] NodeOrMessage phrase_leaf(const TypedField& field, const std::string& value,
                                        FileTime now);

}  // namespace xiezhi::rules::kql
