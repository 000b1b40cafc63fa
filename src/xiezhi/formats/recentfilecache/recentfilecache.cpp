#include "xiezhi/formats/recentfilecache/recentfilecache.h"

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"

namespace xiezhi::recentfilecache {
namespace {

/// Then come 4 more bytes of unknown meaning, different in each file.
constexpr std::string_view kSignature{
    "\xfe\xff\xee\xff\x11\x22\x00\x00\x03\x00\x00\x00\x01\x00\x00\x00", 16};

}  // namespace

Result<std::vector<Entry>> read(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kSizeMax);
    if (!bytes) return std::move(bytes.error());
    Cursor in(*bytes);
    if (as_text(in.take(kSignature.size())) != kSignature) {
        return Error{Errc::Unsupported, msg::recentfilecache_not_one(), {}};
    }
    in.take(4);
    std::vector<Entry> entries;
    while (in.ok() && in.remaining() > 0) {
        Entry entry{.offset = in.offset(), .path = {}};
        const std::uint64_t count = in.read<std::uint32_t>();  // characters, without the NUL
        const bool fits = in.ok() && count <= in.remaining() / 2;
        append_wtf8(entry.path, in.take(fits ? static_cast<std::size_t>(2 * count) : 0));
        in.take(2);
        if (!fits || !in.ok()) {
            damages({entry.offset, msg::recentfilecache_entry(entries.size())});
            break;
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

bool write(const std::vector<Entry>& entries, RecordSink& sink) {
    for (const Entry& entry : entries) {
        sink.begin_record("entry");
        sink.number("offset", entry.offset);
        sink.text("path", entry.path);
        if (!sink.end_record()) return false;
    }
    return true;
}

}  // namespace xiezhi::recentfilecache
