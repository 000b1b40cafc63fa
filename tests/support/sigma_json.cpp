#include "tests/support/sigma_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {

using namespace rules;
using namespace rules::sigma;

namespace {

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string joined(const std::vector<std::string>& pieces) {
    return fmt::format("[{}]", fmt::join(pieces, ","));
}

std::string latin1(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) append_code_point(out, static_cast<unsigned char>(c));
    return out;
}

std::string placeholder(const Placeholder& placeholder) {
    return fmt::format("{{\"placeholder\":{}}}", quoted(placeholder.name));
}

std::string parts(const Text& text) {
    std::vector<std::string> out;
    for (const TextPart& part : text.parts) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            out.push_back(quoted(text.bytes ? latin1(*literal) : *literal));
        } else if (const auto* named = std::get_if<Placeholder>(&part)) {
            out.push_back(placeholder(*named));
        } else {
            out.emplace_back(std::holds_alternative<AnyRun>(part) ? "{\"*\":1}" : "{\"?\":1}");
        }
    }
    return joined(out);
}

/// The vectors write windash as the list of all spellings.
std::vector<Text> spelled_out(const Text& text) {
    std::vector<Text> out = {Text{.parts = {}, .cased = text.cased, .bytes = text.bytes}};
    const auto append = [](Text& to, const TextPart& part) {
        const auto* literal = std::get_if<std::string>(&part);
        auto* before = to.parts.empty() ? nullptr : std::get_if<std::string>(&to.parts.back());
        if (literal != nullptr && before != nullptr) {
            *before += *literal;
        } else {
            to.parts.push_back(part);
        }
    };
    for (const TextPart& part : text.parts) {
        const auto* choices = std::get_if<AnyOf>(&part);
        std::vector<Text> next;
        for (const Text& each : out) {
            if (choices == nullptr) append(next.emplace_back(each), part);
            for (const char32_t choice : choices == nullptr ? std::u32string() : choices->choices) {
                std::string character;
                append_code_point(character, choice);
                append(next.emplace_back(each), TextPart(character));
            }
        }
        out = std::move(next);
    }
    return out;
}

std::string unit_name(TimeUnit unit) {
    constexpr auto kNames =
        std::to_array<std::string_view>({"minute", "hour", "day", "week", "month", "year"});
    return std::string(kNames.at(static_cast<std::size_t>(unit)));
}

std::string op_name(CompareOp op) {
    constexpr auto kNames =
        std::to_array<std::string_view>({"eq", "neq", "lt", "lte", "gt", "gte"});
    return std::string(kNames.at(static_cast<std::size_t>(op)));
}

struct ValueJson {
    std::string operator()(const Text& text) const { return to_json(text); }
    std::string operator()(const AnyText& any) const {
        std::vector<std::string> out;
        for (const Text& text : any.texts) {
            for (const Text& spelling : spelled_out(text)) out.push_back(to_json(spelling));
        }
        return "{\"any\":" + joined(out) + "}";
    }
    std::string operator()(const sigma::Regex& regex) const {
        std::vector<std::string> pieces;
        for (const RegexPart& part : regex.parts) {
            const auto* named = std::get_if<Placeholder>(&part);
            pieces.push_back(named != nullptr ? placeholder(*named)
                                              : quoted(std::get<std::string>(part)));
        }
        const bool whole =
            pieces.size() == 1 && std::holds_alternative<std::string>(regex.parts[0]);
        std::string out = "{\"re\":" + (whole ? pieces[0] : joined(pieces));
        if (!regex.flags.empty()) out += ",\"flags\":" + quoted(regex.flags);
        return out + "}";
    }
    std::string operator()(const Cidr& cidr) const {
        return "{\"cidr\":" + quoted(cidr.network) + "}";
    }
    std::string operator()(const Comparison& comparison) const {
        std::string out = "{";
        const bool part_only = comparison.unit && comparison.op == CompareOp::Eq;
        if (!part_only) out += "\"cmp\":" + quoted(op_name(comparison.op)) + ",";
        if (comparison.unit) out += "\"time\":" + quoted(unit_name(*comparison.unit)) + ",";
        return out + fmt::format("\"number\":{}}}", comparison.number);
    }
    std::string operator()(const FieldReference& reference) const {
        return fmt::format("{{\"fieldref\":{},\"starts\":{},\"ends\":{}}}", quoted(reference.field),
                           reference.starts, reference.ends);
    }
    std::string operator()(const Existence& existence) const {
        return fmt::format("{{\"exists\":{}}}", existence.exists);
    }
    std::string operator()(const Number& number) const {
        return fmt::format("{{\"num\":{}}}", number.text);
    }
    std::string operator()(const Boolean& boolean) const {
        return fmt::format("{{\"bool\":{}}}", boolean.value);
    }
    std::string operator()(const Absent&) const { return "{\"null\":1}"; }
};

}  // namespace

std::string to_json(const Text& text) {
    return fmt::format("{{\"{}\":{}}}", text.cased ? "cased" : "str", parts(text));
}

std::string to_json(const sigma::Value& value) {
    return std::visit(ValueJson{}, value);
}

std::string to_json(const Expr& expr) {
    if (expr.kind == Expr::Kind::Item) {
        if (expr.field.empty()) return "[\"kw\"," + to_json(expr.value) + "]";
        return fmt::format("[\"=\",{},{}]", quoted(expr.field), to_json(expr.value));
    }
    std::vector<std::string> out = {expr.kind == Expr::Kind::And  ? "\"and\""
                                    : expr.kind == Expr::Kind::Or ? "\"or\""
                                                                  : "\"not\""};
    for (const Expr& child : expr.children) out.push_back(to_json(child));
    return joined(out);
}

std::string to_json(const Condition& condition, const std::vector<Selection>& selections) {
    if (condition.kind == Condition::Kind::False) return "false";
    if (condition.kind == Condition::Kind::Selection) {
        return to_json(selections[condition.selection].expr);
    }
    std::vector<std::string> out = {condition.kind == Condition::Kind::And  ? "\"and\""
                                    : condition.kind == Condition::Kind::Or ? "\"or\""
                                                                            : "\"not\""};
    for (const Condition& child : condition.children) out.push_back(to_json(child, selections));
    return joined(out);
}

YamlNode read_json(const std::string& text) {
    Diagnosis diagnosis;
    std::vector<YamlNode> documents = parse_yaml(as_bytes(text), diagnosis);
    if (documents.empty() || diagnosis.refusal) return {};
    return std::move(documents.front());
}

std::string canonical(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::Null:
            return "null";
        case YamlNode::Kind::Bool:
            return node.truth ? "true" : "false";
        case YamlNode::Kind::Integer:
        case YamlNode::Kind::Float:
            return fmt::format("{}", node.number);
        case YamlNode::Kind::String:
            return quoted(node.text);
        case YamlNode::Kind::List:
        case YamlNode::Kind::Map:
            break;
    }
    std::vector<std::string> out;
    for (const YamlNode& each : node.items) out.push_back(canonical(each));
    if (node.is_list()) return joined(out);
    for (const YamlEntry& entry : node.entries) {
        out.push_back(quoted(entry.key) + ":" + canonical(entry.value));
    }
    std::ranges::sort(out);
    return fmt::format("{{{}}}", fmt::join(out, ","));
}

std::string canonical(const std::string& json) {
    return canonical(read_json(json));
}

}  // namespace xiezhi::testing
