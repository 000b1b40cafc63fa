#pragma once

#include <string>
#include <vector>

#include "xiezhi/base/digest.h"
#include "xiezhi/formats/authenticode/der.h"

namespace xiezhi::authenticode {

// What is taken from one signature at most.
inline constexpr std::size_t kCertificatesMax = 128;
inline constexpr std::size_t kSignersMax = 8;
inline constexpr std::size_t kAttributesMax = 64;

struct Attribute {
    std::string id;
    Bytes values;  // the content of the SET
};

/// PKCS#7 9.2, CMS 5.3. Views.
struct SignerInfo {
    Bytes issuer;  // DER of the name; empty: named by key identifier
    Bytes serial;  // content of the INTEGER
    Bytes key_id;
    std::string digest_algorithm;
    Bytes attributes;  // authenticated ones, whole, tag [0]
    std::vector<Attribute> authenticated;
    std::vector<Attribute> unauthenticated;
    std::string signature_algorithm;
    Bytes signature;
};

/// PKCS#7 9.1, CMS 5.1. Views into the bytes that were parsed.
struct SignedData {
    std::string content_type;
    Bytes content;                    // octets of the signed element, without tag and length
    std::vector<Bytes> certificates;  // DER
    std::vector<SignerInfo> signers;
};

/// A ContentInfo that holds SignedData; nothing when it does not.
[[nodiscard]] std::optional<SignedData> parse_signed_data(Bytes der);
[[nodiscard]] std::optional<SignerInfo> parse_signer(Bytes sequence_content);

/// How many bytes the outermost element takes; the rest of a certificate entry is padding.
[[nodiscard]] std::size_t der_size(Bytes der);

/// The first value of the first attribute with this identifier.
[[nodiscard]] std::optional<Element> attribute(const std::vector<Attribute>& attributes,
                                               std::string_view id);

/// By object identifier, of a digest or of a signature with one.
[[nodiscard]] std::optional<DigestKind> digest_kind(std::string_view id);

}  // namespace xiezhi::authenticode
