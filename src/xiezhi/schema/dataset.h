#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "xiezhi/schema/dataset_tables.h"

namespace xiezhi::schema {

/// A dataset's row: its name, the channel under which rules are bound to its documents, and its
/// fields (of every document first).
[[nodiscard]] const DatasetRow& row_of(Dataset dataset) noexcept;
[[nodiscard]] std::span<const DatasetRow> datasets() noexcept;
[[nodiscard]] std::optional<Dataset> find_dataset(std::string_view name) noexcept;

[[nodiscard]] const StateFieldRow& row_of(StateField field) noexcept;
[[nodiscard]] std::string_view name_of(StateField field) noexcept;

/// Channels of documents begin with this; no event log has such a name.
inline constexpr std::string_view kStateChannel = "xiezhi/state/";

[[nodiscard]] constexpr bool is_state_channel(std::string_view channel) noexcept {
    return channel.starts_with(kStateChannel);
}

}  // namespace xiezhi::schema
