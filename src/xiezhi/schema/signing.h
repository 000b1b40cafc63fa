#pragma once

#include <span>
#include <string_view>

namespace xiezhi::schema {

/// A root under which signers of programs are certified.
struct SigningRoot {
    std::string_view name;
    std::string_view sha256;       // of the certificate, lower-case hex
    std::string_view certificate;  // DER
};
[[nodiscard]] std::span<const SigningRoot> signing_roots() noexcept;

/// Common names of roots that count in test mode alone; `*` at the end: any rest.
[[nodiscard]] std::span<const std::string_view> test_roots() noexcept;

}  // namespace xiezhi::schema
