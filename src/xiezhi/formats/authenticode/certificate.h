#pragma once

#include <memory>
#include <string>
#include <vector>

#include "xiezhi/base/digest.h"
#include "xiezhi/base/time.h"

struct x509_st;  // libcrypto's

namespace xiezhi::authenticode {

/// One part of a name: `CN` and its text as UTF-8.
struct NamePart {
    std::string key;
    std::string text;
};
using Name = std::vector<NamePart>;  // in the order as stored

/// `C=US, O=Microsoft Corporation, CN=…`
[[nodiscard]] std::string name_text(const Name& name);
/// The last part with this key; empty when there is none.
[[nodiscard]] std::string_view name_part(const Name& name, std::string_view key);

/// An X.509 certificate. What it says of its owner is worth as much as the root above it.
struct Certificate {
    Name subject;
    Name issuer;
    std::string serial;  // upper-case hex without leading zeros in pairs
    FileTime not_before;
    FileTime not_after;
    DigestValue sha1;  // thumbprint, as Windows shows it
    DigestValue sha256;
    bool self_issued = false;
    bool for_code = false;         // extended key usage allows code signing, or allows all
    bool for_time_stamps = false;  // extended key usage names time stamping
    bool is_authority = false;

    std::shared_ptr<x509_st> handle;  // for the verification of what its key signed
};

/// Nothing when the bytes are no certificate.
[[nodiscard]] std::optional<Certificate> parse_certificate(Bytes der);

/// `issuer` has signed `subject`, by name and by arithmetic.
[[nodiscard]] bool has_issued(const Certificate& issuer, const Certificate& subject);

/// The certificate belongs to this issuer and serial number.
[[nodiscard]] bool is_named(const Certificate& certificate, Bytes issuer_der, Bytes serial);
[[nodiscard]] bool has_key_id(const Certificate& certificate, Bytes key_id);

/// Whether the certificate's key made `signature` over `signed_bytes`.
enum class KeyVerdict : std::uint8_t { Right, Wrong, Unsupported };
[[nodiscard]] KeyVerdict verify_with(const Certificate& certificate, DigestKind digest,
                                     Bytes signed_bytes, Bytes signature);

}  // namespace xiezhi::authenticode
