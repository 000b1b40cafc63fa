#include "xiezhi/formats/recycle/recycle.h"

#include <algorithm>

#include "xiezhi/base/code_page.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"

namespace xiezhi::recycle {
namespace {

constexpr std::size_t kInfoHeaderSize = 20;
constexpr std::uint32_t kInfoVersionMax = 5;
constexpr std::size_t kAnsiPathSize = 260;
constexpr std::uint32_t kAnsiRecordSize = 280;  // of Windows 98
constexpr std::uint32_t kRecordSize = 800;      // with the path in UTF-16 behind the rest
constexpr std::size_t kFixedPathSize = 520;     // of $I version 1

/// UTF-16 up to the first NUL.
std::string utf16_path(Bytes bytes) {
    std::string path;
    append_wtf8(path, bytes);
    path.resize(std::min(path.size(), path.find('\0')));
    return path;
}

std::optional<DeletedFile> read_file(Cursor& in, std::uint64_t version) {
    DeletedFile file;
    file.size = in.read<std::uint64_t>();
    file.deleted = {in.read<std::uint64_t>()};
    const bool counted = version >= 2;
    const std::size_t size = counted ? 2 * std::size_t{in.read<std::uint32_t>()} : kFixedPathSize;
    if (!in.ok() || in.remaining() == 0) return std::nullopt;
    file.original_path = utf16_path(in.take(std::min(size, in.remaining())));
    return file;
}

DeletedFile read_record(Bytes record, std::uint64_t offset) {
    Cursor in(record);
    DeletedFile file;
    file.offset = offset;
    const std::string_view ansi = as_text(in.take(kAnsiPathSize));
    file.index = in.read<std::uint32_t>();
    file.drive = in.read<std::uint32_t>();
    file.deleted = {in.read<std::uint64_t>()};
    file.size = in.read<std::uint32_t>();
    if (record.size() >= kRecordSize) file.original_path = utf16_path(in.take(in.remaining()));
    file.restored = ansi.starts_with('\0');
    if (!file.original_path.empty()) return file;
    // A file that was put back or purged keeps all but the letter of its drive.
    std::string path(ansi);
    if (file.restored) path[0] = static_cast<char>('A' + *file.drive % 26);
    file.original_path = decode_ansi(path.substr(0, path.find('\0')));
    return file;
}

Result<Index> read_info(Bytes bytes, const DamageSink& damages) {
    Index index;
    index.version = load_le<std::uint32_t>(bytes, 0);
    const auto record_size = load_le<std::uint32_t>(bytes, 12);
    index.record_size = record_size;
    std::size_t position = kInfoHeaderSize;
    for (; position + record_size <= bytes.size(); position += record_size) {
        index.files.push_back(read_record(bytes.subspan(position, record_size), position));
    }
    if (position != bytes.size()) {
        damages({position, msg::recycle_cut(bytes.size() - position, record_size)});
    }
    return index;
}

}  // namespace

Result<Index> read(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kSizeMax);
    if (!bytes) return std::move(bytes.error());
    Cursor in(*bytes);
    const auto version = in.read<std::uint64_t>();
    const auto record_size = load_le<std::uint32_t>(*bytes, 12);
    const bool is_file = version == 1 || version == 2;
    if (in.ok() && is_file) {
        Index index;
        index.version = version;
        auto file = read_file(in, version);
        if (!file) {
            damages({0, msg::recycle_cut(bytes->size(), 28)});
        } else {
            index.files.push_back(*std::move(file));
        }
        return index;
    }
    if (load_le<std::uint32_t>(*bytes, 0) <= kInfoVersionMax && bytes->size() >= kInfoHeaderSize &&
        (record_size == kRecordSize || record_size == kAnsiRecordSize)) {
        return read_info(*bytes, damages);
    }
    return Error{Errc::Unsupported, msg::recycle_not_one(), {}};
}

bool write(const Index& index, RecordSink& sink) {
    for (const DeletedFile& file : index.files) {
        sink.begin_record("deleted_file");
        sink.number("offset", file.offset);
        sink.number("version", index.version);
        if (index.record_size) sink.number("record_size", *index.record_size);
        sink.text("original_path", file.original_path);
        sink.number("size", file.size);
        sink.time("deleted", file.deleted);
        if (file.index) sink.number("index", *file.index);
        if (file.drive) sink.number("drive", *file.drive);
        if (index.record_size) sink.truth("restored", file.restored);
        if (!sink.end_record()) return false;
    }
    return true;
}

}  // namespace xiezhi::recycle
