#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xiezhi::hunt::ioc {

/// What an indicator names, and so where it can be met.
enum class Kind : std::uint8_t {
    Address,   // v4 or v6
    Network,   // CIDR
    Domain,    // it and what is below it
    Url,       // from the host on, without fragment and last slash
    Hash,      // MD5, SHA-1, SHA-256 or SHA-512
    FileName,  // last part of a path
    FilePath,  // full Windows path with its drive
    PathTail,  // the end of a path, from one of its parts on
    Registry,  // a key, or a value by its full path; without the root
};
inline constexpr std::size_t kKinds = 9;

/// address, network … registry.
[[nodiscard]] std::string_view kind_name(Kind kind) noexcept;

/// An indicator in the form in which texts of the evidence are looked up: folded, and as the
/// normalisers below write it.
struct Indicator {
    Kind kind = Kind::Domain;
    std::string key;
};

/// Why a text is no indicator that could be used.
enum class Unusable : std::uint8_t {
    NotUnderstood,
    TooGeneral,  // every host has it: private addresses, names of Windows' own programs
};

struct Classified {
    std::optional<Indicator> indicator;
    Unusable reason = Unusable::NotUnderstood;  // without an indicator
};

/// What a text of a list means, as its look tells; `hxxp://a[.]b` counts as `http://a.b`.
[[nodiscard]] Classified classify(std::string_view text);

/// The same where the list says which kind it is (a column, a STIX object path, a MISP type).
[[nodiscard]] Classified classify_as(Kind kind, std::string_view text);

/// What is looked up of a URL that begins at its host; `url` is folded.
[[nodiscard]] std::string_view url_key(std::string_view url) noexcept;

/// A folded registry path without its root, `ControlSet001` as `currentcontrolset`; empty when
/// `path` does not begin with a root.
[[nodiscard]] std::string registry_key(std::string_view path);

}  // namespace xiezhi::hunt::ioc
