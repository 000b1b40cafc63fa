#include <string>

#include "xiezhi/base/text.h"
#include "xiezhi/formats/evtx/compile.h"
#include "xiezhi/formats/evtx/escape.h"

namespace xiezhi::evtx {
namespace {

/// A name that an attacker wrote must not end the tag it stands in.
std::string safe_name(std::string_view name) {
    std::string safe;
    for (std::size_t position = 0; position < name.size();) {
        const char32_t c = next_code_point(name, position);
        const bool fits = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || c == '_' || c == ':' || c == '-' || c == '.';
        append_code_point(safe, fits && (c < 0xd800 || c >= 0xe000) ? c : U'_');
    }
    return safe.empty() ? "_" : safe;
}

std::string escaped(Bytes utf16) {
    Writer out;
    write_utf16(out, utf16, utf16.size(), Escape::Xml);
    return std::string(out.text());
}

class XmlCompiler {
public:
    XmlCompiler(std::span<const Node> nodes, Program& program) : nodes_(nodes), out_(program) {}

    void run() {
        for (std::size_t i = 0; i < nodes_.size(); i = piece(i)) continue;
        out_.seal();
    }

private:
    /// One node with everything in it; gives the index behind it.
    std::size_t piece(std::size_t i) {
        const Node& node = nodes_[i];
        switch (node.kind) {
            case NodeKind::Open:
                return element(i);
            case NodeKind::Text:
            case NodeKind::CData:
                out_.add(escaped(node.text));
                break;
            case NodeKind::Slot:
                out_.add(node.type == ValueType::BinXml ? OpCode::Splice : OpCode::Text,
                         node.index);
                break;
            case NodeKind::Target:
                return instruction(i);
            case NodeKind::Instruction:
            case NodeKind::Attribute:
            case NodeKind::Close:
                break;
        }
        return i + 1;
    }

    std::size_t instruction(std::size_t i) {
        std::string data;
        const bool has_data = i + 1 < nodes_.size() && nodes_[i + 1].kind == NodeKind::Instruction;
        if (has_data) append_utf8(data, nodes_[i + 1].text);
        if (data.find("?>") == std::string::npos) {
            out_.add("<?" + safe_name(nodes_[i].name) + " " + data + "?>");
        }
        return i + (has_data ? 2 : 1);
    }

    void attribute(std::size_t at) {
        const Node& node = nodes_[at];
        const std::string opening = " " + safe_name(node.name) + "=\"";
        if (node.pieces == 1 && nodes_[at + 1].kind == NodeKind::Slot) {
            out_.flush();  // the name alone goes when the value is NULL
            out_.add(opening);
            out_.add(OpCode::AttributeText, nodes_[at + 1].index);
            return;
        }
        out_.add(opening);
        for (std::size_t i = at + 1; i < node.end; i = piece(i)) continue;
        out_.add("\"");
    }

    /// Something in the content that may turn out to be nothing.
    [[nodiscard]] bool may_be_empty(std::size_t content, std::size_t end) const {
        for (std::size_t i = content; i < end;) {
            const Node& node = nodes_[i];
            if (node.kind == NodeKind::Open && node.index == kNoDependency) return false;
            if (node.kind == NodeKind::Text && !node.text.empty()) return false;
            i = node.kind == NodeKind::Open ? node.end + 1 : i + 1;
        }
        return true;
    }

    std::size_t element(std::size_t i) {
        const Node& open = nodes_[i];
        std::size_t unless = 0;
        if (open.index != kNoDependency) {
            out_.flush();
            unless = out_.add(OpCode::Unless, open.index);
        }
        std::size_t content = i + 1;
        while (nodes_[content].kind == NodeKind::Attribute) content = nodes_[content].end;
        std::size_t repeat = SIZE_MAX;
        for (std::size_t at = content; at < open.end;) {  // the first substitution decides
            const Node& node = nodes_[at];
            if (node.kind == NodeKind::Slot && node.type != ValueType::BinXml) {
                repeat = out_.add(OpCode::Repeat, node.index);
                break;
            }
            at = node.kind == NodeKind::Open ? node.end + 1 : at + 1;
        }
        tag_and_content(i, content);
        if (repeat != SIZE_MAX || open.index != kNoDependency) out_.flush();
        const auto here = static_cast<std::uint32_t>(out_.ops.size());
        if (repeat != SIZE_MAX) out_.ops[repeat].target = here;
        if (open.index != kNoDependency) out_.ops[unless].target = here;
        return open.end + 1;
    }

    void tag_and_content(std::size_t i, std::size_t content) {
        const Node& open = nodes_[i];
        const std::string name = safe_name(open.name);
        out_.add("<" + name);
        for (std::size_t at = i + 1; at < content; at = nodes_[at].end) attribute(at);
        if (content == open.end) {
            out_.add("/>");
            return;
        }
        out_.add(">");
        const bool may_vanish = may_be_empty(content, open.end);
        if (may_vanish) out_.add(OpCode::OpenContent);
        for (std::size_t at = content; at < open.end; at = piece(at)) continue;
        if (may_vanish) out_.flush();
        out_.add("</" + name + ">");
        if (may_vanish) out_.add(OpCode::CloseContent);
    }

    std::span<const Node> nodes_;
    Program& out_;
};

}  // namespace

void compile_xml(std::span<const Node> nodes, Program& program) {
    XmlCompiler(nodes, program).run();
}

}  // namespace xiezhi::evtx
