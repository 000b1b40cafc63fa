#pragma once

#include <map>
#include <set>

#include "xiezhi/formats/authenticode/signature.h"

namespace xiezhi::authenticode {

/// The digests of a program as signatures and catalogs take them: without checksum, certificate
/// entry and certificate table; without such a table filled up with zeros to eight bytes. Fed with
/// all bytes of the file in order, in pieces of any size.
class ImageDigests {
public:
    ImageDigests(const Layout& layout, const std::set<DigestKind>& kinds);
    void update(Bytes bytes);
    [[nodiscard]] std::map<DigestKind, DigestValue> finish();

private:
    struct Gap {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };
    void add(Bytes bytes);

    std::vector<Gap> gaps_;  // in order, not overlapping
    std::map<DigestKind, Digest> digests_;
    std::uint64_t position_ = 0;
    bool signed_ = false;
    std::size_t gap_ = 0;
};

/// The kinds that these signatures need, and those of catalogs: SHA-1 and SHA-256.
[[nodiscard]] std::set<DigestKind> digest_kinds(const std::vector<Signature>& signatures);

}  // namespace xiezhi::authenticode
