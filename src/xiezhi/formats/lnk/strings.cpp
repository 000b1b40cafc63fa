#include "xiezhi/formats/lnk/strings.h"

#include <algorithm>

#include "xiezhi/base/code_page.h"
#include "xiezhi/base/text.h"

namespace xiezhi::lnk {
namespace {

std::size_t utf16_size(Bytes bytes) {
    std::size_t size = 0;
    while (size + 1 < bytes.size() &&
           (bytes[size] != std::byte{0} || bytes[size + 1] != std::byte{0})) {
        size += 2;
    }
    return size;
}

std::size_t ansi_size(Bytes bytes) {
    return static_cast<std::size_t>(
        std::distance(bytes.begin(), std::ranges::find(bytes, std::byte{0})));
}

/// What the cursor has left, without moving it.
Bytes rest(const Cursor& in) {
    Cursor copy = in;
    return copy.take(copy.remaining());
}

}  // namespace

std::string utf16_string(Bytes bytes) {
    std::string text;
    append_wtf8(text, bytes.first(utf16_size(bytes)));
    return text;
}

std::string ansi_string(Bytes bytes) {
    return decode_ansi(as_text(bytes.first(ansi_size(bytes))));
}

std::string read_utf16_string(Cursor& in) {
    const std::size_t size = utf16_size(rest(in));
    std::string text = utf16_string(in.take(size));
    in.take(std::min<std::size_t>(2, in.remaining()));
    return text;
}

std::string read_ansi_string(Cursor& in) {
    const std::size_t size = ansi_size(rest(in));
    std::string text = ansi_string(in.take(size));
    in.take(std::min<std::size_t>(1, in.remaining()));
    return text;
}

}  // namespace xiezhi::lnk
