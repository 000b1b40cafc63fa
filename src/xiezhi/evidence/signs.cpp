#include "xiezhi/evidence/signs.h"

#include <array>

#include "xiezhi/base/cursor.h"

namespace xiezhi::evidence {
namespace {

using namespace std::string_view_literals;

/// What a file of one kind looks like. Each format adds its line; the first that is true counts.
struct Sign {
    ArtefactKind kind;
    bool (*matches)(std::string_view head, std::string_view path);
};

constexpr std::size_t kHeadLooked = 4096;  // less of a head is the whole file
constexpr std::size_t kPeOffsetField = 0x3c;

/// A DOS header that leads to `PE`, or farther than was looked. DOS programs alone are none.
bool is_program(std::string_view head, std::string_view /*path*/) {
    if (!head.starts_with("MZ") || head.size() < kPeOffsetField + 4) return false;
    const std::size_t offset = load_le<std::uint32_t>(as_bytes(head), kPeOffsetField);
    constexpr std::string_view kSignature = "PE\0\0"sv;
    if (offset + kSignature.size() > head.size()) return head.size() >= kHeadLooked;
    return head.substr(offset).starts_with(kSignature);
}

/// PKCS#7 SignedData whose content is a certificate trust list (1.3.6.1.4.1.311.10.1).
bool is_catalog(std::string_view head, std::string_view /*path*/) {
    constexpr std::string_view kSignedData = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;
    constexpr std::string_view kTrustList = "\x06\x09\x2b\x06\x01\x04\x01\x82\x37\x0a\x01"sv;
    constexpr std::size_t kBegin = 128;  // the lists of digest algorithms before it are short
    if (!head.starts_with('\x30')) return false;
    const std::string_view begin = head.substr(0, kBegin);
    return begin.find(kSignedData) < 8 && begin.find(kTrustList) != std::string_view::npos;
}

constexpr std::array kSigns = {
    Sign{ArtefactKind::Program, is_program},
    Sign{ArtefactKind::Catalog, is_catalog},
};

}  // namespace

ArtefactKind kind_by_signs(std::string_view head, std::string_view path) {
    for (const Sign& sign : kSigns) {
        if (sign.matches(head, path)) return sign.kind;
    }
    return ArtefactKind::Other;
}

}  // namespace xiezhi::evidence
