#include "xiezhi/readers/program.h"

#include <algorithm>
#include <functional>

#include "xiezhi/formats/authenticode/image_digest.h"
#include "xiezhi/schema/signing.h"

namespace xiezhi::readers {
namespace {

authenticode::TrustAnchors make_anchors() {
    authenticode::TrustAnchors anchors;
    for (const schema::SigningRoot& root : schema::signing_roots()) {
        anchors.add(as_bytes(root.certificate));
    }
    for (const std::string_view name : schema::test_roots()) anchors.add_test_root(name);
    return anchors;
}

authenticode::Layout layout_of(const pe::Image& image) {
    return {.file_size = image.file_size,
            .checksum_offset = image.checksum_offset,
            .certificate_entry_offset = image.certificate_entry_offset,
            .certificates_offset = image.certificates.offset,
            .certificates_size = image.certificates.size};
}

std::string signer_of(const authenticode::Signature& signature) {
    if (signature.chain.certificates.empty()) return {};
    return std::string(name_part(signature.chain.certificates.front().subject, "CN"));
}

using Anchors = std::function<const authenticode::TrustAnchors&()>;

Result<Program> read(const ByteSource& source, const Anchors& anchors, const DamageSink& damages) {
    Program program;
    XZ_TRY(program.image, pe::read_image(source, damages), "");
    const authenticode::Layout layout = layout_of(program.image);
    if (layout.certificates_size != 0) {
        program.signatures = authenticode::read_signatures(source, layout, anchors(), damages);
    }
    authenticode::ImageDigests digests(layout, authenticode::digest_kinds(program.signatures));
    pe::ContentScan scan(program.image);
    XZ_TRY(program.hashes,
           hash_file(source,
                     [&](Bytes bytes) {
                         digests.update(bytes);
                         scan.update(bytes);
                     }),
           "");
    program.content = scan.finish();
    program.image_digests = digests.finish();
    for (authenticode::Signature& signature : program.signatures) {
        if (signature.digest.empty()) continue;
        authenticode::compare(signature, program.image_digests.at(signature.digest_kind));
    }
    return program;
}

}  // namespace

const authenticode::TrustAnchors& known_roots() {
    static const authenticode::TrustAnchors kAnchors = make_anchors();
    return kAnchors;
}

Result<Program> read_program(const ByteSource& source, const authenticode::TrustAnchors& anchors,
                             const DamageSink& damages) {
    return read(source, [&]() -> const authenticode::TrustAnchors& { return anchors; }, damages);
}

Result<Program> read_program(const ByteSource& source, const DamageSink& damages) {
    return read(source, known_roots, damages);
}

CatalogIndex::Key CatalogIndex::key_of(const DigestValue& digest) noexcept {
    Key key{};
    const Bytes bytes = digest.bytes();
    std::ranges::copy(bytes.first(std::min(bytes.size(), key.size())), key.begin());
    return key;
}

void CatalogIndex::add(const authenticode::Catalog& catalog, std::string_view path) {
    const auto entry = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({std::string(path), verdict_of(catalog.signature, std::nullopt),
                        signer_of(catalog.signature)});
    for (const authenticode::CatalogMember& member : catalog.members) {
        members_.push_back({key_of(member.digest), entry});
    }
    sorted_ = false;
}

const CatalogIndex::Entry* CatalogIndex::find(const DigestValue& digest) {
    if (!sorted_) std::ranges::sort(members_);
    sorted_ = true;
    const Key key = key_of(digest);
    const auto found = std::ranges::lower_bound(members_, key, {}, &Member::key);
    if (digest.empty() || found == members_.end() || found->key != key) return nullptr;
    return &entries_.at(found->entry);
}

SignatureStatus signature_status(const Program& program, CatalogIndex& catalogs,
                                 std::optional<FileTime> as_of) {
    SignatureStatus out;
    out.verdict = verdict_of(program.signatures, as_of);
    for (const authenticode::Signature& signature : program.signatures) {
        if (verdict_of(signature, as_of) != out.verdict) continue;
        out.signer = signer_of(signature);
        break;
    }
    if (!program.signatures.empty()) return out;
    for (const auto& [kind, digest] : program.image_digests) {
        const CatalogIndex::Entry* entry = catalogs.find(digest);
        if (entry == nullptr) continue;
        return {.verdict = entry->verdict, .signer = entry->signer, .catalog = entry->path};
    }
    return out;
}

}  // namespace xiezhi::readers
