#include "xiezhi/formats/lnk/link_info.h"

#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/lnk/strings.h"

namespace xiezhi::lnk {
namespace {

constexpr std::uint32_t kHasVolumeAndLocalPath = 1;
constexpr std::uint32_t kHasNetwork = 2;
constexpr std::uint32_t kUnicodeHeaderSize = 0x24;  // with places of UTF-16 forms behind the others

/// What a text of both forms is: UTF-16 where there is one, since the code page is not known.
class Texts {
public:
    explicit Texts(Bytes block) : block_(block) {}

    std::string at(std::uint32_t ansi, std::uint32_t unicode) {
        if (unicode != 0) {
            if (unicode < block_.size()) return utf16_string(block_.subspan(unicode));
            ok_ = false;
        }
        if (ansi == 0) return {};
        if (ansi < block_.size()) return ansi_string(block_.subspan(ansi));
        ok_ = false;
        return {};
    }
    Bytes from(std::uint32_t position) {
        if (position < block_.size()) return block_.subspan(position);
        ok_ = false;
        return {};
    }
    [[nodiscard]] bool ok() const { return ok_; }

private:
    Bytes block_;
    bool ok_ = true;
};

bool read_volume(Bytes bytes, LinkInfo& info) {
    constexpr std::uint32_t kLabelIsUnicode = 0x14;  // then one more place follows
    Cursor in(bytes);
    in.take(4);  // size
    info.drive_type = in.read<std::uint32_t>();
    info.drive_serial = in.read<std::uint32_t>();
    const auto label = in.read<std::uint32_t>();
    const bool unicode = label == kLabelIsUnicode;
    const std::uint32_t unicode_label = unicode ? in.read<std::uint32_t>() : 0;
    Texts texts(bytes);
    info.volume_label = texts.at(unicode ? 0 : label, unicode_label);
    return in.ok() && texts.ok();
}

bool read_network(Bytes bytes, LinkInfo& info) {
    constexpr std::uint32_t kAnsiHeaderSize = 0x14;
    constexpr std::uint32_t kHasDevice = 1;
    Cursor in(bytes);
    in.take(4);  // size
    const auto flags = in.read<std::uint32_t>();
    const auto name = in.read<std::uint32_t>();
    const auto device = in.read<std::uint32_t>();
    in.take(4);  // network provider type
    const bool unicode = name > kAnsiHeaderSize;
    const std::uint32_t unicode_name = unicode ? in.read<std::uint32_t>() : 0;
    const std::uint32_t unicode_device = unicode ? in.read<std::uint32_t>() : 0;
    Texts texts(bytes);
    info.network_share = texts.at(name, unicode_name);
    if ((flags & kHasDevice) != 0) info.device_name = texts.at(device, unicode_device);
    return in.ok() && texts.ok();
}

}  // namespace

bool read_link_info(Bytes block, LinkInfo& info) {
    Cursor in(block);
    in.take(4);  // size
    const auto header_size = in.read<std::uint32_t>();
    const auto flags = in.read<std::uint32_t>();
    const auto volume = in.read<std::uint32_t>();
    const auto local = in.read<std::uint32_t>();
    const auto network = in.read<std::uint32_t>();
    const auto suffix = in.read<std::uint32_t>();
    const bool unicode = header_size >= kUnicodeHeaderSize;
    const std::uint32_t unicode_local = unicode ? in.read<std::uint32_t>() : 0;
    const std::uint32_t unicode_suffix = unicode ? in.read<std::uint32_t>() : 0;
    if (!in.ok()) return false;
    bool ok = true;
    Texts texts(block);
    const std::string rest = texts.at(suffix, unicode_suffix);
    if ((flags & kHasVolumeAndLocalPath) != 0) {
        ok = read_volume(texts.from(volume), info);
        info.local_path = texts.at(local, unicode_local) + rest;
    }
    if ((flags & kHasNetwork) != 0) {
        ok = read_network(texts.from(network), info) && ok;
        info.network_path = info.network_share;
        if (!rest.empty() && !info.network_path.ends_with('\\')) info.network_path += '\\';
        info.network_path += rest;
    }
    return ok && texts.ok();
}

}  // namespace xiezhi::lnk
