#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/bytes.h"

namespace xiezhi::regf {

/// An entry of an access control list. Views into the descriptor.
struct Ace {
    std::uint8_t type = 0;   // 0 allowed, 1 denied; others carry more than mask and SID
    std::uint8_t flags = 0;  // inheritance
    std::uint32_t mask = 0;
    Bytes sid{};  // empty when the type has another layout
};

/// A self-relative security descriptor. Source: [MS-DTYP] 2.4.4, 2.4.5, 2.4.6.
struct SecurityDescriptor {
    std::uint16_t control = 0;
    Bytes owner;  // SID; empty: none
    Bytes group;
    bool has_dacl = false;  // none at all: everybody may do everything
    std::vector<Ace> dacl;
    bool damaged = false;  // the list could not be read to its end
};

/// Nothing when the head does not fit.
[[nodiscard]] std::optional<SecurityDescriptor> parse_security(Bytes bytes);

/// SDDL (without the system list): `O:BA`-like parts with SIDs written out, rights as hex.
void append_sddl(std::string& out, const SecurityDescriptor& descriptor);

}  // namespace xiezhi::regf
