#include "xiezhi/formats/authenticode/signer.h"

#include <algorithm>

namespace xiezhi::authenticode {
namespace {

constexpr std::string_view kContentType = "1.2.840.113549.1.9.3";
constexpr std::string_view kMessageDigest = "1.2.840.113549.1.9.4";
constexpr std::string_view kSigningTime = "1.2.840.113549.1.9.5";
constexpr std::string_view kCountersignature = "1.2.840.113549.1.9.6";
constexpr std::string_view kTimeStampToken = "1.3.6.1.4.1.311.3.3.1";
constexpr std::string_view kTimeStampInfo = "1.2.840.113549.1.9.16.1.4";
constexpr std::string_view kRsaPss = "1.2.840.113549.1.1.10";

/// Attributes are stored as [0] and signed as SET.
std::vector<std::byte> as_set(Bytes attributes) {
    std::vector<std::byte> out(attributes.begin(), attributes.end());
    if (!out.empty()) out.front() = std::byte{kSet};
    return out;
}

bool attributes_agree(const SignerInfo& signer, DigestKind kind, Bytes content,
                      std::string_view content_type) {
    const auto digest = attribute(signer.authenticated, kMessageDigest);
    if (!digest || DigestValue(digest->content) != digest_of(kind, content)) return false;
    const auto type = attribute(signer.authenticated, kContentType);
    return !type || content_type.empty() || object_id(type->content) == content_type;
}

/// RFC 3161: a SignedData of its own, over the digest of the signature.
struct Token {
    FileTime time;
    bool over_signature = false;
};

std::optional<Token> parse_token(Bytes content, Bytes signature) {
    const auto sequence = inside(content, kSequence);
    if (!sequence) return std::nullopt;
    Elements in(*sequence);
    if (!in.next(kInteger) || !in.next(kObjectId)) return std::nullopt;  // version, policy
    const auto imprint = in.next(kSequence);
    if (!imprint || !in.next(kInteger)) return std::nullopt;  // serial number
    const auto time = in.next(kGeneralizedTime);
    if (!time) return std::nullopt;
    Elements parts(imprint->content);
    const auto algorithm = parts.next(kSequence);
    const auto value = parts.next(kOctets);
    const auto read = time_of(*time);
    if (!algorithm || !value || !read) return std::nullopt;
    Token token{.time = *read};
    const auto kind = digest_kind(algorithm_id(algorithm->content));
    token.over_signature = kind && DigestValue(value->content) == digest_of(*kind, signature);
    return token;
}

void judge_time_stamp(TimeStamp& stamp, const SignerInfo& authority,
                      std::span<const Certificate> certificates, const TrustAnchors& anchors) {
    const Certificate* signer = signer_certificate(authority, certificates);
    if (signer == nullptr) return;
    stamp.chain = build_chain(*signer, certificates, anchors);
    stamp.trusted = stamp.integrity == Integrity::Intact && signer->for_time_stamps &&
                    stamp.chain.end == ChainEnd::KnownRoot && in_validity(stamp.chain, stamp.time);
}

std::optional<TimeStamp> read_token(const Element& element, const SignerInfo& stamped,
                                    std::span<const Certificate> outer,
                                    const TrustAnchors& anchors) {
    TimeStamp stamp;
    stamp.rfc3161 = true;
    const auto data = parse_signed_data(element.whole);
    if (!data || data->signers.empty() || data->content_type != kTimeStampInfo) return stamp;
    const auto token = parse_token(data->content, stamped.signature);
    if (!token) return stamp;
    stamp.time = token->time;
    std::vector<Certificate> certificates = parse_certificates(*data);
    certificates.insert(certificates.end(), outer.begin(), outer.end());
    stamp.integrity =
        verify_signer(data->signers.front(), data->content, data->content_type, certificates);
    if (stamp.integrity == Integrity::Intact && !token->over_signature) {
        stamp.integrity = Integrity::Altered;
    }
    judge_time_stamp(stamp, data->signers.front(), certificates, anchors);
    return stamp;
}

std::optional<TimeStamp> read_countersignature(const Element& element, const SignerInfo& stamped,
                                               std::span<const Certificate> certificates,
                                               const TrustAnchors& anchors) {
    TimeStamp stamp;
    const auto authority = parse_signer(element.content);
    if (!authority) return stamp;
    const auto time = attribute(authority->authenticated, kSigningTime);
    if (!time) return stamp;
    stamp.time = time_of(*time).value_or(FileTime{});
    stamp.integrity = verify_signer(*authority, stamped.signature, {}, certificates);
    judge_time_stamp(stamp, *authority, certificates, anchors);
    return stamp;
}

}  // namespace

std::vector<Certificate> parse_certificates(const SignedData& data) {
    std::vector<Certificate> out;
    for (const Bytes der : data.certificates) {
        if (auto certificate = parse_certificate(der)) out.push_back(std::move(*certificate));
    }
    return out;
}

const Certificate* signer_certificate(const SignerInfo& signer,
                                      std::span<const Certificate> certificates) {
    const auto found = std::ranges::find_if(certificates, [&](const Certificate& one) {
        return signer.issuer.empty() ? has_key_id(one, signer.key_id)
                                     : is_named(one, signer.issuer, signer.serial);
    });
    return found == certificates.end() ? nullptr : &*found;
}

Integrity verify_signer(const SignerInfo& signer, Bytes content, std::string_view content_type,
                        std::span<const Certificate> certificates) {
    const Certificate* certificate = signer_certificate(signer, certificates);
    if (certificate == nullptr) return Integrity::NoSigner;
    const auto kind = digest_kind(signer.digest_algorithm);
    if (!kind || signer.signature_algorithm == kRsaPss) return Integrity::Unsupported;
    KeyVerdict verdict = KeyVerdict::Wrong;
    if (signer.attributes.empty()) {
        verdict = verify_with(*certificate, *kind, content, signer.signature);
    } else {
        if (!attributes_agree(signer, *kind, content, content_type)) return Integrity::Forged;
        verdict = verify_with(*certificate, *kind, as_set(signer.attributes), signer.signature);
    }
    switch (verdict) {
        case KeyVerdict::Right:
            return Integrity::Intact;
        case KeyVerdict::Wrong:
            return Integrity::Forged;
        case KeyVerdict::Unsupported:
            return Integrity::Unsupported;
    }
    return Integrity::Unsupported;
}

std::optional<TimeStamp> read_time_stamp(const SignerInfo& signer,
                                         std::span<const Certificate> certificates,
                                         const TrustAnchors& anchors) {
    if (const auto token = attribute(signer.unauthenticated, kTimeStampToken)) {
        return read_token(*token, signer, certificates, anchors);
    }
    if (const auto other = attribute(signer.unauthenticated, kCountersignature)) {
        return read_countersignature(*other, signer, certificates, anchors);
    }
    return std::nullopt;
}

std::optional<SignedDigest> indirect_digest(Bytes content) {
    Elements in(content);
    if (!in.next(kSequence)) return std::nullopt;  // what was signed
    const auto info = in.next(kSequence);
    if (!info) return std::nullopt;
    Elements parts(info->content);
    const auto algorithm = parts.next(kSequence);
    const auto value = parts.next(kOctets);
    if (!algorithm || !value) return std::nullopt;
    const auto kind = digest_kind(algorithm_id(algorithm->content));
    if (!kind) return std::nullopt;
    return SignedDigest{*kind, DigestValue(value->content)};
}

}  // namespace xiezhi::authenticode
