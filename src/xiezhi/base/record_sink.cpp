#include "xiezhi/base/record_sink.h"

#include <string>

namespace xiezhi {

void RecordSink::time(std::string_view name, FileTime time) {
    std::string iso;
    append_iso(iso, time, 7);
    text(name, iso);
}

void RecordSink::binary(std::string_view name, Bytes bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const std::byte byte : bytes) {
        hex += kDigits[std::to_integer<std::size_t>(byte >> 4)];
        hex += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    text(name, hex);
}

}  // namespace xiezhi
