#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "xiezhi/base/bytes.h"

/// Whether an account of a SAM has one of a few passwords. A hash is compared and forgotten;
/// nothing of it goes into a document. Sources: [MS-SAMR] 2.2.11.1 (DES by RID), impacket
/// (secretsdump) for the layouts of SAM_KEY_DATA and SAM_HASH, old and AES.
namespace xiezhi::sam {

using Key16 = std::array<std::byte, 16>;

/// From the class names of Control\Lsa\{JD, Skew1, GBG, Data} of the SYSTEM hive, in this order.
[[nodiscard]] std::optional<Key16> boot_key(const std::array<std::string_view, 4>& class_names);

/// The key of the accounts, from value `F` of Domains\Account. Nothing when the boot key is of
/// another host, as far as the layout lets one tell.
[[nodiscard]] std::optional<Key16> account_key(Bytes domain_f, const Key16& boot);

/// What value `V` of Users\<RID> keeps for a password.
struct StoredPassword {
    bool empty = false;  // no hash, or that of no text
    Key16 hash{};
};
/// Nothing when the value cannot be read.
[[nodiscard]] std::optional<StoredPassword> stored_password(Bytes v, std::uint32_t rid,
                                                            const Key16& key);

/// The value keeps no hash at all: told without a key.
[[nodiscard]] bool has_no_password(Bytes v) noexcept;

/// MD4 of the password as UTF-16LE.
[[nodiscard]] Key16 nt_hash(std::string_view password);

}  // namespace xiezhi::sam
