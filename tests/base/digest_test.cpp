#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "xiezhi/base/md5.h"
#include "xiezhi/base/sha256.h"

namespace xiezhi {
namespace {

template <class Digest>
std::string hex(const Digest& digest) {
    std::string out;
    for (const std::uint8_t byte : digest) out += fmt::format("{:02x}", byte);
    return out;
}

// The lengths around a block take padding of their own.
TEST(Md5, KnownDigests) {
    EXPECT_EQ(hex(md5(as_bytes(""))), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(hex(md5(as_bytes("abc"))), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(hex(md5(as_bytes(std::string(55, 'a')))), "ef1772b6dff9a122358552954ad0df65");
    EXPECT_EQ(hex(md5(as_bytes(std::string(56, 'a')))), "3b0c8ac703f828b04c6c197006d17218");
    EXPECT_EQ(hex(md5(as_bytes(std::string(64, 'a')))), "014842d480b571495a4a0363793f7367");
    EXPECT_EQ(hex(md5(as_bytes(std::string(1'000'000, 'a')))), "7707d6ae4e027c70eea2a935c2296f21");
}

TEST(Sha256, KnownDigests) {
    EXPECT_EQ(hex(sha256(as_bytes(""))),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex(sha256(as_bytes("abc"))),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(sha256(as_bytes(std::string(55, 'a')))),
              "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    EXPECT_EQ(hex(sha256(as_bytes(std::string(56, 'a')))),
              "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
    EXPECT_EQ(hex(sha256(as_bytes(std::string(64, 'a')))),
              "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    EXPECT_EQ(hex(sha256(as_bytes(std::string(1'000'000, 'a')))),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace xiezhi
