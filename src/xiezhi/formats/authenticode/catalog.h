#pragma once

#include "xiezhi/formats/authenticode/signature.h"

namespace xiezhi::authenticode {

inline constexpr std::uint64_t kCatalogSizeMax = 64U << 20U;  // bytes
inline constexpr std::size_t kMembersMax = 1'000'000;

/// One file that a catalog vouches for.
struct CatalogMember {
    DigestValue digest;  // of a program without what a signature leaves out, of others whole
    std::string name;    // as the catalog's maker put it down; mostly absent
};

/// A signature catalog: a certificate trust list of file digests, signed.
struct Catalog {
    std::optional<FileTime> made;
    Signature signature;  // `digest` and `computed` stay empty: the list itself is what is signed
    std::vector<CatalogMember> members;
};

/// Source: Microsoft, "Certificate Trust List Overview" and "Catalog Files and Digital Signatures";
/// docs/formats/authenticode.md.
[[nodiscard]] Result<Catalog> read_catalog(const ByteSource& source, const TrustAnchors& anchors,
                                           const DamageSink& damages);

}  // namespace xiezhi::authenticode
