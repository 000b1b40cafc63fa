#include "xiezhi/formats/evtx/template.h"

#include "xiezhi/base/hash.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/evtx/compile.h"

namespace xiezhi::evtx {
namespace {

constexpr std::size_t kGuidSize = 16;
constexpr std::size_t kDefinitionHeader = 4 + kGuidSize + 4;

/// Handler that writes what it hears: one byte for the kind, then the fields, texts with a count.
class CanonicalWriter {
public:
    explicit CanonicalWriter(std::string& out) : out_(out) {}

    bool open(std::uint16_t dependency, const NameRef& name) {
        out_ += 'o';
        number(dependency);
        return put('n', name.text);
    }
    bool attribute(const NameRef& name) { return put('a', name.text); }
    bool text(Bytes text) { return put('t', text); }
    bool cdata(Bytes text) { return put('c', text); }
    bool target(const NameRef& name) { return put('p', name.text); }
    bool instruction(Bytes text) { return put('i', text); }
    bool slot(std::uint16_t index, ValueType type, bool optional) {
        out_ += optional ? 'O' : 'S';
        number(index);
        out_ += static_cast<char>(type);
        return true;
    }
    bool close() {
        out_ += 'x';
        return true;
    }
    void content() { out_ += '>'; }
    /// A definition holds no instances: one that did could hold itself.
    static bool instance(Cursor& /*in*/) { return false; }

private:
    bool put(char kind, Bytes text) {
        out_ += kind;
        number(static_cast<std::uint16_t>(text.size() / 2));
        out_ += as_text(text);
        return true;
    }
    void number(std::uint16_t value) {
        out_ += static_cast<char>(value & 0xffU);
        out_ += static_cast<char>(value >> 8U);
    }

    std::string& out_;
};

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
                handler.text(text());
                break;
            case 'c':
                handler.cdata(text());
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
    std::call_once(json_made_, [this] { compile_json(nodes_, json_); });
    return json_;
}

const Program& Template::xml() const {
    std::call_once(xml_made_, [this] { compile_xml(nodes_, xml_); });
    return xml_;
}

bool canonical_form(Bytes chunk, std::uint32_t offset, std::string& out) {
    Cursor header(chunk);
    header.seek(offset);
    header.take(4);  // link to the next definition of the bucket: never followed
    const Bytes guid = header.take(kGuidSize);
    const std::size_t size = header.read<std::uint32_t>();
    if (!header.ok() || size > header.remaining()) return false;
    out += as_text(guid);
    Cursor in(chunk.first(offset + kDefinitionHeader + size));
    in.seek(offset + kDefinitionHeader);
    CanonicalWriter writer(out);
    return FragmentWalk(in, chunk, true, writer).run();
}

const Template* TemplateCatalogue::intern(const std::string& canonical) {
    const std::uint64_t hash = hash64(canonical);
    const auto look_up = [&]() -> const Template* {
        const auto [first, last] = by_hash_.equal_range(hash);
        for (auto it = first; it != last; ++it) {
            if (it->second->canonical() == canonical) return it->second.get();
        }
        return nullptr;
    };
    {
        const std::shared_lock lock(mutex_);
        if (const Template* found = look_up()) return found;
    }
    const std::unique_lock lock(mutex_);
    if (const Template* found = look_up()) return found;
    if (by_hash_.size() >= kTemplatesMax) return nullptr;
    const auto id = static_cast<std::uint32_t>(by_hash_.size() + 1);
    return by_hash_.emplace(hash, std::make_unique<const Template>(canonical, id))->second.get();
}

void ChunkTables::begin(Bytes chunk) {
    chunk_ = chunk;
    ++chunk_number_;
    name_texts_.clear();
    uncatalogued_.clear();
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
    if (!canonical_form(chunk_, offset, canonical_)) return nullptr;
    if (const Template* found = catalogue_.intern(canonical_)) return found;
    for (const Template& known : uncatalogued_) {
        if (known.canonical() == canonical_) return &known;
    }
    return &uncatalogued_.emplace_back(canonical_, 0);
}

std::string_view ChunkTables::operator()(const NameRef& name) {
    NameEntry& entry = names_[(name.offset * 0x9e3779b1U) >> 22U];
    if (entry.chunk != chunk_number_ || entry.offset != name.offset) {
        std::string& text = name_texts_.emplace_back();
        append_utf8(text, name.text);
        entry = {chunk_number_, name.offset, text};
    }
    return entry.text;
}

}  // namespace xiezhi::evtx
