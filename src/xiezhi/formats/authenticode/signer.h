#pragma once

#include "xiezhi/formats/authenticode/signature.h"

namespace xiezhi::authenticode {

/// The certificates of a signature; what is none is left out.
[[nodiscard]] std::vector<Certificate> parse_certificates(const SignedData& data);

[[nodiscard]] const Certificate* signer_certificate(const SignerInfo& signer,
                                                    std::span<const Certificate> certificates);

/// Whether the signer's key signed these octets, directly or through its authenticated attributes.
[[nodiscard]] Integrity verify_signer(const SignerInfo& signer, Bytes content,
                                      std::string_view content_type,
                                      std::span<const Certificate> certificates);

/// The time stamp over a signer's signature, if there is one.
[[nodiscard]] std::optional<TimeStamp> read_time_stamp(const SignerInfo& signer,
                                                       std::span<const Certificate> certificates,
                                                       const TrustAnchors& anchors);

/// What an indirect data content says of the file: kind and value of its digest. `content`: that of
/// SpcIndirectDataContent.
struct SignedDigest {
    DigestKind kind = DigestKind::Sha1;
    DigestValue value;
};
[[nodiscard]] std::optional<SignedDigest> indirect_digest(Bytes content);

}  // namespace xiezhi::authenticode
