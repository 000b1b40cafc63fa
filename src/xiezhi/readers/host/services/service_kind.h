#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xiezhi/formats/regf/key.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/command.h"

namespace xiezhi::readers {

/// `own_process`, `kernel_driver` …: value Type of a service.
[[nodiscard]] const char* service_type_name(std::uint64_t type) noexcept;
/// `auto`, `demand` …: value Start.
[[nodiscard]] const char* service_start_name(std::uint64_t start) noexcept;
[[nodiscard]] bool is_driver_type(std::uint64_t type) noexcept;

/// The Type that is meant where the value is not there: a process of its own.
inline constexpr std::uint64_t kUsualServiceType = 0x10;

/// What the key of a service says, wherever it was found.
struct ServiceFacts {
    std::string name;
    std::string display_name;
    std::string description;
    std::string account;
    std::optional<std::uint64_t> type{};
    std::optional<std::uint64_t> start{};
};
/// Sets the fields service.* of these facts.
void describe_service(State& state, const ServiceFacts& facts);

/// The value ServiceDll of a service that svchost.exe runs: below Parameters, or in the key itself.
struct ServiceDll {
    regf::KeyValue value;
    bool below_parameters = false;
};
[[nodiscard]] std::optional<ServiceDll> service_dll(const regf::Key& service);

/// What the value ImagePath names, as a full path; a driver without one has a place of its own.
[[nodiscard]] std::string driver_path(const std::string& name, const std::string& image,
                                      const HostPaths& paths);

}  // namespace xiezhi::readers
