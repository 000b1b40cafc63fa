#include "xiezhi/formats/evtx/template.h"

#include "xiezhi/base/hash.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/evtx/canonical.h"
#include "xiezhi/formats/evtx/compile.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kDefinitionHeader = 4 + kGuidSize + 4;

struct OwnNames {
    std::deque<std::string>& texts;
    std::string_view operator()(const NameRef& name) const {
        append_utf8(texts.emplace_back(), name.text);
        return texts.back();
    }
};

/// Reads what CanonicalWriter wrote into a handler; our own bytes, so they are well formed.
template <class Handler>
void read_canonical(Bytes canonical, Handler& handler) {
    Cursor in(canonical);
    in.take(kGuidSize);
    const auto text = [&] { return in.take(2 * std::size_t{in.read<std::uint16_t>()}); };
    while (in.remaining() > 0) {
        const char kind = static_cast<char>(in.read<std::uint8_t>());
        switch (kind) {
            case 'o': {
                const auto dependency = in.read<std::uint16_t>();
                in.take(1);
                handler.open(dependency, NameRef{0, text()});
                break;
            }
            case 'a':
                handler.attribute(NameRef{0, text()});
                break;
            case 't':
                handler.text({text()});
                break;
            case 'c':
                handler.cdata({text()});
                break;
            case 'p':
                handler.target(NameRef{0, text()});
                break;
            case 'i':
                handler.instruction(text());
                break;
            case '>':
                handler.content();
                break;
            case 'x':
                handler.close();
                break;
            default: {
                const auto index = in.read<std::uint16_t>();
                handler.slot(index, static_cast<ValueType>(in.read<std::uint8_t>()), kind == 'O');
            }
        }
    }
}

}  // namespace

Template::Template(std::string canonical, std::uint32_t id)
    : canonical_(std::move(canonical)), id_(id) {
    OwnNames names{names_};
    NodeBuilder<OwnNames> builder(nodes_, names);
    read_canonical(as_bytes(canonical_), builder);
}

const Program& Template::json() const {
    std::call_once(json_made_, [this] { compile_json(nodes_, 0, nodes_.size(), json_); });
    return json_;
}

const Program& Template::xml() const {
    std::call_once(xml_made_, [this] { compile_xml(nodes_, xml_); });
    return xml_;
}

bool canonical_form(Bytes chunk, std::uint32_t offset, Writer& out) {
    Cursor header(chunk);
    header.seek(offset);
    header.take(4);  // link to the next definition of the bucket: never followed
    const Bytes guid = header.take(kGuidSize);
    const std::size_t size = header.read<std::uint32_t>();
    if (!header.ok() || size > header.remaining()) return false;
    out.begin();
    out.reserve(guid.size());
    out.put(as_text(guid));
    Cursor in(chunk.first(offset + kDefinitionHeader + size));
    in.seek(offset + kDefinitionHeader);
    CanonicalWriter writer(out);
    return FragmentWalk(in, chunk, true, writer).run();
}

const Template* TemplateCatalogue::intern(std::string_view canonical, bool written_out) {
    Map& map = written_out ? written_out_ : definitions_;
    const std::uint64_t hash = hash64(canonical);
    const auto look_up = [&]() -> const Template* {
        const auto [first, last] = map.equal_range(hash);
        for (auto it = first; it != last; ++it) {
            if (it->second->canonical() == canonical) return it->second.get();
        }
        return nullptr;
    };
    {
        const std::scoped_lock lock(mutex_);
        if (const Template* found = look_up()) return found;
        if (map.size() >= kTemplatesMax) return nullptr;
    }
    const std::scoped_lock lock(mutex_);
    if (const Template* found = look_up()) return found;
    const auto id = static_cast<std::uint32_t>(definitions_.size() + written_out_.size() + 1);
    return map.emplace(hash, std::make_unique<const Template>(std::string(canonical), id))
        ->second.get();
}

void ChunkTables::begin(Bytes chunk) {
    chunk_ = chunk;
    ++chunk_number_;
    if (!uncatalogued_.empty()) uncatalogued_.clear();
}

const Template* ChunkTables::find(std::uint32_t offset) {
    TemplateEntry& entry = templates_[(offset * 0x9e3779b1U) >> 24U];
    if (entry.chunk != chunk_number_ || entry.offset != offset) {
        entry = {chunk_number_, offset, resolve(offset)};
    }
    return entry.found;
}

const Template* ChunkTables::resolve(std::uint32_t offset) {
    canonical_.clear();
    return canonical_form(chunk_, offset, canonical_) ? known(canonical_.text(), false) : nullptr;
}

const Template* ChunkTables::written_out(std::string_view canonical) {
    return known(canonical, true);
}

const Template* ChunkTables::known(std::string_view canonical, bool written_out) {
    if (const Template* found = catalogue_.intern(canonical, written_out)) return found;
    for (const Template& other : uncatalogued_) {
        if (other.canonical() == canonical) return &other;
    }
    return &uncatalogued_.emplace_back(std::string(canonical), 0);
}

}  // namespace xiezhi::evtx
