#include "xiezhi/schema/software.h"

#include <algorithm>

#include "xiezhi/schema/host.h"
#include "xiezhi/schema/software_tables.h"

namespace xiezhi::schema {
namespace {

/// The number that `version` begins with; the rest stays.
std::uint64_t next_number(std::string_view& version) noexcept {
    constexpr std::uint64_t kLargest = 1ULL << 40U;
    std::uint64_t number = 0;
    while (!version.empty() && version.front() >= '0' && version.front() <= '9') {
        number =
            std::min(number * 10 + static_cast<std::uint64_t>(version.front() - '0'), kLargest);
        version.remove_prefix(1);
    }
    const std::size_t dot = version.find('.');
    version.remove_prefix(dot == std::string_view::npos ? version.size() : dot + 1);
    return number;
}

}  // namespace

std::string_view end_of_life(std::uint32_t build, std::string_view kind) noexcept {
    std::string_view day;
    for (const WindowsBuild& row : kWindowsBuilds) {
        if (row.build != build) continue;
        if (row.kind == kind) return row.end_of_life;
        if (row.kind == "client" && kind == "enterprise") day = row.end_of_life;
    }
    return day;
}

std::span<const WindowsHole> windows_holes() noexcept {
    return kWindowsHoles;
}

std::span<const Product> products() noexcept {
    return kProducts;
}

int compare_versions(std::string_view a, std::string_view b) noexcept {
    while (!a.empty() || !b.empty()) {
        const std::uint64_t in_a = next_number(a);
        const std::uint64_t in_b = next_number(b);
        if (in_a != in_b) return in_a < in_b ? -1 : 1;
    }
    return 0;
}

bool is_version_of(const Product& product, std::string_view name,
                   std::string_view version) noexcept {
    const bool named = std::ranges::any_of(
        product.names, [&](std::string_view pattern) { return path_match(pattern, name); });
    if (!named) return false;
    const bool limited = !product.from.empty() || !product.below.empty();
    if (limited && (version.empty() || version.front() < '0' || version.front() > '9'))
        return false;
    if (!product.from.empty() && compare_versions(version, product.from) < 0) return false;
    return product.below.empty() || compare_versions(version, product.below) < 0;
}

bool is_usual_root(std::string_view subject, std::string_view thumbprint) noexcept {
    return std::ranges::any_of(kUsualRoots, [&](const UsualRoot& root) {
        return root.subject == subject &&
               (root.thumbprint.empty() || root.thumbprint == thumbprint);
    });
}

std::span<const WeakPassword> weak_passwords() noexcept {
    return kWeakPasswords;
}

bool is_data_place(std::string_view path) noexcept {
    return std::ranges::any_of(kDataPlaces,
                               [&](std::string_view pattern) { return path_match(pattern, path); });
}

}  // namespace xiezhi::schema
