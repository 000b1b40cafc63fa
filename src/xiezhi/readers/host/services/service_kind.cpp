#include "xiezhi/readers/host/services/service_kind.h"

#include <array>

namespace xiezhi::readers {

// Windows SDK, winnt.h: SERVICE_* types and SERVICE_*_START.
const char* service_type_name(std::uint64_t type) noexcept {
    constexpr std::uint64_t kInteractive = 0x100;
    switch (type & ~kInteractive) {
        case 0x01:
            return "kernel_driver";
        case 0x02:
            return "file_system_driver";
        case 0x08:
            return "recognizer_driver";
        case 0x10:
            return "own_process";
        case 0x20:
            return "share_process";
        case 0x50:
        case 0x60:
            return "user_template";
        case 0xd0:
        case 0xe0:
            return "user_instance";
        default:
            return "other";
    }
}

const char* service_start_name(std::uint64_t start) noexcept {
    constexpr std::array kNames = {"boot", "system", "auto", "demand", "disabled"};
    return start < kNames.size() ? kNames[start] : "other";
}

bool is_driver_type(std::uint64_t type) noexcept {
    return type == 1 || type == 2 || type == 8;
}

void describe_service(State& state, const ServiceFacts& facts) {
    const std::uint64_t type = facts.type.value_or(kUsualServiceType);
    state.set(StateField::ServiceName, facts.name);
    state.set(StateField::ServiceDisplayName, facts.display_name);
    state.set(StateField::ServiceDescription, facts.description);
    state.set(StateField::ServiceAccount, facts.account);
    state.set(StateField::ServiceKind, is_driver_type(type) ? "driver" : "service");
    state.set(StateField::ServiceType, service_type_name(type));
    if (facts.start) state.set(StateField::ServiceStart, service_start_name(*facts.start));
}

std::optional<ServiceDll> service_dll(const regf::Key& service) {
    constexpr std::string_view kName = "ServiceDll";
    const auto parameters = service.subkey("Parameters");
    if (const auto value = parameters ? parameters->value(kName) : std::nullopt) {
        return ServiceDll{*value, true};
    }
    if (const auto value = service.value(kName)) return ServiceDll{*value, false};
    return std::nullopt;
}

std::string driver_path(const std::string& name, const std::string& image, const HostPaths& paths) {
    return full_path(image.empty() ? "System32\\drivers\\" + name + ".sys" : image, paths);
}

}  // namespace xiezhi::readers
