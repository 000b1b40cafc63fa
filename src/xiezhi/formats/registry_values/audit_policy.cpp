#include "xiezhi/formats/registry_values/audit_policy.h"

#include <numeric>

#include "xiezhi/base/cursor.h"

namespace xiezhi::audit_policy {
namespace {

constexpr std::uint16_t kSettingMax = kSuccess | kFailure;
constexpr std::size_t kHeaderSize = 12;
constexpr std::size_t kOldCategoriesMin = 7;  // NT 4; XP and 2003 have nine

/// Vista and later: u32 0x100, u32 categories, u32 offset of their counts; from 12 on one u16 a
/// subcategory, and one more that says nothing; at the offset one u16 a category.
std::optional<Policy> parse_subcategories(Bytes value) {
    Cursor in(value);
    in.take(4);
    const auto categories = in.read<std::uint32_t>();
    const auto counts_at = in.read<std::uint32_t>();
    if (!in.ok() || categories == 0 || categories > kCategoriesMax || counts_at < kHeaderSize ||
        counts_at > value.size() || value.size() - counts_at != 2 * std::size_t{categories}) {
        return std::nullopt;
    }
    std::vector<std::size_t> counts;
    Cursor footer(value.subspan(counts_at));
    for (std::uint32_t i = 0; i < categories; ++i) counts.push_back(footer.read<std::uint16_t>());
    const std::size_t all = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
    if (all == 0 || all > (counts_at - kHeaderSize) / 2) return std::nullopt;
    Policy policy;
    for (const std::size_t count : counts) {
        if (count > kSubcategoriesMax) return std::nullopt;
        std::vector<std::uint16_t>& settings = policy.categories.emplace_back();
        for (std::size_t i = 0; i < count; ++i) {
            settings.push_back(in.read<std::uint16_t>());
            if (settings.back() > kSettingMax) return std::nullopt;
        }
    }
    return policy;
}

/// NT 4 to 2003: u8 whether anything is audited, three bytes without meaning, one u32 a category,
/// and their number as u32.
std::optional<Policy> parse_categories(Bytes value) {
    if (value.size() % 4 != 0 || value.size() < 4 * (kOldCategoriesMin + 2)) return std::nullopt;
    const std::size_t categories = value.size() / 4 - 2;
    if (categories > kCategoriesMax) return std::nullopt;
    Cursor in(value);
    Policy policy{.enabled = in.read<std::uint8_t>() != 0, .by_category = true, .categories = {}};
    in.take(3);
    for (std::size_t i = 0; i < categories; ++i) {
        const auto setting = in.read<std::uint32_t>();
        if (setting > kSettingMax) return std::nullopt;
        policy.categories.push_back({static_cast<std::uint16_t>(setting)});
    }
    if (in.read<std::uint32_t>() != categories) return std::nullopt;
    return policy;
}

}  // namespace

std::optional<Policy> parse(Bytes value) {
    auto policy = parse_subcategories(value);
    return policy ? policy : parse_categories(value);
}

}  // namespace xiezhi::audit_policy
