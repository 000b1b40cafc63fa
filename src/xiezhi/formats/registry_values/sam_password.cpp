#include "xiezhi/formats/registry_values/sam_password.h"

#define OPENSSL_SUPPRESS_DEPRECATED  // Windows chose DES for us; EVP has it only as a module
#include <openssl/des.h>
#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <numeric>
#include <vector>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digest.h"
#include "xiezhi/base/text.h"

namespace xiezhi::sam {
namespace {

using namespace std::string_view_literals;

constexpr auto kLetters = "!@#$%^&*()qwertyUIOPAzxcvbnmQQQQQQQQQQQQ)(*@&%\0"sv;
constexpr auto kDigits = "0123456789012345678901234567890123456789\0"sv;
constexpr std::size_t kDomainKey = 0x68;    // SAM_KEY_DATA in F
constexpr std::size_t kNtHashEntry = 0xa8;  // offset and size in V
constexpr std::size_t kTextsData = 0xcc;    // offsets count from here

// libcrypto is built without RC4 and MD4 for Windows; both fit on a page.
void rc4(Bytes key, std::span<std::byte> data) {
    std::array<std::uint8_t, 256> state{};
    std::iota(state.begin(), state.end(), std::uint8_t{0});
    std::uint8_t j = 0;
    for (std::size_t i = 0; i < state.size(); ++i) {
        j = static_cast<std::uint8_t>(j + state[i] +
                                      std::to_integer<std::uint8_t>(key[i % key.size()]));
        std::swap(state[i], state[j]);
    }
    std::uint8_t i = 0;
    j = 0;
    for (std::byte& byte : data) {
        i = static_cast<std::uint8_t>(i + 1);
        j = static_cast<std::uint8_t>(j + state[i]);
        std::swap(state[i], state[j]);
        byte ^= std::byte{state[static_cast<std::uint8_t>(state[i] + state[j])]};
    }
}

/// RFC 1320, one block.
void md4_block(std::array<std::uint32_t, 4>& hash, Bytes block) {
    std::array<std::uint32_t, 16> x{};
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = load_le<std::uint32_t>(block, 4 * i);
    auto [a, b, c, d] = hash;
    const auto step = [&](std::uint32_t function, std::size_t word, int shift, std::uint32_t plus) {
        const std::uint32_t next = std::rotl(a + function + x[word] + plus, shift);
        a = d;
        d = c;
        c = b;
        b = next;
    };
    constexpr std::array<int, 4> kFirst = {3, 7, 11, 19};
    constexpr std::array<int, 4> kSecond = {3, 5, 9, 13};
    constexpr std::array<int, 4> kThird = {3, 9, 11, 15};
    constexpr std::array<std::size_t, 16> kOrder = {0, 8, 4, 12, 2, 10, 6, 14,
                                                    1, 9, 5, 13, 3, 11, 7, 15};
    for (std::size_t i = 0; i < 16; ++i) step((b & c) | (~b & d), i, kFirst[i % 4], 0);
    for (std::size_t i = 0; i < 16; ++i) {
        step((b & c) | (b & d) | (c & d), 4 * (i % 4) + i / 4, kSecond[i % 4], 0x5a827999);
    }
    for (std::size_t i = 0; i < 16; ++i) step(b ^ c ^ d, kOrder[i], kThird[i % 4], 0x6ed9eba1);
    hash = {hash[0] + a, hash[1] + b, hash[2] + c, hash[3] + d};
}

Key16 md4(std::vector<std::byte> text) {
    const std::uint64_t bits = 8 * std::uint64_t{text.size()};
    text.push_back(std::byte{0x80});
    while (text.size() % 64 != 56) text.push_back(std::byte{0});
    for (unsigned i = 0; i < 8; ++i) text.push_back(static_cast<std::byte>(bits >> (8 * i)));
    std::array<std::uint32_t, 4> hash = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    for (std::size_t at = 0; at < text.size(); at += 64) {
        md4_block(hash, Bytes(text).subspan(at, 64));
    }
    Key16 out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::byte>(hash[i / 4] >> (8 * (i % 4)));
    }
    return out;
}

Key16 md5_of(std::initializer_list<Bytes> parts) {
    Digest digest(DigestKind::Md5);
    for (const Bytes part : parts) digest.update(part);
    Key16 out{};
    std::ranges::copy(digest.finish().bytes(), out.begin());
    return out;
}

/// The first 16 bytes.
std::optional<Key16> aes_cbc(const Key16& key, Bytes vector, Bytes data) {
    if (vector.size() != 16 || data.size() < 16) return std::nullopt;
    struct Free {
        void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
    };
    const std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
    std::array<unsigned char, 16> key_bytes{};
    std::array<unsigned char, 16> start{};
    std::array<unsigned char, 16> in{};
    std::array<unsigned char, 32> out{};
    std::memcpy(key_bytes.data(), key.data(), key.size());
    std::memcpy(start.data(), vector.data(), vector.size());
    std::memcpy(in.data(), data.data(), in.size());
    int size = 0;
    if (EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, key_bytes.data(),
                           start.data()) != 1) {
        return std::nullopt;
    }
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    if (EVP_DecryptUpdate(context.get(), out.data(), &size, in.data(), 16) != 1 || size != 16) {
        return std::nullopt;
    }
    Key16 block{};
    std::memcpy(block.data(), out.data(), block.size());
    return block;
}

