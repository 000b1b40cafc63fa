#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/formats/authenticode/signed_data.h"
#include "xiezhi/formats/authenticode/trust.h"

/// Signatures in programs (Authenticode). Sources: Microsoft, "Windows Authenticode Portable
/// Executable Signature Format" (2008); RFC 2315, 5652, 3161; docs/formats/authenticode.md.
namespace xiezhi::authenticode {

inline constexpr std::uint64_t kCertificatesSizeMax = 16U << 20U;  // bytes of a certificate table
inline constexpr std::size_t kEntriesMax = 16;                     // of a certificate table
inline constexpr std::size_t kNestedMax = 16;                      // signatures below one

enum class Integrity : std::uint8_t {
    Intact,
    Altered,      // the file is not the one that was signed
    Forged,       // the signature was not made by the signer's key
    NoSigner,     // the signer's certificate is not in the file
    Unsupported,  // an algorithm that is not known here
    Damaged,      // not readable as a signature
};

/// When others say the signature was there.
struct TimeStamp {
    bool rfc3161 = false;  // else a PKCS#9 countersignature
    FileTime time;
    Integrity integrity = Integrity::Damaged;
    bool trusted = false;  // intact, by an authority for time below a known root, in its validity
    Chain chain;
};

struct Signature {
    std::uint64_t offset = 0;  // of the certificate entry
    bool nested = false;
    Integrity integrity = Integrity::Damaged;
    DigestKind digest_kind = DigestKind::Sha1;
    DigestValue digest;    // of the file, as signed
    DigestValue computed;  // of the file, as it is; see compare()
    Chain chain;
    std::optional<TimeStamp> time_stamp;
    std::optional<FileTime> signing_time;  // as the signer says
    std::string program_name;              // what the signer calls it
    std::string more_info;
    std::size_t padding = 0;  // bytes behind the signature in its entry: not signed by anybody
};

/// Where in the file lies what a signature does not cover.
struct Layout {
    std::uint64_t file_size = 0;
    std::uint64_t checksum_offset = 0;           // 4 bytes; 0: none
    std::uint64_t certificate_entry_offset = 0;  // 8 bytes; 0: none
    std::uint64_t certificates_offset = 0;
    std::uint64_t certificates_size = 0;
};

/// The signatures of a program, nested ones after theirs. They are verified but for the digest of
/// the file: give what ImageDigests computed to compare().
[[nodiscard]] std::vector<Signature> read_signatures(const ByteSource& source, const Layout& layout,
                                                     const TrustAnchors& anchors,
                                                     const DamageSink& damages);

/// Compares with the digest of the file of the signature's kind.
void compare(Signature& signature, const DigestValue& computed);

/// One conclusion, as far as a file alone allows it. Whether the signer is welcome is not asked.
enum class Verdict : std::uint8_t {
    NotEmbedded,  // no signature in the file: only catalogs could tell
    Trusted,
    OutOfValidity,  // its certificates were not valid at the time that counts
    NotForCode,     // the signer's certificate is not for signing programs
    UnknownRoot,
    ChainCut,
    SelfSigned,
    TestRoot,
    Unsupported,
    Damaged,
    NoSigner,
    Forged,
    Altered,
};

/// `as_of`: when the evidence was taken; it counts where no trusted time stamp stands. Without it
/// such a signature is not found out of validity.
[[nodiscard]] Verdict verdict_of(const Signature& signature, std::optional<FileTime> as_of);

/// Of all signatures of a file: what speaks against its bytes comes first, then the best.
[[nodiscard]] Verdict verdict_of(const std::vector<Signature>& signatures,
                                 std::optional<FileTime> as_of);

/// `trusted`, `altered` …: the value in documents.
[[nodiscard]] std::string_view verdict_name(Verdict verdict) noexcept;
[[nodiscard]] std::string_view integrity_name(Integrity integrity) noexcept;

}  // namespace xiezhi::authenticode
