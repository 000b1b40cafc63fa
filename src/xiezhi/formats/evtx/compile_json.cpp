#include <algorithm>
#include <deque>
#include <unordered_map>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/formats/evtx/compile.h"
#include "xiezhi/formats/evtx/escape.h"

namespace xiezhi::evtx {
namespace {

constexpr std::string_view kAttributes = "\"#attributes\":{";
constexpr std::string_view kText = "\"#text\":";

/// Counts repeated names of one object, for their suffix: a, a_1, a_2. Most objects are small.
class Siblings {
public:
    /// How often `name` was met before.
    unsigned met(std::string_view name) {
        if (names_.size() < kListed) {
            const auto known = std::ranges::find(names_, name, &Entry::first);
            if (known != names_.end()) return known->second++;
            names_.emplace_back(name, 1U);
            return 0;
        }
        if (many_.empty()) many_.insert(names_.begin(), names_.end());
        return many_[name]++;
    }

private:
    using Entry = std::pair<std::string_view, unsigned>;
    static constexpr std::size_t kListed = 24;

    std::vector<Entry> names_;
    std::unordered_map<std::string_view, unsigned> many_;
};

bool is_plain(std::string_view name) {
    return std::ranges::all_of(name, [](char c) {
        return c >= ' ' && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
    });
}

class JsonCompiler {
public:
    JsonCompiler(std::span<const Node> nodes, Program& program) : nodes_(nodes), out_(program) {}

    /// The elements between two nodes as members of an object.
    void members(std::size_t first, std::size_t last, bool event_data) {
        Siblings siblings;
        bool listed = false;  // the unnamed Data of EventData stand in one list
        for (std::size_t i = first; i < last; i = behind(i)) {
            const Node& node = nodes_[i];
            if (node.kind == NodeKind::Slot && node.type == ValueType::BinXml) {
                out_.add(OpCode::Splice, node.index);
            } else if (node.kind == NodeKind::Open && event_data && node.name == "Data") {
                const std::size_t name = name_attribute(i);
                if (name != 0) {
                    named_data(i, name, siblings);
                } else if (!std::exchange(listed, true)) {
                    unnamed_data(first, last);
                }
            } else if (node.kind == NodeKind::Open) {
                key(node.name, siblings.met(node.name));
                element(i);
            }
        }
    }

private:
    [[nodiscard]] std::size_t behind(std::size_t i) const {
        const Node& node = nodes_[i];
        if (node.kind == NodeKind::Open) return node.end + 1;
        return node.kind == NodeKind::Attribute ? node.end : i + 1;
    }
    [[nodiscard]] std::size_t content_of(std::size_t i) const {
        std::size_t content = i + 1;
        while (nodes_[content].kind == NodeKind::Attribute) content = nodes_[content].end;
        return content;
    }
    [[nodiscard]] static bool is_piece(const Node& node) {
        return node.kind == NodeKind::Text || node.kind == NodeKind::CData ||
               (node.kind == NodeKind::Slot && node.type != ValueType::BinXml);
    }
    /// The pieces of text directly between two nodes that are not fragments to be spliced.
    struct Pieces {
        std::size_t first = 0;
        std::size_t last = 0;
        std::size_t count = 0;
        std::size_t only = 0;  // the last of them
    };
    [[nodiscard]] Pieces pieces(std::size_t first, std::size_t last) const {
        Pieces found{first, last};
        for (std::size_t i = first; i < last; i = behind(i)) {
            if (!is_piece(nodes_[i])) continue;
            ++found.count;
            found.only = i;
        }
        return found;
    }
    template <class Visit>
    void each_piece(const Pieces& text, const Visit& visit) const {
        for (std::size_t i = text.first; i < text.last; i = behind(i)) {
            if (is_piece(nodes_[i])) visit(nodes_[i]);
        }
    }
    [[nodiscard]] std::size_t name_attribute(std::size_t i) const {
        for (std::size_t at = i + 1; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].end) {
            if (nodes_[at].name == "Name") return at;
        }
        return 0;
    }
    [[nodiscard]] bool has_members(std::size_t i) const {
        for (std::size_t at = content_of(i); at < nodes_[i].end; at = behind(at)) {
            const Node& node = nodes_[at];
            if (node.kind == NodeKind::Open ||
                (node.kind == NodeKind::Slot && node.type == ValueType::BinXml)) {
                return true;
            }
        }
        return false;
    }