/// [MS-SAMR] 2.2.11.1.3: seven bytes of the RID, spread over eight.
void des_by_rid(std::uint32_t rid, std::size_t first, std::span<std::byte> eight) {
    std::array<std::uint32_t, 7> seven{};
    for (std::size_t i = 0; i < seven.size(); ++i) {
        seven[i] = (rid >> (8 * ((first + i) % 4))) & 0xffU;
    }
    std::array<unsigned char, 8> spread{};
    for (std::size_t i = 0; i < 8; ++i) {
        const std::uint32_t left = i == 0 ? 0 : seven.at(i - 1) << (7 - i);
        const std::uint32_t right = i == 7 ? 0 : seven.at(i) >> (i + 1);
        spread.at(i) = static_cast<unsigned char>(((left | right) & 0x7fU) << 1U);
    }
    DES_cblock key{};
    std::memcpy(&key, spread.data(), sizeof key);
    DES_key_schedule schedule;
    DES_set_key_unchecked(&key, &schedule);
    DES_cblock in{};
    DES_cblock out{};
    std::memcpy(&in, eight.data(), sizeof in);
    DES_ecb_encrypt(&in, &out, &schedule, DES_DECRYPT);
    std::memcpy(eight.data(), &out, sizeof out);
}

StoredPassword without_rid(Key16 hash, std::uint32_t rid) {
    des_by_rid(rid, 0, std::span(hash).first(8));
    des_by_rid(rid, 3, std::span(hash).last(8));
    return {.empty = hash == nt_hash(""), .hash = hash};
}

}  // namespace

std::optional<Key16> boot_key(const std::array<std::string_view, 4>& class_names) {
    constexpr std::array<std::size_t, 16> kOrder = {8, 5, 4, 2,  11, 9,  13, 3,
                                                    0, 6, 1, 12, 14, 10, 15, 7};
    std::vector<std::uint8_t> raw;
    for (const std::string_view name : class_names) {
        if (name.size() != 8) return std::nullopt;
        for (std::size_t i = 0; i < name.size(); ++i) {
            const std::size_t digit = "0123456789abcdef"sv.find(static_cast<char>(
                name[i] >= 'A' && name[i] <= 'F' ? name[i] - 'A' + 'a' : name[i]));
            if (digit == std::string_view::npos) return std::nullopt;
            if (i % 2 == 0) raw.push_back(0);
            raw.back() = static_cast<std::uint8_t>(raw.back() * 16U + digit);
        }
    }
    Key16 key{};
    for (std::size_t i = 0; i < key.size(); ++i) key[i] = std::byte{raw.at(kOrder[i])};
    return key;
}

std::optional<Key16> account_key(Bytes domain_f, const Key16& boot) {
    Cursor in(domain_f);
    in.seek(kDomainKey);
    const auto revision = in.read<std::uint32_t>();
    in.take(4);
    if (revision == 2) {
        in.take(4);
        const auto size = in.read<std::uint32_t>();
        const Bytes salt = in.take(16);
        const Bytes data = in.take(size);
        if (!in.ok()) return std::nullopt;
        return aes_cbc(boot, salt, data);
    }
    const Bytes salt = in.take(16);
    const Bytes sealed = in.take(32);
    if (!in.ok() || revision != 1) return std::nullopt;
    std::array<std::byte, 32> open{};
    std::ranges::copy(sealed, open.begin());
    rc4(md5_of({salt, as_bytes(kLetters), boot, as_bytes(kDigits)}), open);
    Key16 key{};
    std::ranges::copy(Bytes(open).first(16), key.begin());
    const Key16 check = md5_of({key, as_bytes(kDigits), key, as_bytes(kLetters)});
    if (!std::ranges::equal(check, Bytes(open).last(16))) return std::nullopt;
    return key;
}

std::optional<StoredPassword> stored_password(Bytes v, std::uint32_t rid, const Key16& key) {
    constexpr std::size_t kAesHead = 24;
    Cursor in(v);
    in.seek(kNtHashEntry);
    const std::size_t offset = in.read<std::uint32_t>();
    const std::size_t size = in.read<std::uint32_t>();
    in.seek(kTextsData + offset);
    Cursor hash(in.take(size));
    hash.take(2);
    const auto revision = hash.read<std::uint16_t>();
    if (!in.ok() || !hash.ok()) return std::nullopt;
    if (revision == 2) {
        if (size <= kAesHead) return StoredPassword{.empty = true};
        hash.take(4);
        const Bytes salt = hash.take(16);
        const auto open = aes_cbc(key, salt, hash.take(hash.remaining()));
        if (!open) return std::nullopt;
        return without_rid(*open, rid);
    }
    if (size == 4) return StoredPassword{.empty = true};
    const Bytes sealed = hash.take(16);
    if (!hash.ok() || revision != 1) return std::nullopt;
    Key16 open{};
    std::ranges::copy(sealed, open.begin());
    std::array<std::byte, 4> rid_bytes{};
    for (unsigned i = 0; i < 4; ++i) rid_bytes.at(i) = static_cast<std::byte>(rid >> (8 * i));
    rc4(md5_of({key, rid_bytes, as_bytes("NTPASSWORD\0"sv)}), open);
    return without_rid(open, rid);
}

bool has_no_password(Bytes v) noexcept {
    constexpr std::uint32_t kHead = 4;
    constexpr std::uint32_t kAesHead = 24;
    Cursor in(v);
    in.seek(kNtHashEntry);
    const std::size_t offset = in.read<std::uint32_t>();
    const auto size = in.read<std::uint32_t>();
    in.seek(kTextsData + offset + 2);
    const auto revision = in.read<std::uint16_t>();
    if (!in.ok()) return false;
    return size == (revision == 2 ? kAesHead : kHead);
}

Key16 nt_hash(std::string_view password) {
    std::string text;
    append_utf16le(text, password);
    const Bytes bytes = as_bytes(text);
    return md4({bytes.begin(), bytes.end()});
}

}  // namespace xiezhi::sam
