#pragma once

#include <cstdint>
#include <string>

#include "xiezhi/readers/command.h"

namespace xiezhi::readers {

/// `own_process`, `kernel_driver` …: value Type of a service.
[[nodiscard]] const char* service_type_name(std::uint64_t type) noexcept;
/// `auto`, `demand` …: value Start.
[[nodiscard]] const char* service_start_name(std::uint64_t start) noexcept;
[[nodiscard]] bool is_driver_type(std::uint64_t type) noexcept;

/// What the value ImagePath names, as a full path; a driver without one has a place of its own.
[[nodiscard]] std::string driver_path(const std::string& name, const std::string& image,
                                      const HostPaths& paths);

}  // namespace xiezhi::readers
