#include "xiezhi/base/digest.h"

#include <gtest/gtest.h>

#include <string>

namespace xiezhi {
namespace {

std::string hex(DigestKind kind, std::string_view text) {
    return digest_of(kind, as_bytes(text)).hex();
}

// RFC 1321 A.5; FIPS 180-4 examples.
TEST(Digest, KnownDigests) {
    EXPECT_EQ(hex(DigestKind::Md5, ""), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(hex(DigestKind::Md5, "message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
    EXPECT_EQ(hex(DigestKind::Sha1, ""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(hex(DigestKind::Sha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex(DigestKind::Sha1, std::string(1'000'000, 'a')),
              "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    EXPECT_EQ(hex(DigestKind::Sha256, "abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(DigestKind::Sha384, "abc").substr(0, 16), "cb00753f45a35e8b");
    EXPECT_EQ(hex(DigestKind::Sha512, "abc").substr(0, 16), "ddaf35a193617aba");
}

TEST(Digest, PiecesGiveTheSame) {
    const std::string text(1000, 'x');
    Digest digest(DigestKind::Sha256);
    for (std::size_t at = 0; at < text.size(); at += 7) {
        digest.update(as_bytes(std::string_view(text).substr(at, 7)));
    }
    EXPECT_EQ(digest.finish(), digest_of(DigestKind::Sha256, as_bytes(text)));
}

TEST(Digest, ValueIsCutAtItsSize) {
    EXPECT_EQ(DigestValue(as_bytes(std::string(80, 'x'))).bytes().size(), DigestValue::kSizeMax);
    EXPECT_TRUE(DigestValue().empty());
}

}  // namespace
}  // namespace xiezhi
