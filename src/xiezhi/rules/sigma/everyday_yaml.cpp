#include "xiezhi/rules/sigma/everyday_yaml.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "xiezhi/base/text.h"

namespace xiezhi::rules::sigma {
namespace {

constexpr std::size_t kSizeMax = std::size_t{64} << 10U;
constexpr int kDepthMax = 16;
constexpr std::size_t kKeysMax = 64;  // of one map
constexpr std::size_t kKeySizeMax = 256;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Printable ASCII and line ends, and what of Unicode is neither line end nor mark nor control.
bool is_usual(std::string_view text) {
    const bool plain = std::ranges::all_of(text, [](char c) {
        return c == '\n' || static_cast<unsigned char>(c) >= 0x80 || (c >= ' ' && c <= '~');
    });
    if (!plain || is_ascii(text)) return plain;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool odd = (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
                         (c >= 0xd800 && c < 0xe000) || (c & 0xffffU) >= 0xfffdU;  // or not UTF-8
        if (odd) return false;
    }
    return true;
}

/// A line without its indentation, its trailing blanks and a comment that is all of it.
struct Line {
    std::string_view whole;  // as it stands
    std::string_view text;   // empty: blank or a comment
    std::size_t indent = 0;
    std::uint32_t number = 0;  // from 1
};

class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text), is_ascii_(is_ascii(text)) { advance(); }

    std::optional<YamlNode> read() {
        if (at_end_ || line_.indent != 0) return std::nullopt;
        auto node = line_.text.starts_with("- ") ? list(0, 0) : map(0, 0);
        return node && at_end_ ? std::move(node) : std::nullopt;
    }

private:
    using Node = std::optional<YamlNode>;

    // --- lines

    bool next_raw() {
        if (rest_.empty()) return false;
        const std::size_t end = std::min(rest_.find('\n'), rest_.size());
        line_.whole = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        ++line_.number;
        line_.indent = std::min(line_.whole.find_first_not_of(' '), line_.whole.size());
        line_.text = line_.whole.substr(line_.indent);
        while (line_.text.ends_with(' ')) line_.text.remove_suffix(1);
        if (line_.text.starts_with('#')) line_.text = {};
        return true;
    }

    /// The next line that says something.
    void advance() {
        while (next_raw()) {
            if (!line_.text.empty()) return;
        }
        at_end_ = true;
        line_.text = {};
    }

    /// The line's text from `column` on becomes a line of its own: what follows `- `.
    void go_into(std::size_t column) {
        line_.text.remove_prefix(column - line_.indent);
        const std::size_t blanks = std::min(line_.text.find_first_not_of(' '), line_.text.size());
        line_.text.remove_prefix(blanks);
        line_.indent = column + blanks;
    }

