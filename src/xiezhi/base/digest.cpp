#include "xiezhi/base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cassert>

#include "xiezhi/base/digits.h"

namespace xiezhi {
namespace {

/// Looked up once: looking up costs more than the digest of a short text.
const EVP_MD* algorithm(DigestKind kind) {
    static const std::array<const EVP_MD*, 5> kAlgorithms{
        EVP_MD_fetch(nullptr, "MD5", nullptr), EVP_MD_fetch(nullptr, "SHA1", nullptr),
        EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_fetch(nullptr, "SHA384", nullptr),
        EVP_MD_fetch(nullptr, "SHA512", nullptr)};
    return kAlgorithms.at(static_cast<std::size_t>(kind));
}

}  // namespace

DigestValue::DigestValue(Bytes bytes) noexcept : size_(std::min(bytes.size(), kSizeMax)) {
    std::ranges::copy(bytes.first(size_), bytes_.begin());
}

std::string DigestValue::hex() const {
    std::string out;
    for (const std::byte byte : bytes()) {
        out += digits::kLowerHex.pair(std::to_integer<std::uint8_t>(byte));
    }
    return out;
}

struct Digest::State {
    struct Free {
        void operator()(EVP_MD_CTX* state) const noexcept { EVP_MD_CTX_free(state); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
};

Digest::Digest(DigestKind kind) : state_(std::make_unique<State>()) {
    const int done = EVP_DigestInit_ex(state_->context.get(), algorithm(kind), nullptr);
    assert(done == 1);
    static_cast<void>(done);
}

Digest::Digest(Digest&&) noexcept = default;
Digest& Digest::operator=(Digest&&) noexcept = default;
Digest::~Digest() = default;

void Digest::update(Bytes bytes) {
    EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

DigestValue Digest::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size);
    return DigestValue(std::as_bytes(std::span(digest)).first(size));
}

DigestValue digest_of(DigestKind kind, Bytes bytes) {
    Digest digest(kind);
    digest.update(bytes);
    return digest.finish();
}

std::string_view digest_name(DigestKind kind) noexcept {
    switch (kind) {
        case DigestKind::Md5:
            return "md5";
        case DigestKind::Sha1:
            return "sha1";
        case DigestKind::Sha256:
            return "sha256";
        case DigestKind::Sha384:
            return "sha384";
        case DigestKind::Sha512:
            return "sha512";
    }
    return {};
}

}  // namespace xiezhi
