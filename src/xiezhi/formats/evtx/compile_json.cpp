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

std::string quoted(std::string_view utf8) {
    Writer out;
    write_utf8(out, utf8, Escape::Json);
    return "\"" + std::string(out.text()) + "\"";
}

/// Gives repeated names of one object their suffix: a, a_1, a_2.
class Siblings {
public:
    std::string key(std::string_view name) {
        const unsigned before = seen_[name]++;
        if (before == 0) return quoted(name);
        return quoted(std::string(name) + "_" + std::to_string(before));
    }

private:
    std::unordered_map<std::string_view, unsigned> seen_;
};

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
                out_.add(siblings.key(node.name) + ":");
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
    /// Pieces of text directly in a range that are not fragments to be spliced.
    [[nodiscard]] std::vector<std::size_t> pieces(std::size_t first, std::size_t last) const {
        std::vector<std::size_t> found;
        for (std::size_t i = first; i < last; i = behind(i)) {
            if (is_piece(nodes_[i])) found.push_back(i);
        }
        return found;
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

    [[nodiscard]] std::string literal_text(std::size_t i) const {
        Writer out;
        write_utf16(out, nodes_[i].text, nodes_[i].text.size(), Escape::Json);
        return std::string(out.text());
    }
    /// Line breaks between elements are layout, not content.
    [[nodiscard]] bool is_blank(std::size_t i) const {
        const Bytes text = nodes_[i].text;
        for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
            const auto unit = load_le<std::uint16_t>(text, at);
            if (unit != ' ' && unit != '\t' && unit != '\r' && unit != '\n') return false;
        }
        return nodes_[i].kind != NodeKind::Slot;
    }

    /// A JSON value of text pieces; `code` is what a single slot becomes.
    void text_value(const std::vector<std::size_t>& parts, OpCode code) {
        if (parts.size() == 1 && nodes_[parts[0]].kind == NodeKind::Slot) {
            out_.add(code, nodes_[parts[0]].index);
            return;
        }
        joined(parts);
        out_.add(",");
    }

    void joined(const std::vector<std::size_t>& parts) {
        out_.add("\"");
        for (const std::size_t i : parts) {
            if (nodes_[i].kind == NodeKind::Slot) {
                out_.add(OpCode::Text, nodes_[i].index);
            } else {
                out_.add(literal_text(i));
            }
        }
        out_.add("\"");
    }

    void attributes(std::size_t i) {
        for (std::size_t at = i + 1; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].end) {
            out_.flush();  // the name alone goes when the value is NULL
            out_.add(quoted(nodes_[at].name) + ":");
            text_value(pieces(at + 1, nodes_[at].end), OpCode::Attribute);
        }
    }

    /// What stands behind `"name":`, with a ',' at its end.
    void element(std::size_t i) {
        const Node& open = nodes_[i];
        const std::size_t content = content_of(i);
        const std::vector<std::size_t> text = pieces(content, open.end);
        const bool object = has_members(i);
        if (open.attributes == 0 && !object) {
            if (text.empty()) {
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
            if (!object && !text.empty()) {
                out_.add(OpCode::CloseAttributesText);
                text_value(text, OpCode::Value);
                out_.add(OpCode::CloseObject, 1);
                return;
            }
            out_.add(OpCode::CloseAttributes);
        }
        if (object) members(content, open.end, open.name == "EventData");
        if (!std::ranges::all_of(text, [&](std::size_t p) { return is_blank(p); })) {
            out_.add(kText);
            text_value(text, OpCode::Value);
        }
        out_.add(OpCode::CloseObject);
    }

    /// <Data Name="X"> is a member X of EventData; its other attributes say nothing.
    void named_data(std::size_t i, std::size_t name, Siblings& siblings) {
        const std::vector<std::size_t> parts = pieces(name + 1, nodes_[name].end);
        const auto is_slot = [&](std::size_t p) { return nodes_[p].kind == NodeKind::Slot; };
        if (std::ranges::none_of(parts, is_slot)) {
            std::string& text = names_.emplace_back();
            for (const std::size_t p : parts) append_utf8(text, until_nul(nodes_[p].text));
            out_.add(siblings.key(text) + ":");
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
        const std::vector<std::size_t> text = pieces(content_of(i), nodes_[i].end);
        if (text.empty()) {
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
        const std::vector<std::size_t> text = pieces(content_of(i), nodes_[i].end);
        if (has_members(i)) return data_value(i, OpCode::ListedValue);
        if (text.empty()) {
            out_.add("\"\",");
        } else {
            text_value(text, OpCode::Item);
        }
    }

    std::span<const Node> nodes_;
    Program& out_;
    std::deque<std::string> names_;
};

}  // namespace

void compile_json(std::span<const Node> nodes, std::size_t first, std::size_t last,
                  Program& program) {
    JsonCompiler(nodes, program).members(first, last, false);
    program.seal();
}

}  // namespace xiezhi::evtx