    [[nodiscard]] Mark mark_at(std::size_t column) const {
        if (is_ascii_) return {line_.number, static_cast<std::uint32_t>(column) + 1};
        const auto text = line_.whole.substr(0, column);
        const auto inner = std::ranges::count_if(
            text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; });
        return {line_.number,
                static_cast<std::uint32_t>(column - static_cast<std::size_t>(inner)) + 1};
    }

    [[nodiscard]] bool is_item(std::size_t indent) const {
        return !at_end_ && line_.indent == indent && line_.text.starts_with("- ");
    }

    // --- collections

    Node map(std::size_t indent, int depth) {
        if (depth > kDepthMax) return std::nullopt;
        YamlNode out;
        out.kind = YamlNode::Kind::Map;
        out.mark = mark_at(line_.indent);
        constexpr std::size_t kUsualEntries = 4;
        out.entries.reserve(kUsualEntries);
        while (!at_end_ && line_.indent == indent && !line_.text.starts_with("- ")) {
            if (!entry(indent, depth, out)) return std::nullopt;
        }
        if (!at_end_ && line_.indent > indent) return std::nullopt;
        return out;
    }

    bool entry(std::size_t indent, int depth, YamlNode& out) {
        const std::string_view line = line_.text;
        std::size_t end = 0;
        while (end < line.size() &&
               (is_word(line[end]) || line[end] == '|' || line[end] == '.' || line[end] == '-'))
            ++end;
        if (end == 0 || end > kKeySizeMax || !is_word(line[0]) || end == line.size() ||
            line[end] != ':')
            return false;
        const std::string_view key = line.substr(0, end);
        const auto same = [&](const YamlEntry& entry) { return entry.key == key; };
        if (out.entries.size() >= kKeysMax || std::ranges::any_of(out.entries, same)) return false;
        YamlEntry entry{std::string(key), mark_at(line_.indent), {}};
        const std::string_view rest = line.substr(end + 1);
        if (!rest.empty() && rest.front() != ' ') return false;
        const std::size_t blanks = rest.find_first_not_of(' ');
        const std::size_t column = line_.indent + end + 1;
        const bool nothing = blanks == std::string_view::npos || rest[blanks] == '#';
        auto value = nothing ? below(indent, column, depth)
                             : inline_value(rest.substr(blanks), column + blanks, indent);
        if (!value) return false;
        entry.value = *std::move(value);
        out.entries.push_back(std::move(entry));
        return true;
    }

    /// What stands on the lines below `key:`. `column`: behind the colon.
    Node below(std::size_t indent, std::size_t column, int depth) {
        const Mark mark = mark_at(column);
        advance();
        if (!at_end_ && line_.indent > indent) {
            return line_.text.starts_with("- ") ? list(line_.indent, depth + 1)
                                                : map(line_.indent, depth + 1);
        }
        if (is_item(indent)) return list(indent, depth + 1);
        YamlNode null;
        null.mark = mark;
        return null;
    }

    Node list(std::size_t indent, int depth) {
        if (depth > kDepthMax) return std::nullopt;
        YamlNode out;
        out.kind = YamlNode::Kind::List;
        out.mark = mark_at(line_.indent);
        while (is_item(indent)) {
            go_into(indent + 2);
            if (line_.text.empty() || line_.text.starts_with('#') || line_.text.starts_with("- "))
                return std::nullopt;
            const bool is_map = begins_entry(line_.text);
            auto item = is_map ? map(line_.indent, depth + 1)
                               : inline_value(line_.text, line_.indent, indent);
            if (!item) return std::nullopt;
            out.items.push_back(*std::move(item));
        }
        if (!at_end_ && line_.indent > indent) return std::nullopt;
        if (!at_end_ && line_.indent == indent && depth == 0) return std::nullopt;
        return out;
    }

    static bool begins_entry(std::string_view line) {
        if (!is_word(line.front())) return false;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) return false;
        return colon + 1 == line.size() || line[colon + 1] == ' ';
    }

    // --- values on the line

    /// `parent`: indentation of the collection that the value is in.
    Node inline_value(std::string_view text, std::size_t column, std::size_t parent) {
        YamlNode node;
        node.kind = YamlNode::Kind::String;
        node.mark = mark_at(column);
        const char first = text.front();
        if (first == '|') return literal_block(text, std::move(node), parent);
        std::optional<std::size_t> end;
        if (first == '\'' || first == '"') {
            end = quoted(text, node.text);
        } else if (first == '[') {
            end = flow_list(text, column, node);
        } else {
            end = plain(text, node);
        }
        if (!end || !is_rest(text.substr(*end))) return std::nullopt;
        advance();
        // A text that goes on below, or a value that nothing may be below of.
        if (!at_end_ && line_.indent > parent) return std::nullopt;
        return node;
    }

    /// Nothing more, or a comment.
    static bool is_rest(std::string_view text) {
        const std::size_t at = text.find_first_not_of(' ');
        return at == std::string_view::npos || (at > 0 && text[at] == '#');
    }

    static bool begins_plain(std::string_view text) {
        const char c = text.front();
        if (is_word(c) || static_cast<unsigned char>(c) >= 0x80) return true;
        constexpr std::string_view kOthers = "\\/.($~+=<;^";
        if (kOthers.find(c) != std::string_view::npos) return true;
        return c == '-' && text.size() > 1 && is_word(text[1]);
    }

    static std::optional<std::size_t> plain(std::string_view text, YamlNode& node) {
        if (!begins_plain(text)) return std::nullopt;
        const std::size_t end = std::min(text.find(" #"), text.size());
        std::string_view value = text.substr(0, end);
        if (value.find(": ") != std::string_view::npos || value.ends_with(':')) return std::nullopt;
        while (value.ends_with(' ')) value.remove_suffix(1);
        if (value.ends_with(':')) return std::nullopt;
        node.text = value;
        resolve_plain(node);
        return value.size();
    }

    /// Up to behind the closing quote.
    static std::optional<std::size_t> quoted(std::string_view text, std::string& out) {
        const char quote = text.front();
        for (std::size_t at = 1; at < text.size();) {
            std::size_t end = at;
            while (end < text.size() && text[end] != quote && (quote == '\'' || text[end] != '\\'))
                ++end;
            if (end == text.size()) return std::nullopt;
            out += text.substr(at, end - at);
            const char next = end + 1 < text.size() ? text[end + 1] : '\0';
            const bool doubled = quote == '\'' && next == '\'';
            const bool escaped = text[end] == '\\' && (next == '\\' || next == '"');
            if (doubled || escaped) {
                out += next;
                at = end + 2;
                continue;
            }
            if (text[end] == '\\') return std::nullopt;
            return end + 1;
        }
        return std::nullopt;
    }

    /// `[a, 'b']` of scalars on one line.
    std::optional<std::size_t> flow_list(std::string_view text, std::size_t column,
                                         YamlNode& node) const {
        node.kind = YamlNode::Kind::List;
        std::size_t at = 1;
        while (true) {
            at = std::min(text.find_first_not_of(' ', at), text.size());
            if (at == text.size() || text[at] == ']') return std::nullopt;  // also `[]`, `[a, ]`
            YamlNode& item = node.items.emplace_back();
            item.kind = YamlNode::Kind::String;
            item.mark = mark_at(column + at);
            std::optional<std::size_t> size;
            if (text[at] == '\'' || text[at] == '"') {
                size = quoted(text.substr(at), item.text);
            } else {
                size = flow_plain(text.substr(at), item);
            }
            if (!size) return std::nullopt;
            at = text.find_first_not_of(' ', at + *size);
            if (at == std::string_view::npos) return std::nullopt;
            if (text[at] == ']') return at + 1;
            if (text[at] != ',') return std::nullopt;
            ++at;
        }
    }

    static std::optional<std::size_t> flow_plain(std::string_view text, YamlNode& node) {
        if (!begins_plain(text)) return std::nullopt;
        const std::size_t end = text.find_first_of(",]");
        if (end == std::string_view::npos) return std::nullopt;
        std::string_view value = text.substr(0, end);
        while (value.ends_with(' ')) value.remove_suffix(1);
        if (value.find_first_of(":?#[{}") != std::string_view::npos) return std::nullopt;
        node.text = value;
        resolve_plain(node);
        return value.size();
    }

    // --- literal blocks

    Node literal_block(std::string_view header, YamlNode node, std::size_t parent) {
        const bool strip = header.starts_with("|-");
        if (!is_rest(header.substr(strip ? 2 : 1))) return std::nullopt;
        std::size_t indent = 0;  // of the block; 0: no line yet
        std::size_t breaks = 0;  // line ends since the last line with text
        while (true) {
            const std::string_view before = rest_;
            const Line line = line_;
            if (!next_raw()) break;
            const std::string_view whole = line_.whole;
            const std::size_t blanks = std::min(whole.find_first_not_of(' '), whole.size());
            if (blanks == whole.size()) {
                if (blanks > indent) return std::nullopt;  // blanks that may be text
                ++breaks;
                continue;
            }
            if (indent == 0) indent = blanks;
            if (indent <= parent) return std::nullopt;
            if (blanks < indent) {
                if (blanks > parent) return std::nullopt;
                rest_ = before;
                line_ = line;
                break;
            }
            if (!node.text.empty()) ++breaks;
            node.text.append(breaks, '\n');
            node.text += whole.substr(indent);
            breaks = 0;
        }
        if (node.text.empty()) return std::nullopt;
        if (!strip) node.text += '\n';
        advance();
        return node;
    }

    std::string_view rest_;
    bool is_ascii_;
    Line line_;
    bool at_end_ = false;
};

}  // namespace

std::optional<YamlNode> parse_everyday_yaml(std::string_view text) {
    if (text.size() > kSizeMax || !text.ends_with('\n') || !is_usual(text)) return std::nullopt;
    return Reader(text).read();
}

}  // namespace xiezhi::rules::sigma
