#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace xiezhi::schema {

/// Until when a build of Windows is supported (schema/windows_builds.tsv).
struct WindowsBuild {
    std::uint32_t build = 0;
    std::string_view kind;         // client, enterprise, ltsc, server
    std::string_view end_of_life;  // `2020-01-14`
};
/// The day for a build of this kind; a kind without a row of its own counts as `client`. Empty: the
/// table does not know.
[[nodiscard]] std::string_view end_of_life(std::uint32_t build, std::string_view kind) noexcept;

/// A hole of Windows and what closes it (schema/windows_holes.tsv).
struct WindowsHole {
    std::uint32_t build = 0;
    std::uint32_t revision = 0;  // closed from this one on
    std::string_view hole;
    std::string_view role;                      // `dc`: only of domain controllers
    std::span<const std::string_view> updates;  // KB numbers, each of which closes it
};
[[nodiscard]] std::span<const WindowsHole> windows_holes() noexcept;

/// Versions of a program that are too old (schema/products.tsv).
struct Product {
    std::span<const std::string_view> names;  // patterns, folded
    std::string_view from;                    // versions; empty: no limit
    std::string_view below;
    std::string_view end_of_life;
    std::string_view since;  // counts for evidence that is newer
    std::span<const std::string_view> holes;
};
[[nodiscard]] std::span<const Product> products() noexcept;
/// By name, folded, and version.
[[nodiscard]] bool is_version_of(const Product& product, std::string_view name,
                                 std::string_view version) noexcept;
/// Numbers between dots, compared one by one; what is missing counts as 0. Less than 0: a is older.
[[nodiscard]] int compare_versions(std::string_view a, std::string_view b) noexcept;

/// A root certificate that Windows comes with (schema/root_certificates.tsv).
struct UsualRoot {
    std::string_view subject;
    std::string_view thumbprint;  // empty: not known
};
[[nodiscard]] bool is_usual_root(std::string_view subject, std::string_view thumbprint) noexcept;

/// A password that is tried first (schema/weak_passwords.tsv).
struct WeakPassword {
    std::string_view password;  // may hold `{account}` or `{host}`
    std::string_view kind;
};
[[nodiscard]] std::span<const WeakPassword> weak_passwords() noexcept;

/// Large data are usual in this key (schema/data_places.tsv). `path`: folded, from the root on.
[[nodiscard]] bool is_data_place(std::string_view path) noexcept;

}  // namespace xiezhi::schema
