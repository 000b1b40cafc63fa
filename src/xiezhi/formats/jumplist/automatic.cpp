#include <algorithm>

#include "xiezhi/base/code_page.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/jumplist/compound_file.h"
#include "xiezhi/formats/jumplist/jumplist.h"

namespace xiezhi::jumplist {
namespace {

constexpr std::string_view kListName = "DestList";
constexpr std::size_t kHeaderSize = 32;
constexpr std::uint32_t kFirstLongVersion = 2;  // 3 and 4 were seen

std::string fixed_string(Bytes bytes) {
    const std::string_view text = as_text(bytes);
    return decode_ansi(text.substr(0, text.find('\0')));
}

/// One entry at the cursor; nothing when it does not fit.
std::optional<Entry> read_entry(Cursor& in, std::uint32_t version) {
    Entry entry;
    entry.position = in.position();
    entry.hash = in.read<std::uint64_t>();
    entry.droid_volume = guid_of(in.take(16));
    entry.droid_file = guid_of(in.take(16));
    entry.birth_volume = guid_of(in.take(16));
    entry.birth_file = guid_of(in.take(16));
    entry.machine_id = fixed_string(in.take(16));
    entry.number = in.read<std::uint32_t>();
    in.take(8);  // the second is a weight, a float that falls with time
    entry.accessed = {in.read<std::uint64_t>()};
    entry.pin = static_cast<std::int32_t>(in.read<std::uint32_t>());
    if (version >= kFirstLongVersion) {
        in.take(4);
        entry.access_count = in.read<std::uint32_t>();
        in.take(8);
    }
    const std::size_t characters = in.read<std::uint16_t>();
    append_wtf8(entry.path, in.take(2 * characters));
    if (version >= kFirstLongVersion) in.take(std::min<std::size_t>(4, in.remaining()));
    if (!in.ok()) return std::nullopt;
    return entry;
}

void read_list(const StreamBytes& stream, Automatic& out, const DamageSink& damages) {
    Cursor in(stream.bytes);
    out.version = in.read<std::uint32_t>();
    out.entry_count = in.read<std::uint32_t>();
    out.pinned_count = in.read<std::uint32_t>();
    in.take(4);
    out.last_entry_number = in.read<std::uint32_t>();
    in.seek(kHeaderSize);
    while (in.ok() && in.remaining() > 0 && out.entries.size() < out.entry_count) {
        const std::uint64_t at = stream.offset_of(in.position());
        auto entry = read_entry(in, out.version);
        if (!entry) {
            damages({at, msg::jumplist_entry(out.entries.size(), out.entry_count)});
            return;
        }
        entry->offset = at;
        out.entries.push_back(*std::move(entry));
    }
    if (!in.ok() || out.entries.size() < out.entry_count) {
        damages({stream.offset_of(0), msg::jumplist_entry(out.entries.size(), out.entry_count)});
    }
}

}  // namespace

Result<Automatic> read_automatic(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kSizeMax);
    if (!bytes) return std::move(bytes.error());
    auto file = CompoundFile::open(std::move(*bytes), damages);
    if (!file) return std::move(file.error());
    Automatic out;
    out.stream_count = file->streams().size();
    bool has_list = false;
    for (const Stream& stream : file->streams()) {
        auto content = file->read(stream, damages);
        if (!content) continue;
        if (stream.name == kListName) {
            has_list = true;
            read_list(*content, out, damages);
        } else if (!stream.name.starts_with(kListName)) {  // DestListPropertyStore is none
            out.links.push_back({stream.name, content->offset_of(0), std::move(content->bytes)});
        }
    }
    if (!has_list) damages({0, msg::jumplist_no_list()});
    return out;
}

}  // namespace xiezhi::jumplist
