#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "xiezhi/base/bytes.h"

/// The unnamed value of HKLM\SECURITY\Policy\PolAdtEv: what is written into the Security log.
/// Layout: the header of Vista and later describes itself; the order of the subcategories stands in
/// schema/audit.tsv. Sources: kazamiya.net, "PolAdtEv structure"; Microsoft KB 246120 (NT 4).
namespace xiezhi::audit_policy {

inline constexpr std::uint16_t kSuccess = 1;
inline constexpr std::uint16_t kFailure = 2;

inline constexpr std::size_t kCategoriesMax = 16;
inline constexpr std::size_t kSubcategoriesMax = 64;  // of one category

struct Policy {
    bool enabled = true;       // before Vista one switch was above all categories
    bool by_category = false;  // before Vista: each category has one setting
    /// Settings of the subcategories of each category, in the order of the value: kSuccess,
    /// kFailure, both or none.
    std::vector<std::vector<std::uint16_t>> categories;
};

/// Nothing when the counts, offsets and the size do not agree, or a setting is none.
[[nodiscard]] std::optional<Policy> parse(Bytes value);

}  // namespace xiezhi::audit_policy
