// Imports and delay imports. Sources: "PE Format", "The .idata Section" and "Delay-Load Import
// Tables"; which of the two lookup tables is taken is what pefile does.
#include <algorithm>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/pe/ordinals.inc"
#include "xiezhi/formats/pe/reader.h"

namespace xiezhi::pe {
namespace {

constexpr std::size_t kDescriptorSize = 20;
constexpr std::size_t kDelayDescriptorSize = 32;
constexpr std::size_t kNamesOffset = 2;  // behind the hint

struct Descriptor {
    std::uint32_t lookup = 0;  // names and ordinals
    std::uint32_t name = 0;
    std::uint32_t time = 0;
    std::uint32_t addresses = 0;  // overwritten by the loader; the same as `lookup` in the file
    bool delayed = false;
    [[nodiscard]] bool is_end() const noexcept {
        return name == 0 && (lookup == 0 || addresses == 0);
    }
};

Descriptor read_descriptor(Bytes bytes) {
    Cursor in(bytes);
    Descriptor out;
    out.lookup = in.read<std::uint32_t>();
    out.time = in.read<std::uint32_t>();
    static_cast<void>(in.take(4));  // forwarder chain
    out.name = in.read<std::uint32_t>();
    out.addresses = in.read<std::uint32_t>();
    return in.ok() ? out : Descriptor{};
}

/// Attribute bit 0: fields are addresses; older linkers wrote virtual addresses.
Descriptor read_delay_descriptor(Bytes bytes, std::uint64_t image_base) {
    Cursor in(bytes);
    Descriptor out{.delayed = true};
    const bool relative = (in.read<std::uint32_t>() & 1U) != 0;
    out.name = in.read<std::uint32_t>();
    static_cast<void>(in.take(4));  // module handle
    out.addresses = in.read<std::uint32_t>();
    out.lookup = in.read<std::uint32_t>();
    static_cast<void>(in.take(8));  // bound and unload tables
    out.time = in.read<std::uint32_t>();
    if (!in.ok()) return {};
    if (!relative && out.name != 0) {
        const auto base = static_cast<std::uint32_t>(image_base & 0xffffffffU);
        out.name -= base;
        out.addresses -= base;
        out.lookup -= base;
    }
    return out;
}

class Imports {
public:
    Imports(Reader& in, Image& image) : in_(in), image_(image), width_(image.plus ? 8 : 4) {}

    void read(Directory which) {
        const DataDirectory& directory = image_.directory(which);
        if (directory.rva == 0) return;
        const bool delayed = which == Directory::DelayImport;
        const std::uint32_t size = delayed ? kDelayDescriptorSize : kDescriptorSize;
        if (!in_.locate(directory.rva)) {
            in_.damage(image_.header_offset,
                       msg::pe_table_outside(delayed ? "delay import" : "import", directory.rva));
            return;
        }
        for (std::uint32_t rva = directory.rva;; rva += size) {
            const Bytes bytes = in_.at_rva(rva, size);
            const Descriptor descriptor =
                delayed ? read_delay_descriptor(bytes, image_.image_base) : read_descriptor(bytes);
            if (descriptor.is_end()) return;
            if (image_.imports.size() == kModulesMax) return too_many();
            if (!add(descriptor)) return;
        }
    }

private:
    void too_many() { in_.damage(image_.header_offset, msg::pe_too_many_imports()); }

    bool add(const Descriptor& descriptor) {
        ImportedModule module;
        module.time = descriptor.time;
        module.delayed = descriptor.delayed;
        auto name = in_.name_at(descriptor.name);
        if (!name) {
            in_.damage(image_.header_offset, msg::pe_import_name(descriptor.name));
            return false;  // what follows is no table of imports any more
        }
        module.name = std::move(*name);
        std::uint32_t table = descriptor.lookup;
        if (table == 0 || !in_.locate(table) || thunk(table) == 0) table = descriptor.addresses;
        const bool all = read_functions(table, module);
        image_.imports.push_back(std::move(module));
        if (!all) too_many();
        return all;
    }

    std::uint64_t thunk(std::uint32_t rva) {
        Cursor in(in_.at_rva(rva, width_));
        return width_ == 8 ? in.read<std::uint64_t>() : in.read<std::uint32_t>();
    }

    bool read_functions(std::uint32_t table, ImportedModule& module) {
        const std::uint64_t by_ordinal = std::uint64_t{1} << (8 * width_ - 1);
        for (std::uint32_t rva = table;; rva += static_cast<std::uint32_t>(width_)) {
            const std::uint64_t value = thunk(rva);
            if (value == 0) return true;
            if (functions_ == kFunctionsMax) return false;
            ++functions_;
            ImportedFunction function;
            if ((value & by_ordinal) != 0) {
                function.ordinal = static_cast<std::uint16_t>(value & 0xffffU);
            } else if (const auto at = static_cast<std::uint32_t>(value & 0x7fffffffU);
                       auto name = in_.name_at(at + kNamesOffset)) {
                function.name = std::move(*name);
                function.ordinal = load_le<std::uint16_t>(in_.at_rva(at, 2), 0);
            } else {
                in_.damage(image_.header_offset, msg::pe_import_name(at));
                return true;
            }
            module.functions.push_back(std::move(function));
        }
    }

    Reader& in_;
    Image& image_;
    std::size_t width_;
    std::size_t functions_ = 0;
};

std::string_view without_extension(std::string_view module) {
    for (const std::string_view extension : {".dll", ".ocx", ".sys"}) {
        if (module.ends_with(extension)) return module.substr(0, module.size() - extension.size());
    }
    return module;
}

std::string ordinal_name(std::string_view module, std::uint16_t ordinal) {
    std::span<const OrdinalName> names;
    if (module == "ws2_32.dll" || module == "wsock32.dll") names = kWs2Ordinals;
    if (module == "oleaut32.dll") names = kOleautOrdinals;
    const auto found = std::ranges::lower_bound(names, ordinal, {}, &OrdinalName::ordinal);
    if (found != names.end() && found->ordinal == ordinal) return std::string(found->name);
    return "ord" + std::to_string(ordinal);
}

}  // namespace

void read_imports(Reader& in, Image& image) {
    Imports imports(in, image);
    imports.read(Directory::Import);
    imports.read(Directory::DelayImport);
}

DigestValue imphash(const std::vector<ImportedModule>& imports) {
    std::string text;
    for (const ImportedModule& module : imports) {
        if (module.delayed) continue;
        const std::string name = ascii_lower(module.name);
        for (const ImportedFunction& function : module.functions) {
            if (!text.empty()) text += ',';
            text += without_extension(name);
            text += '.';
            text += ascii_lower(function.name.empty() ? ordinal_name(name, function.ordinal)
                                                      : function.name);
        }
    }
    if (text.empty()) return {};
    return digest_of(DigestKind::Md5, as_bytes(text));
}

}  // namespace xiezhi::pe
