// "PE Format", "The .edata Section".
#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kExportDirectorySize = 40;

/// Element `index` of a table of integers; 0 when it is not in the file.
template <class T>
T element(Reader& in, std::uint32_t table, std::size_t index) {
    const std::uint64_t rva = table + std::uint64_t{index} * sizeof(T);
    if (rva > 0xffffffffU) return 0;
    return load_le<T>(in.at_rva(static_cast<std::uint32_t>(rva), sizeof(T)), 0);
}

}  // namespace

void read_exports(Reader& in, Image& image) {
    const DataDirectory& directory = image.directory(Directory::Export);
    if (directory.rva == 0) return;
    Cursor header(in.at_rva(directory.rva, kExportDirectorySize));
    Exports exports;
    static_cast<void>(header.take(4));
    exports.time = header.read<std::uint32_t>();
    static_cast<void>(header.take(4));
    const auto module = header.read<std::uint32_t>();
    const auto base = header.read<std::uint32_t>();
    const auto count = header.read<std::uint32_t>();
    const auto name_count = header.read<std::uint32_t>();
    const auto addresses = header.read<std::uint32_t>();
    const auto names = header.read<std::uint32_t>();
    const auto ordinals = header.read<std::uint32_t>();
    if (!header.ok()) {
        in.damage(image.header_offset, msg::pe_table_outside("export", directory.rva));
        return;
    }
    exports.module = in.name_at(module).value_or("");
    if (std::max(count, name_count) > kFunctionsMax) {
        in.damage(image.header_offset, msg::pe_too_many_exports(std::max(count, name_count)));
    }
    std::vector<std::string> named(std::min<std::size_t>(count, kFunctionsMax));
    for (std::size_t i = 0; i < std::min<std::size_t>(name_count, kFunctionsMax); ++i) {
        const auto index = element<std::uint16_t>(in, ordinals, i);
        auto name = in.name_at(element<std::uint32_t>(in, names, i));
        if (!name) break;
        // Of two names for one function, the second gets an entry of its own.
        if (index < named.size() && named[index].empty()) {
            named[index] = std::move(*name);
        } else {
            const auto rva = element<std::uint32_t>(in, addresses, index);
            exports.functions.push_back({base + index, std::move(*name), rva, {}});
        }
    }
    for (std::size_t i = 0; i < named.size(); ++i) {
        const auto rva = element<std::uint32_t>(in, addresses, i);
        if (rva == 0 && named[i].empty()) continue;
        const auto ordinal = base + static_cast<std::uint32_t>(i);
        exports.functions.push_back({ordinal, std::move(named[i]), rva, {}});
    }
    for (ExportedFunction& function : exports.functions) {
        const bool forwarded =
            function.rva >= directory.rva && function.rva - directory.rva < directory.size;
        if (forwarded) function.forwarder = in.name_at(function.rva).value_or("");
    }
    std::ranges::stable_sort(exports.functions, {}, &ExportedFunction::ordinal);
    image.exports = std::move(exports);
}

}  // namespace xiezhi::pe
