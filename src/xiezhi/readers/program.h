#pragma once

#include <map>

#include "xiezhi/formats/authenticode/catalog.h"
#include "xiezhi/formats/pe/content.h"
#include "xiezhi/readers/file_hashes.h"

namespace xiezhi::readers {

/// The roots of schema/signing_roots.tsv and schema/test_roots.tsv.
[[nodiscard]] const authenticode::TrustAnchors& known_roots();

/// Which file a program is, and who signed it.
struct Program {
    FileHashes hashes;
    pe::Image image;
    pe::Content content;
    std::map<DigestKind, DigestValue> image_digests;  // as signatures and catalogs take them
    std::vector<authenticode::Signature> signatures;  // embedded ones
};

/// Reads headers and signatures, then all bytes once. An Error when it is no program.
[[nodiscard]] Result<Program> read_program(const ByteSource& source,
                                           const authenticode::TrustAnchors& anchors,
                                           const DamageSink& damages);
/// The same with known_roots(), which are parsed when the first program with a signature is met.
[[nodiscard]] Result<Program> read_program(const ByteSource& source, const DamageSink& damages);

/// The files that the signature catalogs of the evidence vouch for.
class CatalogIndex {
public:
    struct Entry {
        std::string path;  // of the catalog
        authenticode::Verdict verdict = authenticode::Verdict::Damaged;
        std::string signer;  // common name
    };

    void add(const authenticode::Catalog& catalog, std::string_view path);
    /// Null when no catalog has it. Sorts what was added since the last question.
    [[nodiscard]] const Entry* find(const DigestValue& digest);
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }

private:
    // 160 bits are enough, of any digest: a Windows has about a million members.
    using Key = std::array<std::byte, 20>;
    struct Member {
        Key key;
        std::uint32_t entry;
        auto operator<=>(const Member&) const = default;
    };
    static Key key_of(const DigestValue& digest) noexcept;

    std::vector<Entry> entries_;
    std::vector<Member> members_;
    bool sorted_ = true;
};

/// The conclusion about a program, with the catalogs when it carries no signature itself.
struct SignatureStatus {
    authenticode::Verdict verdict = authenticode::Verdict::NotEmbedded;
    std::string signer;   // common name; empty when not known
    std::string catalog;  // the path of the catalog that has it
};
[[nodiscard]] SignatureStatus signature_status(const Program& program, CatalogIndex& catalogs,
                                               std::optional<FileTime> as_of);

}  // namespace xiezhi::readers
