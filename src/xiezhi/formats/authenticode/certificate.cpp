#include "xiezhi/formats/authenticode/certificate.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "xiezhi/formats/authenticode/der.h"

namespace xiezhi::authenticode {
namespace {

constexpr int kNamePartsMax = 32;
constexpr std::size_t kNameTextMax = 1024;
constexpr std::size_t kSerialSizeMax = 0x80;  // a length of one byte; authorities use up to 20

const unsigned char* octets(Bytes bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libcrypto's type of a byte
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Bytes bytes_of(const ASN1_STRING* string) {
    const std::span all(ASN1_STRING_get0_data(string),
                        static_cast<std::size_t>(ASN1_STRING_length(string)));
    return std::as_bytes(all);
}

Name read_name(const X509_NAME* name) {
    Name out;
    const int count = std::min(X509_NAME_entry_count(name), kNamePartsMax);
    for (int i = 0; i < count; ++i) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
        const ASN1_OBJECT* object = X509_NAME_ENTRY_get_object(entry);
        NamePart part;
        if (const int nid = OBJ_obj2nid(object); nid != NID_undef) {
            part.key = OBJ_nid2sn(nid);
        } else {
            std::array<char, 80> text{};
            OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
            part.key = text.data();
        }
        unsigned char* utf8 = nullptr;
        const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry));
        if (size >= 0) {
            const std::span all(utf8, static_cast<std::size_t>(size));
            part.text = as_text(std::as_bytes(all)).substr(0, kNameTextMax);
            OPENSSL_free(utf8);
        }
        out.push_back(std::move(part));
    }
    return out;
}

FileTime read_time(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    const std::chrono::year_month_day date{
        std::chrono::year{parts.tm_year + 1900},
        std::chrono::month{static_cast<unsigned>(parts.tm_mon + 1)},
        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    const std::int64_t seconds =
        (days + kDaysTo1970) * 86'400 + parts.tm_hour * 3600 + parts.tm_min * 60 + parts.tm_sec;
    return {seconds < 0 ? 0 : static_cast<std::uint64_t>(seconds) * kTicksPerSecond};
}

std::string read_serial(const X509* x509) {
    std::string hex = DigestValue(bytes_of(X509_get0_serialNumber(x509))).hex();
    std::ranges::transform(hex, hex.begin(),
                           [](char c) { return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c; });
    return hex;
}

}  // namespace

std::string name_text(const Name& name) {
    std::string out;
    for (const NamePart& part : name) {
        if (!out.empty()) out += ", ";
        out += part.key + "=" + part.text;
    }
    return out;
}

std::string_view name_part(const Name& name, std::string_view key) {
    for (auto part = name.rbegin(); part != name.rend(); ++part) {
        if (part->key == key) return part->text;
    }
    return {};
}

std::optional<Certificate> parse_certificate(Bytes der) {
    const unsigned char* at = octets(der);
    std::shared_ptr<X509> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
    ERR_clear_error();
    if (!x509) return std::nullopt;
    Certificate out;
    out.subject = read_name(X509_get_subject_name(x509.get()));
    out.issuer = read_name(X509_get_issuer_name(x509.get()));
    out.serial = read_serial(x509.get());
    out.not_before = read_time(X509_get0_notBefore(x509.get()));
    out.not_after = read_time(X509_get0_notAfter(x509.get()));
    out.sha1 = digest_of(DigestKind::Sha1, der);
    out.sha256 = digest_of(DigestKind::Sha256, der);
    const std::uint32_t flags = X509_get_extension_flags(x509.get());
    const std::uint32_t usage = X509_get_extended_key_usage(x509.get());  // all bits: no extension
    out.self_issued = (flags & EXFLAG_SI) != 0;
    out.for_code = (usage & (XKU_CODE_SIGN | XKU_ANYEKU)) != 0;
    out.for_time_stamps = (flags & EXFLAG_XKUSAGE) != 0 && (usage & XKU_TIMESTAMP) != 0;
    out.is_authority = X509_check_ca(x509.get()) != 0;
    out.handle = std::move(x509);
    ERR_clear_error();
    return out;
}

bool has_issued(const Certificate& issuer, const Certificate& subject) {
    if (X509_check_issued(issuer.handle.get(), subject.handle.get()) != X509_V_OK) return false;
    EVP_PKEY* key = X509_get0_pubkey(issuer.handle.get());
    const bool right = key != nullptr && X509_verify(subject.handle.get(), key) == 1;
    ERR_clear_error();
    return right;
}

bool is_named(const Certificate& certificate, Bytes issuer_der, Bytes serial) {
    const X509* x509 = certificate.handle.get();
    const unsigned char* name = nullptr;
    std::size_t size = 0;
    if (X509_NAME_get0_der(X509_get_issuer_name(x509), &name, &size) != 1) return false;
    if (!std::ranges::equal(std::as_bytes(std::span(name, size)), issuer_der)) return false;
    // As numbers: libcrypto keeps a magnitude and a sign.
    if (serial.empty() || serial.size() >= kSerialSizeMax) return false;
    std::vector<std::byte> element{std::byte{kInteger}, static_cast<std::byte>(serial.size())};
    element.insert(element.end(), serial.begin(), serial.end());
    const unsigned char* at = octets(element);
    const std::unique_ptr<ASN1_INTEGER, decltype(&ASN1_INTEGER_free)> number(
        d2i_ASN1_INTEGER(nullptr, &at, static_cast<long>(element.size())), ASN1_INTEGER_free);
    ERR_clear_error();
    return number && ASN1_INTEGER_cmp(number.get(), X509_get0_serialNumber(x509)) == 0;
}

bool has_key_id(const Certificate& certificate, Bytes key_id) {
    const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(certificate.handle.get());
    return id != nullptr && std::ranges::equal(bytes_of(id), key_id);
}

KeyVerdict verify_with(const Certificate& certificate, DigestKind digest, Bytes signed_bytes,
                       Bytes signature) {
    EVP_PKEY* key = X509_get0_pubkey(certificate.handle.get());
    if (key == nullptr) return KeyVerdict::Unsupported;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    const EVP_MD* algorithm = EVP_get_digestbyname(std::string(digest_name(digest)).c_str());
    KeyVerdict verdict = KeyVerdict::Unsupported;
    if (EVP_DigestVerifyInit(context.get(), nullptr, algorithm, nullptr, key) == 1) {
        const int right = EVP_DigestVerify(context.get(), octets(signature), signature.size(),
                                           octets(signed_bytes), signed_bytes.size());
        verdict = right == 1 ? KeyVerdict::Right : KeyVerdict::Wrong;
    }
    ERR_clear_error();
    return verdict;
}

}  // namespace xiezhi::authenticode
