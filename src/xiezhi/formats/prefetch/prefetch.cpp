#include "xiezhi/formats/prefetch/prefetch.h"

#include <algorithm>
#include <map>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/xpress_huffman.h"

namespace xiezhi::prefetch {
namespace {

constexpr std::uint32_t kSignature = 0x41434353;   // SCCA
constexpr std::uint32_t kCompressed = 0x044d414d;  // MAM, algorithm 4: XPRESS Huffman
constexpr std::uint32_t kCompressedWithChecksum = 0x844d414d;

constexpr std::size_t kExecutableSize = 60;

/// Windows keeps some thousand; more are made to use up memory. Of the second kind are volumes,
/// file references and directories of all volumes together, since their ranges may overlap.
constexpr std::size_t kFilesMax = 65'536;
constexpr std::uint64_t kVolumeItemsMax = 1'000'000;

/// Where versions differ. Source: libscca's document, sections "File information".
struct Layout {
    std::size_t run_times;
    std::size_t run_time_count;
    std::size_t run_count;
    std::size_t metrics_entry;    // size
    std::size_t metrics_name;     // offset of the name offset in it
    std::size_t volume_entry;     // size
    std::size_t first_reference;  // in the block of file references of a volume
};

/// Of version 30 there are two: the second has 8 bytes less in front of the metrics and is what
/// version 31 goes on with.
constexpr std::uint32_t kMetricsOfVariant1 = 0x130;

std::optional<Layout> layout_of(std::uint32_t version, std::uint32_t metrics_offset) {
    switch (version) {
        case 17:
            return Layout{0x78, 1, 0x90, 20, 8, 40, 8};
        case 23:
            return Layout{0x80, 1, 0x98, 32, 12, 104, 16};
        case 26:
            return Layout{0x80, 8, 0xd0, 32, 12, 104, 16};
        case 30:
        case 31:
            return Layout{0x80, 8, metrics_offset == kMetricsOfVariant1 ? 0xd0U : 0xc8U, 32, 12,
                          96,   16};
        default:
            return std::nullopt;
    }
}

/// A range that lies in `bytes`, or nothing.
std::optional<Bytes> range(Bytes bytes, std::uint64_t offset, std::uint64_t size) {
    if (offset > bytes.size() || size > bytes.size() - offset) return std::nullopt;
    return bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

std::string utf8(Bytes utf16le) {
    std::string text;
    append_utf8(text, utf16le);
    return text;
}

std::string up_to_null(std::string text) {
    text.resize(std::min(text.size(), text.find('\0')));
    return text;
}

struct Sections {
    std::uint32_t metrics_offset = 0;
    std::uint32_t metrics_count = 0;
    std::uint32_t names_offset = 0;
    std::uint32_t names_size = 0;
    std::uint32_t volumes_offset = 0;
    std::uint32_t volume_count = 0;
    std::uint32_t volumes_size = 0;
};

/// Reads one expanded file, part by part.
class Reader {
public:
    Reader(Bytes bytes, const DamageSink& damages) : bytes_(bytes), damages_(damages) {}

    /// False when the header is not all there.
    bool header(Prefetch& out) {
        Cursor in(bytes_);
        out.version = in.read<std::uint32_t>();
        in.seek(0x0c);
        const auto stated = in.read<std::uint32_t>();
        out.executable = up_to_null(utf8(in.take(kExecutableSize)));
        out.hash = in.read<std::uint32_t>();
        out.flags = in.read<std::uint32_t>();
        sections_.metrics_offset = in.read<std::uint32_t>();
        sections_.metrics_count = in.read<std::uint32_t>();
        in.take(8);  // trace chains: which block of which file was read when
        sections_.names_offset = in.read<std::uint32_t>();
        sections_.names_size = in.read<std::uint32_t>();
        sections_.volumes_offset = in.read<std::uint32_t>();
        sections_.volume_count = in.read<std::uint32_t>();
        sections_.volumes_size = in.read<std::uint32_t>();
        out.metrics_offset = sections_.metrics_offset;
        if (in.ok() && stated != bytes_.size()) {
            damages_({0x0c, msg::prefetch_size(bytes_.size(), stated)});
        }
        return in.ok();
    }

    bool runs(Prefetch& out, const Layout& layout) {
        Cursor in(bytes_);
        in.seek(layout.run_times);
        for (std::size_t i = 0; i < layout.run_time_count; ++i) {
            out.run_times.push_back({in.read<std::uint64_t>()});
        }
        while (!out.run_times.empty() && out.run_times.back().ticks == 0) out.run_times.pop_back();
        in.seek(layout.run_count);
        out.run_count = in.read<std::uint32_t>();
        return in.ok();
    }

    void files(Prefetch& out, const Layout& layout) {
        const auto names = range(bytes_, sections_.names_offset, sections_.names_size);
        if (!names) {
            damages_({sections_.names_offset, msg::prefetch_file_names()});
            return;
        }
        std::map<std::size_t, std::size_t> file_at;  // offset of a name in its section → index
        for (std::size_t position = 0; position + 1 < names->size();) {
            if (out.files.size() == kFilesMax) {
                damages_({sections_.names_offset + position, msg::prefetch_too_many(kFilesMax)});
                break;
            }
            const std::size_t size = string_size(names->subspan(position));
            file_at.emplace(position, out.files.size());
            out.files.push_back({utf8(names->subspan(position, size)), 0});
            position += size + 2;
        }
        if (layout.metrics_entry >= 32) references(out, layout, file_at);
        const auto executable = std::ranges::find_if(
            out.files, [&](const LoadedFile& file) { return is_executable(file.name, out); });
        if (executable != out.files.end()) out.executable_path = executable->name;
    }

    void volumes(Prefetch& out, const Layout& layout) {
        const std::uint64_t offset = sections_.volumes_offset;
        const auto section = range(bytes_, offset, sections_.volumes_size);
        // A section that was cut is read as far as it goes.
        const Bytes rest =
            section
                ? *section
                : bytes_.subspan(std::min<std::size_t>(sections_.volumes_offset, bytes_.size()));
        std::uint64_t items = 0;
        for (std::uint32_t i = 0; i < sections_.volume_count; ++i) {
            const auto entry =
                range(rest, std::uint64_t{i} * layout.volume_entry, layout.volume_entry);
            if (!entry) {
                damages_({offset, msg::prefetch_volume(i, sections_.volume_count)});
                return;
            }
            const std::uint64_t at = offset + std::uint64_t{i} * layout.volume_entry;
            out.volumes.push_back(volume(rest, *entry, at, layout));
            const Volume& read = out.volumes.back();
            items += 1 + read.file_references.size() + read.directories.size();
            if (items > kVolumeItemsMax) {
                damages_({at, msg::prefetch_too_many(kVolumeItemsMax)});
                return;
            }
        }
    }

private:
    /// Of a UTF-16 string up to its NUL or the end.
    static std::size_t string_size(Bytes bytes) {
        std::size_t size = 0;
        while (size + 1 < bytes.size() &&
               (bytes[size] != std::byte{0} || bytes[size + 1] != std::byte{0})) {
            size += 2;
        }
        return size;
    }

    /// The header's name is cut at 29 characters, so a longer last component only begins with it.
    static bool is_executable(std::string_view path, const Prefetch& out) {
        const std::string_view name = path.substr(path.rfind('\\') + 1);
        if (out.executable.empty()) return false;
        const bool cut = out.executable.size() >= kExecutableSize / 2 - 1;  // or not ASCII: longer
        return cut ? ascii_lower(name).starts_with(ascii_lower(out.executable))
                   : ascii_lower(name) == ascii_lower(out.executable);
    }

    void references(Prefetch& out, const Layout& layout,
                    const std::map<std::size_t, std::size_t>& file_at) {
        const std::uint64_t offset = sections_.metrics_offset;
        bool told = false;
        for (std::uint32_t i = 0; i < sections_.metrics_count; ++i) {
            const std::uint64_t at = offset + std::uint64_t{i} * layout.metrics_entry;
            const auto entry = range(bytes_, at, layout.metrics_entry);
            if (!entry) {
                damages_({offset, msg::prefetch_file_metrics(i, sections_.metrics_count)});
                return;
            }
            const auto file = file_at.find(load_le<std::uint32_t>(*entry, layout.metrics_name));
            if (file == file_at.end()) {
                if (!told) damages_({at, msg::prefetch_file_name()});
                told = true;  // once is enough: a count that is too big makes thousands
                continue;
            }
            out.files[file->second].file_reference = load_le<std::uint64_t>(*entry, 24);
        }
    }

    /// `rest`: the volumes section, to which the offsets inside of an entry are relative.
    Volume volume(Bytes rest, Bytes entry, std::uint64_t offset, const Layout& layout) {
        Volume volume;
        volume.offset = offset;
        Cursor in(entry);
        const auto path_offset = in.read<std::uint32_t>();
        const auto path_count = in.read<std::uint32_t>();
        volume.created = {in.read<std::uint64_t>()};
        volume.serial = in.read<std::uint32_t>();
        const auto references_offset = in.read<std::uint32_t>();
        const auto references_size = in.read<std::uint32_t>();
        const auto directories_offset = in.read<std::uint32_t>();
        const auto directory_count = in.read<std::uint32_t>();

        if (const auto path = range(rest, path_offset, std::uint64_t{path_count} * 2)) {
            volume.device_path = utf8(*path);
        } else {
            damages_({offset, msg::prefetch_volume_path()});
        }
        const auto block = range(rest, references_offset, references_size);
        if (!block || !file_references(*block, layout, volume)) {
            damages_({offset, msg::prefetch_volume_references()});
        }
        directories(rest, directories_offset, directory_count, volume);
        return volume;
    }

    static bool file_references(Bytes block, const Layout& layout, Volume& volume) {
        Cursor in(block);
        in.take(4);  // version: 1 in version 17, else 3
        const auto count = in.read<std::uint32_t>();
        in.seek(layout.first_reference);
        if (!in.ok() || count > in.remaining() / 8) return block.empty();
        volume.file_references.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            volume.file_references.push_back(in.read<std::uint64_t>());
        }
        return true;
    }

    void directories(Bytes rest, std::uint32_t position, std::uint32_t count, Volume& volume) {
        Cursor in(rest);
        in.seek(position);
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto characters = in.read<std::uint16_t>();
            const Bytes name = in.take(std::size_t{characters} * 2);
            in.take(2);  // NUL
            if (!in.ok()) {
                damages_({volume.offset, msg::prefetch_volume_directories(i, count)});
                return;
            }
            volume.directories.push_back(utf8(name));
        }
    }

