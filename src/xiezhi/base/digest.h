#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

enum class DigestKind : std::uint8_t { Md5, Sha1, Sha256, Sha384, Sha512 };

/// A finished digest: as many bytes as its kind has.
class DigestValue {
public:
    static constexpr std::size_t kSizeMax = 64;

    DigestValue() = default;
    /// More than kSizeMax bytes are cut off.
    explicit DigestValue(Bytes bytes) noexcept;

    [[nodiscard]] Bytes bytes() const noexcept { return Bytes(bytes_).first(size_); }
    [[nodiscard]] std::string hex() const;  // lower case
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    bool operator==(const DigestValue&) const = default;
    auto operator<=>(const DigestValue&) const = default;

private:
    std::array<std::byte, kSizeMax> bytes_{};
    std::size_t size_ = 0;
};

/// A digest over bytes that come piece by piece.
class Digest {
public:
    explicit Digest(DigestKind kind);
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;
    Digest(Digest&&) noexcept;
    Digest& operator=(Digest&&) noexcept;
    ~Digest();

    void update(Bytes bytes);
    /// Once, at the end.
    [[nodiscard]] DigestValue finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

[[nodiscard]] DigestValue digest_of(DigestKind kind, Bytes bytes);

/// `md5`, `sha1`, `sha256` …
[[nodiscard]] std::string_view digest_name(DigestKind kind) noexcept;

}  // namespace xiezhi
