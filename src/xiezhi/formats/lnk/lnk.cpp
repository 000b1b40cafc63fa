#include "xiezhi/formats/lnk/lnk.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/code_page.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/lnk/link_info.h"
#include "xiezhi/formats/lnk/strings.h"

namespace xiezhi::lnk {
namespace {

// The file: header, item list, link info, strings, blocks; all but the header only where a flag
// says so, the blocks up to one whose size is below 4.

constexpr std::string_view kClass{
    "\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", 16};
constexpr std::size_t kBlocksMax = 256;
constexpr std::size_t kAnsiPathSize = 260;  // of the blocks with a path in two forms
constexpr std::size_t kUnicodePathSize = 520;

class Reader {
public:
    Reader(Bytes bytes, std::uint64_t offset, const DamageSink& damages)
        : bytes_(bytes), in_(bytes, offset), damages_(damages) {
        link_.offset = offset;
    }

    Link read() {
        header();
        if (item_list() && link_info() && strings()) blocks();
        link_.size = in_.position();
        return std::move(link_);
    }

private:
    void header() {
        in_.take(20);  // size, class
        link_.flags = in_.read<std::uint32_t>();
        link_.attributes = in_.read<std::uint32_t>();
        link_.created = {in_.read<std::uint64_t>()};
        link_.accessed = {in_.read<std::uint64_t>()};
        link_.modified = {in_.read<std::uint64_t>()};
        link_.target_size = in_.read<std::uint32_t>();
        link_.icon_index = in_.read<std::uint32_t>();
        link_.show_command = in_.read<std::uint32_t>();
        link_.hot_key = in_.read<std::uint16_t>();
        in_.take(10);
    }

    /// The size that stands next, without moving.
    template <std::unsigned_integral T>
    [[nodiscard]] T next() const {
        return load_le<T>(bytes_, in_.position());
    }

    bool item_list() {
        if (!link_.has(Flag::HasItemList)) return true;
        const std::uint64_t at = in_.offset();
        const auto size = in_.read<std::uint16_t>();
        const std::uint64_t list_offset = in_.offset();
        if (size > in_.remaining()) {
            damages_({at, msg::lnk_item_list(size, in_.remaining())});
            link_.items = read_item_list(in_.take(in_.remaining()), list_offset, damages_);
            return false;
        }
        link_.items = read_item_list(in_.take(size), list_offset, damages_);
        return true;
    }

    bool link_info() {
        if (!link_.has(Flag::HasLinkInfo)) return true;
        const std::uint64_t at = in_.offset();
        const auto size = next<std::uint32_t>();
        if (size < 4 || size > in_.remaining()) {
            damages_({at, msg::lnk_link_info()});
            return false;
        }
        link_.info.emplace();
        if (!read_link_info(in_.take(size), *link_.info)) damages_({at, msg::lnk_link_info()});
        return true;
    }

    bool string(Flag flag, std::optional<std::string>& out) {
        if (!link_.has(flag)) return true;
        const std::uint64_t at = in_.offset();
        const std::size_t count = in_.read<std::uint16_t>();
        const bool unicode = link_.has(Flag::IsUnicode);
        const std::size_t size = unicode ? 2 * count : count;
        const bool whole = in_.ok() && size <= in_.remaining();
        const Bytes text = in_.take(std::min(size, in_.remaining()));
        out.emplace();
        if (unicode) {
            append_wtf8(*out, text);
        } else {
            *out = decode_ansi(as_text(text));
        }
        if (!whole) damages_({at, msg::lnk_string()});
        return whole;
    }

    bool strings() {
        return string(Flag::HasName, link_.description) &&
               string(Flag::HasRelativePath, link_.relative_path) &&
               string(Flag::HasWorkingDirectory, link_.working_directory) &&
               string(Flag::HasArguments, link_.arguments) &&
               string(Flag::HasIconLocation, link_.icon_location);
    }

    void blocks() {
        while (in_.remaining() >= 4) {
            const Block block{.offset = in_.offset(),
                              .size = next<std::uint32_t>(),
                              .signature = load_le<std::uint32_t>(bytes_, in_.position() + 4)};
            if (block.size < 4) {
                in_.take(4);  // the terminal block
                return;
            }
            if (block.size < 8 || block.size > in_.remaining() ||
                link_.blocks.size() == kBlocksMax) {
                damages_({block.offset, msg::lnk_block(block.size)});
                return;
            }
            link_.blocks.push_back(block);
            if (!read_block(block, in_.take(block.size))) {
                damages_({block.offset, msg::lnk_block(block.size)});
            }
        }
    }

    bool read_block(const Block& block, Bytes bytes) {
        Cursor in(bytes);
        in.take(8);
        switch (block.signature) {
            case 0xa0000001:
                return path(in, link_.environment_path);
            case 0xa0000003:
                return tracker(in);
            case 0xa0000005:
                link_.special_folder = in.read<std::uint32_t>();
                return in.ok();
            case 0xa0000006:
                return path(in, link_.darwin_id);
            case 0xa0000007:
                return path(in, link_.icon_environment_path);
            case 0xa0000008:
                link_.shim_layer = read_utf16_string(in);
                return true;
            case 0xa0000009:
                link_.properties =
                    read_property_store(bytes.subspan(8), block.offset + 8, damages_);
                return true;
            case 0xa000000b:
                link_.known_folder = guid_of(in.take(16));
                return in.ok();
            default:  // console colours, code page, a second item list: their place is given
                return true;
        }
    }

    static bool path(Cursor& in, std::string& out) {
        const Bytes ansi = in.take(kAnsiPathSize);
        const Bytes unicode = in.take(kUnicodePathSize);
        out = utf16_string(unicode);
        if (out.empty()) out = ansi_string(ansi);
        return in.ok();
    }

    bool tracker(Cursor& in) {
        in.take(8);  // length, version
        Tracker tracker;
        tracker.machine_id = ansi_string(in.take(16));
        tracker.droid_volume = guid_of(in.take(16));
        tracker.droid_file = guid_of(in.take(16));
        tracker.birth_volume = guid_of(in.take(16));
        tracker.birth_file = guid_of(in.take(16));
        link_.tracker = std::move(tracker);
        return in.ok();
    }

    Bytes bytes_;
    Cursor in_;
    const DamageSink& damages_;
    Link link_;
};

}  // namespace

bool begins_link(Bytes bytes) noexcept {
    return bytes.size() >= kHeaderSize && load_le<std::uint32_t>(bytes, 0) == kHeaderSize &&
           as_text(bytes.subspan(4, kClass.size())) == kClass;
}

Result<Link> parse(Bytes bytes, std::uint64_t offset, const DamageSink& damages) {
    if (!begins_link(bytes)) return Error{Errc::Unsupported, msg::lnk_not_one(), {}};
    return Reader(bytes, offset, damages).read();
}

}  // namespace xiezhi::lnk
