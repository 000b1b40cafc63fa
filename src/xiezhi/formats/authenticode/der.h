#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

namespace xiezhi::authenticode {

// Tags that signatures use (X.690 8.1.2), and the context's own.
inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kOctets = 0x04;
inline constexpr std::uint8_t kObjectId = 0x06;
inline constexpr std::uint8_t kUtcTime = 0x17;
inline constexpr std::uint8_t kGeneralizedTime = 0x18;
inline constexpr std::uint8_t kSequence = 0x30;
inline constexpr std::uint8_t kSet = 0x31;
inline constexpr std::uint8_t kContext0 = 0x80;  // primitive; constructed: kContext0 | kConstructed
inline constexpr std::uint8_t kContext1 = 0x81;
inline constexpr std::uint8_t kContext2 = 0x82;
inline constexpr std::uint8_t kConstructed = 0x20;

/// One element. A view.
struct Element {
    std::uint8_t tag = 0;
    Bytes content;
    Bytes whole;  // with tag and length
};

/// Reads elements of DER in order, and of BER what signing tools write: lengths that are not the
/// shortest, and constructed elements of indefinite length. Nothing is read beyond the bytes.
class Elements {
public:
    explicit Elements(Bytes bytes) noexcept : rest_(bytes) {}

    [[nodiscard]] std::optional<Element> next();
    /// The next element when it has this tag; otherwise nothing, and it stays.
    [[nodiscard]] std::optional<Element> next(std::uint8_t tag);
    /// Moves past an element with this tag, if it is next.
    void skip(std::uint8_t tag) { static_cast<void>(next(tag)); }
    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

private:
    Bytes rest_;
};

/// The content of the first element of `bytes`, when it has this tag.
[[nodiscard]] std::optional<Bytes> inside(Bytes bytes, std::uint8_t tag);

/// `1.3.6.1.4.1.311.2.1.4`. Empty when it is none.
[[nodiscard]] std::string object_id(Bytes content);
/// The object identifier that a SEQUENCE begins with, as those of algorithms.
[[nodiscard]] std::string algorithm_id(Bytes sequence_content);

/// UTCTime or GeneralizedTime in UTC.
[[nodiscard]] std::optional<FileTime> time_of(const Element& element);

}  // namespace xiezhi::authenticode
