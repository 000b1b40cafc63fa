#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace xiezhi {

/// What the name of a zip entry turned out to be written in.
enum class NameEncoding : std::uint8_t { Utf8, Gbk, Cp437 };

struct DecodedName {
    std::string text;  // UTF-8
    NameEncoding encoding = NameEncoding::Utf8;
};

/// The text of a name whose encoding nobody declared reliably: UTF-8 when its bytes are that (the
/// zip flag is often missing, and GBK text is hardly ever valid UTF-8), else code page 936 when
/// every byte pair is assigned (Chinese Windows writes zips so), else code page 437 as the format
/// says.
[[nodiscard]] DecodedName decode_name(std::string_view raw);

/// Code page 936 (GBK) as UTF-8, or nothing when a byte pair is not assigned.
[[nodiscard]] std::optional<std::string> decode_gbk(std::string_view raw);

/// Text in "the ANSI code page" of a host that nobody names: UTF-8 when its bytes are that, else
/// GBK when it looks like Chinese, else code page 1252. Both trail bytes of GBK's common characters
/// are high; in Western text two high bytes in a row are rare, so most pairs must be of that kind.
[[nodiscard]] std::string decode_ansi(std::string_view raw);

[[nodiscard]] bool is_utf8(std::string_view bytes) noexcept;

}  // namespace xiezhi
