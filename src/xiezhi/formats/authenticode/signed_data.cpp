#include "xiezhi/formats/authenticode/signed_data.h"

#include <algorithm>
#include <array>

namespace xiezhi::authenticode {
namespace {

constexpr std::string_view kSignedData = "1.2.840.113549.1.7.2";

std::vector<Attribute> parse_attributes(Bytes content) {
    std::vector<Attribute> out;
    Elements in(content);
    while (out.size() < kAttributesMax) {
        const auto sequence = in.next(kSequence);
        if (!sequence) break;
        Elements parts(sequence->content);
        const auto id = parts.next(kObjectId);
        const auto values = parts.next(kSet);
        if (id && values) out.push_back({object_id(id->content), values->content});
    }
    return out;
}

bool parse_identifier(Elements& in, SignerInfo& out) {
    if (const auto key_id = in.next(kContext0)) {
        out.key_id = key_id->content;
        return true;
    }
    const auto sequence = in.next(kSequence);
    if (!sequence) return false;
    Elements parts(sequence->content);
    const auto issuer = parts.next(kSequence);
    const auto serial = parts.next(kInteger);
    if (!issuer || !serial) return false;
    out.issuer = issuer->whole;
    out.serial = serial->content;
    return true;
}

}  // namespace

std::optional<SignerInfo> parse_signer(Bytes sequence_content) {
    SignerInfo out;
    Elements in(sequence_content);
    if (!in.next(kInteger) || !parse_identifier(in, out)) return std::nullopt;
    const auto digest = in.next(kSequence);
    if (const auto attributes = in.next(kContext0 | kConstructed)) {
        out.attributes = attributes->whole;
        out.authenticated = parse_attributes(attributes->content);
    }
    const auto algorithm = in.next(kSequence);
    const auto signature = in.next(kOctets);
    if (!digest || !algorithm || !signature) return std::nullopt;
    out.digest_algorithm = algorithm_id(digest->content);
    out.signature_algorithm = algorithm_id(algorithm->content);
    out.signature = signature->content;
    if (const auto attributes = in.next(kContext1 | kConstructed)) {
        out.unauthenticated = parse_attributes(attributes->content);
    }
    return out;
}

std::optional<SignedData> parse_signed_data(Bytes der) {
    const auto info = inside(der, kSequence);
    if (!info) return std::nullopt;
    Elements outer(*info);
    const auto type = outer.next(kObjectId);
    const auto wrapper = outer.next(kContext0 | kConstructed);
    if (!type || !wrapper || object_id(type->content) != kSignedData) return std::nullopt;
    const auto sequence = inside(wrapper->content, kSequence);
    if (!sequence) return std::nullopt;
    Elements in(*sequence);
    if (!in.next(kInteger) || !in.next(kSet)) return std::nullopt;  // version, digest algorithms
    const auto content = in.next(kSequence);
    if (!content) return std::nullopt;
    SignedData out;
    Elements parts(content->content);
    if (const auto id = parts.next(kObjectId)) out.content_type = object_id(id->content);
    if (const auto wrapped = parts.next(kContext0 | kConstructed)) {
        if (const auto element = Elements(wrapped->content).next()) out.content = element->content;
    }
    if (const auto certificates = in.next(kContext0 | kConstructed)) {
        Elements list(certificates->content);
        while (out.certificates.size() < kCertificatesMax) {
            const auto certificate = list.next();
            if (!certificate) break;
            if (certificate->tag == kSequence) out.certificates.push_back(certificate->whole);
        }
    }
    in.skip(kContext1 | kConstructed);  // revocation lists
    const auto signers = in.next(kSet);
    if (!signers) return std::nullopt;
    Elements list(signers->content);
    while (out.signers.size() < kSignersMax) {
        const auto element = list.next(kSequence);
        if (!element) break;
        if (auto signer = parse_signer(element->content)) out.signers.push_back(std::move(*signer));
    }
    return out;
}

std::size_t der_size(Bytes der) {
    const auto element = Elements(der).next();
    return element ? element->whole.size() : 0;
}

std::optional<Element> attribute(const std::vector<Attribute>& attributes, std::string_view id) {
    const auto found = std::ranges::find(attributes, id, &Attribute::id);
    if (found == attributes.end()) return std::nullopt;
    return Elements(found->values).next();
}

std::optional<DigestKind> digest_kind(std::string_view id) {
    struct Row {
        std::string_view id;
        DigestKind kind;
    };
    // Digests themselves, then RSA and ECDSA signatures with them, which some tools write instead.
    static constexpr auto kRows = std::to_array<Row>({
        {"1.2.840.113549.2.5", DigestKind::Md5},
        {"1.3.14.3.2.26", DigestKind::Sha1},
        {"2.16.840.1.101.3.4.2.1", DigestKind::Sha256},
        {"2.16.840.1.101.3.4.2.2", DigestKind::Sha384},
        {"2.16.840.1.101.3.4.2.3", DigestKind::Sha512},
        {"1.2.840.113549.1.1.4", DigestKind::Md5},
        {"1.2.840.113549.1.1.5", DigestKind::Sha1},
        {"1.2.840.113549.1.1.11", DigestKind::Sha256},
        {"1.2.840.113549.1.1.12", DigestKind::Sha384},
        {"1.2.840.113549.1.1.13", DigestKind::Sha512},
        {"1.2.840.10045.4.1", DigestKind::Sha1},
        {"1.2.840.10045.4.3.2", DigestKind::Sha256},
        {"1.2.840.10045.4.3.3", DigestKind::Sha384},
        {"1.2.840.10045.4.3.4", DigestKind::Sha512},
    });
    const auto found = std::ranges::find(kRows, id, &Row::id);
    if (found == kRows.end()) return std::nullopt;
    return found->kind;
}

}  // namespace xiezhi::authenticode
