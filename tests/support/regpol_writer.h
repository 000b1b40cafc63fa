#pragma once

#include <string_view>
#include <vector>

#include "tests/support/byte_writer.h"

namespace xiezhi::testing {

/// registry.pol: `[key;value;type;size;data]` in UTF-16 behind a header.
class RegistryPolWriter {
public:
    RegistryPolWriter() { out_.ascii("PReg").u32(1); }

    void entry(std::string_view key, std::string_view value, std::uint32_t type,
               const ByteWriter& data) {
        out_.utf16("[").utf16(key).u16(0).utf16(";").utf16(value).u16(0).utf16(";").u32(type);
        out_.utf16(";").u32(static_cast<std::uint32_t>(data.size())).utf16(";");
        out_.raw(data.bytes()).utf16("]");
    }
    void text(std::string_view key, std::string_view value, std::string_view data) {
        entry(key, value, 1, ByteWriter().utf16(data).u16(0));
    }
    void number(std::string_view key, std::string_view value, std::uint32_t data) {
        entry(key, value, 4, ByteWriter().u32(data));
    }

    [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept { return out_.bytes(); }

private:
    ByteWriter out_;
};

}  // namespace xiezhi::testing
