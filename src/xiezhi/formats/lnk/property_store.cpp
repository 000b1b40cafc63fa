#include "xiezhi/formats/lnk/property_store.h"

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digits.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/lnk/strings.h"

namespace xiezhi::lnk {
namespace {

constexpr std::uint32_t kVersion = 0x53505331;  // 1SPS
constexpr std::size_t kPropertiesMax = 4096;
constexpr std::size_t kHexMax = 1024;  // bytes of a value that is not read

/// {D5CDD505-2E9C-101B-9397-08002B2CF9AE}: its properties have names.
constexpr Guid kNamed{{std::byte{0x05}, std::byte{0xd5}, std::byte{0xcd}, std::byte{0xd5},
                       std::byte{0x9c}, std::byte{0x2e}, std::byte{0x1b}, std::byte{0x10},
                       std::byte{0x93}, std::byte{0x97}, std::byte{0x08}, std::byte{0x00},
                       std::byte{0x2b}, std::byte{0x2c}, std::byte{0xf9}, std::byte{0xae}}};

std::string hex(Bytes bytes) {
    std::string text;
    for (const std::byte byte : bytes.first(std::min(bytes.size(), kHexMax))) {
        text += digits::kLowerHex.pair(std::to_integer<std::uint8_t>(byte));
    }
    return text;
}

/// [MS-OLEPS] 2.15: type, two bytes of padding, value.
void read_value(Bytes bytes, Property& property) {
    Cursor in(bytes);
    property.type = in.read<std::uint16_t>();
    in.take(2);
    const Bytes raw = bytes.subspan(in.position());
    switch (property.type) {
        case 0x0b:  // VT_BOOL
            property.value = in.read<std::uint16_t>() == 0 ? "false" : "true";
            return;
        case 0x13:  // VT_UI4
            property.value = std::to_string(in.read<std::uint32_t>());
            return;
        case 0x15:  // VT_UI8
            property.value = std::to_string(in.read<std::uint64_t>());
            return;
        case 0x1f:  // VT_LPWSTR, behind the count of characters
            in.take(4);
            property.value = read_utf16_string(in);
            return;
        case 0x40:  // VT_FILETIME
            append_iso(property.value, {in.read<std::uint64_t>()}, 7);
            return;
        case 0x48:  // VT_CLSID
            property.value = guid_of(in.take(16)).text();
            return;
        default:
            property.value = hex(raw);
    }
}

/// One storage: its format GUID and the properties of it. False when it does not fit.
bool read_storage(Bytes storage, std::uint64_t offset, std::vector<Property>& properties) {
    Cursor in(storage, offset);
    in.take(4);  // size
    if (in.read<std::uint32_t>() != kVersion) return false;
    const Guid format = guid_of(in.take(16));
    while (in.ok() && in.remaining() >= 4) {
        Property property;
        property.offset = in.offset();
        property.format = format;
        const auto size = in.read<std::uint32_t>();
        if (size == 0) return true;
        if (size < 4) return false;
        const Bytes value = in.take(size - 4);  // the size counts itself
        if (!in.ok() || properties.size() == kPropertiesMax) return false;
        Cursor field(value);
        const auto id = field.read<std::uint32_t>();
        field.take(1);
        if (format == kNamed) {
            property.name = utf16_string(field.take(id));
        } else {
            property.id = id;
        }
        if (!field.ok() || field.remaining() < 4) return false;
        read_value(value.subspan(field.position()), property);
        properties.push_back(std::move(property));
    }
    return in.ok();
}

}  // namespace

std::vector<Property> read_property_store(Bytes bytes, std::uint64_t offset,
                                          const DamageSink& damages) {
    std::vector<Property> properties;
    Cursor in(bytes, offset);
    while (in.remaining() >= 4) {
        const std::uint64_t at = in.offset();
        const auto size = load_le<std::uint32_t>(bytes, in.position());
        if (size == 0) break;
        const Bytes storage = in.take(size);
        if (!in.ok() || !read_storage(storage, at, properties)) {
            damages({at, msg::lnk_property()});
            break;
        }
    }
    return properties;
}

}  // namespace xiezhi::lnk
