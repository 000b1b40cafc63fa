// The tree of resources: type, name, language. "PE Format", "The .rsrc Section".
#include "xiezhi/formats/pe/resources.h"

#include <algorithm>
#include <set>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kTableSize = 16;
constexpr std::size_t kEntrySize = 8;
constexpr std::size_t kDataEntrySize = 16;
constexpr std::uint32_t kHighBit = 0x80000000U;
constexpr std::size_t kLanguageLevel = 2;
constexpr std::size_t kTypeNameMax = 64;  // UTF-16 units
constexpr std::size_t kTypesMax = 256;
constexpr std::string_view kVersionType = "16";
constexpr std::string_view kManifestType = "24";

class Tree {
public:
    Tree(Reader& in, Image& image)
        : in_(in), image_(image), root_(image.directory(Directory::Resource).rva) {}

    void read() {
        if (root_ == 0) return;
        if (!in_.locate(root_)) {
            in_.damage(image_.header_offset, msg::pe_table_outside("resource", root_));
            return;
        }
        table(0, 0, "");
        if (entries_ == kResourceEntriesMax) {
            in_.damage(image_.header_offset, msg::pe_too_many_resources());
        }
    }

private:
    struct Entry {
        std::uint32_t name = 0;
        std::uint32_t target = 0;
    };

    Bytes bytes(std::uint32_t position, std::size_t size) {
        const std::uint64_t rva = std::uint64_t{root_} + position;
        return rva > 0xffffffffU ? Bytes{} : in_.at_rva(static_cast<std::uint32_t>(rva), size);
    }

    /// Recursion ends at the third level; a table is walked once, whoever points at it.
    void table(std::uint32_t position, std::size_t level, const std::string& type) {
        if (!tables_.insert(position).second) return;
        Cursor header(bytes(position, kTableSize));
        static_cast<void>(header.take(12));
        const std::size_t named = header.read<std::uint16_t>();
        const std::size_t count = named + header.read<std::uint16_t>();
        if (!header.ok()) return;
        for (std::size_t i = 0; i < count && entries_ < kResourceEntriesMax; ++i) {
            const auto at = static_cast<std::uint32_t>(position + kTableSize + i * kEntrySize);
            Cursor in(bytes(at, kEntrySize));
            const Entry entry{in.read<std::uint32_t>(), in.read<std::uint32_t>()};
            if (!in.ok()) return;
            ++entries_;
            visit(entry, level, type);
        }
    }

    void visit(const Entry& entry, std::size_t level, const std::string& type) {
        const std::string& known = level == 0 ? type_name(entry.name) : type;
        if ((entry.target & kHighBit) != 0) {
            if (level < kLanguageLevel) table(entry.target & ~kHighBit, level + 1, known);
            return;
        }
        if (image_.resources.counts.size() < kTypesMax || image_.resources.counts.contains(known)) {
            ++image_.resources.counts[known];
        }
        if (known == kVersionType) version(entry);
        if (known == kManifestType && image_.resources.manifest.empty()) {
            image_.resources.manifest = as_text(data(entry.target, kManifestSizeMax));
        }
    }

    const std::string& type_name(std::uint32_t name) {
        type_ = std::to_string(name);
        if ((name & kHighBit) != 0) {
            const std::uint32_t position = name & ~kHighBit;
            const std::size_t size = load_le<std::uint16_t>(bytes(position, 2), 0);
            type_.clear();
            append_utf8(type_, bytes(position + 2, 2 * std::min(size, kTypeNameMax)));
        }
        return type_;
    }

    Bytes data(std::uint32_t position, std::size_t size_max) {
        Cursor in(bytes(position, kDataEntrySize));
        const auto rva = in.read<std::uint32_t>();
        const std::size_t size = in.read<std::uint32_t>();
        return in.ok() ? in_.at_rva(rva, std::min(size, size_max)) : Bytes{};
    }

    void version(const Entry& entry) {
        if (image_.resources.versions.size() == kVersionsMax) return;
        Version version = parse_version(data(entry.target, kVersionSizeMax));
        version.language = entry.name;
        if (!version.fixed && version.strings.empty()) {
            in_.damage(image_.header_offset, msg::pe_version());
            return;
        }
        image_.resources.versions.push_back(std::move(version));
    }

    Reader& in_;
    Image& image_;
    std::uint32_t root_;
    std::size_t entries_ = 0;
    std::set<std::uint32_t> tables_;
    std::string type_;
};

}  // namespace

void read_resources(Reader& in, Image& image) {
    Tree(in, image).read();
}

}  // namespace xiezhi::pe