    Bytes bytes_;
    const DamageSink& damages_;
    Sections sections_;
};

}  // namespace

Result<Content> read_content(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kSizeMax);
    if (!bytes) return std::move(bytes.error());
    Cursor in(*bytes);
    const auto first = in.read<std::uint32_t>();
    const auto second = in.read<std::uint32_t>();
    if (in.ok() && second == kSignature) return Content{std::move(*bytes), false};
    if (!in.ok() || (first != kCompressed && first != kCompressedWithChecksum)) {
        return Error{Errc::Unsupported, msg::prefetch_not_one(), {}};
    }
    if (second > kSizeMax) {
        return Error{Errc::TooBig, msg::prefetch_too_big(second, kSizeMax), {}};
    }
    if (first == kCompressedWithChecksum) in.take(4);  // CRC-32 over header and data
    Expanded expanded = expand_xpress_huffman(in.take(in.remaining()), second);
    if (load_le<std::uint32_t>(expanded.bytes, 4) != kSignature) {
        return Error{Errc::Unsupported, msg::prefetch_not_one_inside(), {}};
    }
    const std::size_t size = expanded.bytes.size();
    if (expanded.end == Expanded::End::InputEnds) {
        damages({bytes->size(), msg::prefetch_input_ends(size, second)});
    } else if (expanded.end != Expanded::End::Complete) {
        damages({8, msg::prefetch_bad_code(size, second)});
    }
    return Content{std::move(expanded.bytes), true};
}

Result<Prefetch> read(const ByteSource& source, const DamageSink& damages) {
    auto content = read_content(source, damages);
    if (!content) return std::move(content.error());
    Prefetch out;
    out.compressed = content->compressed;
    out.size = content->bytes.size();
    Reader reader(content->bytes, damages);
    if (!reader.header(out)) {
        damages({content->bytes.size(), msg::prefetch_header()});
        return out;
    }
    const auto layout = layout_of(out.version, out.metrics_offset);
    if (!layout) {
        damages({0, msg::prefetch_version(out.version)});
        return out;
    }
    if (!reader.runs(out, *layout)) {
        damages({content->bytes.size(), msg::prefetch_header()});
        return out;
    }
    reader.files(out, *layout);
    reader.volumes(out, *layout);
    return out;
}

}  // namespace xiezhi::prefetch
