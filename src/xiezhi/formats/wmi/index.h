#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/damage.h"
#include "xiezhi/formats/wmi/mapping.h"
#include "xiezhi/formats/wmi/pages.h"

namespace xiezhi::wmi {

/// Where a record stands in OBJECTS.DATA: the end of many keys (`….4711.815.208`).
struct RecordLocation {
    std::uint32_t page = 0;  // logical
    std::uint32_t id = 0;
    std::uint32_t size = 0;
    bool operator==(const RecordLocation&) const = default;
};
[[nodiscard]] std::optional<RecordLocation> location_of(std::string_view key);

/// One page of INDEX.BTR, a B-tree of texts.
struct IndexPage {
    std::uint32_t signature = 0;
    std::uint32_t logical = 0;
    std::uint32_t root = 0;
    std::vector<std::string> keys;        // parts joined with a backslash
    std::vector<std::uint32_t> children;  // one more than keys; 0 and all ones: none
};
inline constexpr std::uint32_t kActivePage = 0xaccc;

/// Nothing: the page is damaged.
[[nodiscard]] std::optional<IndexPage> parse_index_page(Bytes page);

/// Calls `sink` for each key in their order until it returns false. Pages that cannot be read are
/// told; each page is read once, whatever the children say.
using KeySink = std::function<bool(const std::string& key)>;
void walk_index(Pages& pages, const PageMap& map, const KeySink& sink, const DamageSink& damages);

}  // namespace xiezhi::wmi