    void literal_text(Bytes utf16) {
        scratch_.clear();
        write_utf16(scratch_, utf16, utf16.size(), Escape::Json);
        out_.add(scratch_.text());
    }
    void escaped(std::string_view utf8) {
        if (is_plain(utf8)) return out_.add(utf8);
        scratch_.clear();
        write_utf8(scratch_, utf8, Escape::Json);
        out_.add(scratch_.text());
    }
    void key(std::string_view name, unsigned before = 0) {
        out_.add("\"");
        escaped(name);
        if (before != 0) out_.add("_" + std::to_string(before));
        out_.add("\":");
    }
    /// Line breaks between elements are layout, not content.
    [[nodiscard]] static bool is_blank(const Node& node) {
        for (std::size_t at = 0; at + 1 < node.text.size(); at += 2) {
            const auto unit = load_le<std::uint16_t>(node.text, at);
            if (unit != ' ' && unit != '\t' && unit != '\r' && unit != '\n') return false;
        }
        return node.kind != NodeKind::Slot;
    }
    [[nodiscard]] bool all_blank(const Pieces& text) const {
        bool blank = true;
        each_piece(text, [&](const Node& node) { blank = blank && is_blank(node); });
        return blank;
    }

    /// A JSON value of text pieces; `code` is what a single slot becomes.
    void text_value(const Pieces& text, OpCode code) {
        if (text.count == 1 && nodes_[text.only].kind == NodeKind::Slot) {
            out_.add(code, nodes_[text.only].index);
            return;
        }
        joined(text);
        out_.add(",");
    }

    void joined(const Pieces& text) {
        out_.add("\"");
        each_piece(text, [&](const Node& node) {
            if (node.kind == NodeKind::Slot) {
                out_.add(OpCode::Text, node.index);
            } else {
                literal_text(node.text);
            }
        });
        out_.add("\"");
    }

    void attributes(std::size_t i) {
        for (std::size_t at = i + 1; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].end) {
            out_.flush();  // the name alone goes when the value is NULL
            key(nodes_[at].name);
            text_value(pieces(at + 1, nodes_[at].end), OpCode::Attribute);
        }
    }

    /// What stands behind `"name":`, with a ',' at its end.
    void element(std::size_t i) {
        const Node& open = nodes_[i];
        const std::size_t content = content_of(i);
        const Pieces text = pieces(content, open.end);
        const bool object = has_members(i);
        if (open.attributes == 0 && !object) {
            if (text.count == 0) {
                out_.add("null,");
            } else {
                text_value(text, OpCode::Value);
            }
            return;
        }
        out_.add("{");
        if (open.attributes != 0) {
            out_.add(kAttributes);
            attributes(i);
            if (!object && text.count != 0) {
                out_.add(OpCode::CloseAttributesText);
                text_value(text, OpCode::Value);
                out_.add(OpCode::CloseObject, 1);
                return;
            }
            out_.add(OpCode::CloseAttributes);
        }
        if (object) members(content, open.end, open.name == "EventData");
        if (!all_blank(text)) {
            out_.add(kText);
            text_value(text, OpCode::Value);
        }
        out_.add(OpCode::CloseObject);
    }

    /// <Data Name="X"> is a member X of EventData; its other attributes say nothing.
    void named_data(std::size_t i, std::size_t name, Siblings& siblings) {
        const Pieces parts = pieces(name + 1, nodes_[name].end);
        bool literal = true;
        each_piece(parts,
                   [&](const Node& node) { literal = literal && node.kind != NodeKind::Slot; });
        if (literal) {
            std::string& text = names_.emplace_back();
            each_piece(parts, [&](const Node& node) { append_utf8(text, until_nul(node.text)); });
            key(text, siblings.met(text));
        } else {
            joined(parts);
            out_.add(":");
        }
        data_value(i, OpCode::DataValue);
    }

    void data_value(std::size_t i, OpCode code) {
        if (has_members(i)) {
            out_.add("{");
            members(content_of(i), nodes_[i].end, false);
            out_.add(OpCode::CloseObject);
            return;
        }
        const Pieces text = pieces(content_of(i), nodes_[i].end);
        if (text.count == 0) {
            out_.add("null,");
        } else {
            text_value(text, code);
        }
    }

    void unnamed_data(std::size_t first, std::size_t last) {
        std::vector<std::size_t> all;
        for (std::size_t i = first; i < last; i = behind(i)) {
            const Node& node = nodes_[i];
            if (node.kind == NodeKind::Open && node.name == "Data" && name_attribute(i) == 0) {
                all.push_back(i);
            }
        }
        out_.add("\"Data\":{\"#text\":");
        if (all.size() == 1) {
            data_value(all[0], OpCode::ListedValue);
        } else {
            out_.add("[");
            for (const std::size_t i : all) list_item(i);
            out_.add(OpCode::CloseList);
        }
        out_.add(OpCode::CloseObject);
    }

    void list_item(std::size_t i) {
        const Pieces text = pieces(content_of(i), nodes_[i].end);
        if (has_members(i)) return data_value(i, OpCode::ListedValue);
        if (text.count == 0) {
            out_.add("\"\",");
        } else {
            text_value(text, OpCode::Item);
        }
    }

    std::span<const Node> nodes_;
    Program& out_;
    std::deque<std::string> names_;
    Writer scratch_;
};

}  // namespace

void compile_json(std::span<const Node> nodes, std::size_t first, std::size_t last,
                  Program& program) {
    JsonCompiler(nodes, program).members(first, last, false);
    program.seal();
}

}  // namespace xiezhi::evtx
