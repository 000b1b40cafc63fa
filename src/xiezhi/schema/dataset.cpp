#include "xiezhi/schema/dataset.h"

#include <algorithm>

namespace xiezhi::schema {

std::span<const DatasetRow> datasets() noexcept {
    return kDatasets;
}

const DatasetRow& row_of(Dataset dataset) noexcept {
    return datasets()[static_cast<std::size_t>(dataset)];
}

std::optional<Dataset> find_dataset(std::string_view name) noexcept {
    const auto found = std::ranges::find(datasets(), name, &DatasetRow::name);
    if (found == datasets().end()) return std::nullopt;
    return static_cast<Dataset>(found - datasets().begin());
}

const StateFieldRow& row_of(StateField field) noexcept {
    return std::span(kStateFields)[static_cast<std::size_t>(field)];
}

std::string_view name_of(StateField field) noexcept {
    return row_of(field).name;
}

}  // namespace xiezhi::schema
