#include "tests/support/der_writer.h"

namespace xiezhi::testing {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

enum : std::uint8_t {
    kInteger = 0x02,
    kBits = 0x03,
    kOctets = 0x04,
    kNull = 0x05,
    kObjectId = 0x06,
    kUtf8 = 0x0c,
    kUtcTime = 0x17,
    kSequence = 0x30,
    kSet = 0x31,
    kContext0 = 0xa0,
};

// What stands behind the tag and the size of an object identifier.
constexpr auto kSha256 = "\x60\x86\x48\x01\x65\x03\x04\x02\x01"sv;
constexpr auto kSignedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;
constexpr auto kTrustList = "\x2b\x06\x01\x04\x01\x82\x37\x0a\x01"sv;
constexpr auto kIndirectData = "\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x04"sv;
constexpr auto kCatalogList = "\x2b\x06\x01\x04\x01\x82\x37\x0c\x01\x01"sv;
constexpr auto kRsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"sv;
constexpr auto kSha256WithRsa = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"sv;
constexpr auto kCommonName = "\x55\x04\x03"sv;

std::string algorithm(std::string_view id) {
    return der(kSequence, der(kObjectId, id) + der(kNull, ""));
}

std::string name(std::string_view common_name) {
    const std::string part = der(kSequence, der(kObjectId, kCommonName) + der(kUtf8, common_name));
    return der(kSequence, der(kSet, part));
}

}  // namespace

std::string der(std::uint8_t tag, std::string_view content) {
    std::string out{static_cast<char>(tag)};
    if (content.size() >= 0x80) {
        out += '\x82';
        out += static_cast<char>(content.size() >> 8U);
    }
    out += static_cast<char>(content.size() & 0xffU);
    return out.append(content);
}

std::string trust_list(std::string_view digest) {
    const std::string sha256 = der(kSequence, der(kObjectId, kSha256));
    const std::string indirect_id = der(kObjectId, kIndirectData);
    const std::string info = der(kSequence, sha256 + der(kOctets, digest));
    const std::string indirect = der(kSequence, der(kSequence, indirect_id) + info);
    const std::string attribute = der(kSequence, indirect_id + der(kSet, indirect));
    const std::string member = der(kSequence, der(kOctets, "tag") + der(kSet, attribute));
    const std::string usage = der(kSequence, der(kObjectId, kCatalogList));
    return usage + der(kOctets, "list") + der(kUtcTime, "200912133907Z") + sha256 +
           der(kSequence, member);
}

std::string catalog_file(std::string_view digest) {
    const std::string list = der(
        kSequence, der(kObjectId, kTrustList) + der(kContext0, der(kSequence, trust_list(digest))));
    const std::string data =
        der(kSequence, der(kInteger, "\x01") + der(kSet, "") + list + der(kSet, ""));
    return der(kSequence, der(kObjectId, kSignedData) + der(kContext0, data));
}

std::string certificate_file(std::string_view common_name, std::uint8_t serial) {
    const std::string number{static_cast<char>(serial)};
    constexpr std::size_t kKeySize = 128;
    const std::string modulus = "\0"s + std::string(kKeySize, '\xc3');
    const std::string key = der(kSequence, der(kInteger, modulus) + der(kInteger, "\x01\x00\x01"s));
    const std::string validity =
        der(kSequence, der(kUtcTime, "240101000000Z") + der(kUtcTime, "440101000000Z"));
    const std::string body =
        der(kSequence, der(kInteger, number) + algorithm(kSha256WithRsa) + name(common_name) +
                           validity + name(common_name) +
                           der(kSequence, algorithm(kRsa) + der(kBits, "\0"s + key)));
    return der(kSequence, body + algorithm(kSha256WithRsa) +
                              der(kBits, "\0"s + std::string(kKeySize, '\x5a')));
}

}  // namespace xiezhi::testing
