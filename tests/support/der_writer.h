#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xiezhi::testing {

/// An element of ASN.1 in DER; contents of up to 64 KiB.
[[nodiscard]] std::string der(std::uint8_t tag, std::string_view content);

/// The inside of a certificate trust list with one member, a SHA-256 digest.
[[nodiscard]] std::string trust_list(std::string_view digest);

/// A signature catalog with that list, which nobody signed.
[[nodiscard]] std::string catalog_file(std::string_view digest);

/// A certificate that names itself as its issuer. Its key and its signature are no more than bytes.
[[nodiscard]] std::string certificate_file(std::string_view common_name, std::uint8_t serial);

}  // namespace xiezhi::testing
