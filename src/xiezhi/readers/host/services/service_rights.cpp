#include "xiezhi/readers/host/services/service_rights.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "xiezhi/base/value.h"
#include "xiezhi/formats/regf/security.h"

namespace xiezhi::readers {
namespace {

constexpr std::uint8_t kAllowed = 0;
constexpr std::uint8_t kDenied = 1;

std::string sid_text(Bytes sid) {
    std::string text;
    append_text(text, Value{ValueType::Sid, sid});
    return text;
}

/// Adds those of `whom` that an entry of the type is about, when it has one of the rights.
void add_holders(const regf::SecurityDescriptor& descriptor, std::uint8_t type,
                 std::uint32_t rights, std::span<const std::string_view> whom,
                 std::vector<std::string>& holders) {
    constexpr std::uint8_t kInheritOnly = 0x08;
    for (const regf::Ace& ace : descriptor.dacl) {
        const bool counts = ace.type == type && (ace.flags & kInheritOnly) == 0;
        if (!counts || (ace.mask & rights) == 0 || ace.sid.empty()) continue;
        std::string sid = sid_text(ace.sid);
        const bool asked = std::ranges::count(whom, std::string_view(sid)) > 0;
        if (asked && std::ranges::count(holders, sid) == 0) holders.push_back(std::move(sid));
    }
}

/// The descriptor that the service manager goes by.
std::optional<regf::KeyValue> descriptor_value(const regf::Key& service) {
    const auto security = service.subkey("Security");
    return security ? security->value("Security") : std::nullopt;
}

}  // namespace

std::vector<std::string> service_writers(const regf::Key& service) {
    // SERVICE_CHANGE_CONFIG, WRITE_DAC, WRITE_OWNER, GENERIC_WRITE, GENERIC_ALL.
    constexpr std::uint32_t kDangerous =
        0x0002U | 0x00040000U | 0x00080000U | 0x40000000U | 0x10000000U;
    constexpr auto kEverybody = std::to_array<std::string_view>(
        {"S-1-1-0", "S-1-5-11", "S-1-5-32-545", "S-1-5-32-546", "S-1-5-7", "S-1-5-4"});
    std::vector<std::string> who;
    const auto value = descriptor_value(service);
    if (!value) return who;
    std::vector<std::byte> room;
    const auto descriptor = regf::parse_security(value->data(room).bytes);
    if (descriptor) add_holders(*descriptor, kAllowed, kDangerous, kEverybody, who);
    return who;
}

std::vector<std::string> service_hidden_from(const regf::Key& service) {
    // SERVICE_QUERY_STATUS and GENERIC_READ; KEY_QUERY_VALUE, KEY_ENUMERATE_SUB_KEYS, GENERIC_READ.
    constexpr std::uint32_t kSeeService = 0x0004U | 0x80000000U;
    constexpr std::uint32_t kSeeKey = 0x0001U | 0x0008U | 0x80000000U;
    // Everyone, interactive and authenticated users, services, users, administrators, the system.
    constexpr auto kLookers = std::to_array<std::string_view>(
        {"S-1-1-0", "S-1-5-4", "S-1-5-11", "S-1-5-6", "S-1-5-32-545", "S-1-5-32-544", "S-1-5-18"});
    std::vector<std::string> who;
    if (const auto value = descriptor_value(service)) {
        std::vector<std::byte> room;
        const auto descriptor = regf::parse_security(value->data(room).bytes);
        if (descriptor) add_holders(*descriptor, kDenied, kSeeService, kLookers, who);
    }
    if (const auto descriptor = regf::parse_security(service.security())) {
        add_holders(*descriptor, kDenied, kSeeKey, kLookers, who);
    }
    return who;
}

}  // namespace xiezhi::readers
