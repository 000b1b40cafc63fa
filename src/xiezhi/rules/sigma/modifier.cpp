#include "xiezhi/rules/sigma/modifier.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/network.h"
#include "xiezhi/rules/regex.h"
#include "xiezhi/rules/sigma/encode.h"

namespace xiezhi::rules::sigma {
namespace {

struct NamedModifier {
    std::string_view name;
    Modifier modifier;
};

constexpr auto kModifiers = std::to_array<NamedModifier>({
    {"contains", Modifier::Contains},
    {"startswith", Modifier::StartsWith},
    {"endswith", Modifier::EndsWith},
    {"all", Modifier::All},
    {"neq", Modifier::Neq},
    {"re", Modifier::Re},
    {"i", Modifier::IgnoreCase},
    {"ignorecase", Modifier::IgnoreCase},
    {"m", Modifier::MultiLine},
    {"multiline", Modifier::MultiLine},
    {"s", Modifier::DotAll},
    {"dotall", Modifier::DotAll},
    {"cased", Modifier::Cased},
    {"windash", Modifier::WinDash},
    {"base64", Modifier::Base64},
    {"base64offset", Modifier::Base64Offset},
    {"wide", Modifier::Wide},
    {"utf16le", Modifier::Wide},
    {"utf16be", Modifier::Utf16Be},
    {"utf16", Modifier::Utf16},
    {"cidr", Modifier::Cidr},
    {"fieldref", Modifier::FieldRef},
    {"exists", Modifier::Exists},
    {"expand", Modifier::Expand},
    {"lt", Modifier::Lt},
    {"lte", Modifier::Lte},
    {"gt", Modifier::Gt},
    {"gte", Modifier::Gte},
    {"minute", Modifier::Minute},
    {"hour", Modifier::Hour},
    {"day", Modifier::Day},
    {"week", Modifier::Week},
    {"month", Modifier::Month},
    {"year", Modifier::Year},
});

std::string name_of(Modifier modifier) {
    return std::string(std::ranges::find(kModifiers, modifier, &NamedModifier::modifier)->name);
}

/// One application of a modifier: what is needed to say what does not fit.
struct Step {
    Modifier modifier;
    bool first;
    Mark mark;
    Diagnosis& diagnosis;

    [[nodiscard]] std::nullopt_t wrong_type(const Value& value, std::string wanted) const {
        return diagnosis.refuse(mark, msg::sigma_modifier_type(name_of(modifier), std::move(wanted),
                                                               std::string(kind_name(value))));
    }
    [[nodiscard]] std::nullopt_t not_first() const {
        return diagnosis.refuse(mark, msg::sigma_modifier_first(name_of(modifier)));
    }
    [[nodiscard]] std::nullopt_t wildcard() const {
        return diagnosis.refuse(mark, msg::sigma_modifier_wildcard(name_of(modifier)));
    }
};

using Outcome = std::optional<Value>;

/// A number under a text modifier is taken as its text: logs know no types. pySigma refuses it.
void number_as_text(const Step& step, Value& value) {
    const auto* number = std::get_if<Number>(&value);
    if (number == nullptr) return;
    std::string text = number->text;
    step.diagnosis.warn(step.mark, msg::sigma_number_as_text(text, name_of(step.modifier)));
    value = Text{.parts = {std::move(text)}};
}

template <class Change>
Outcome each_text(const Step& step, Value value, const Change& change) {
    number_as_text(step, value);
    if (auto* text = std::get_if<Text>(&value)) return change(std::move(*text));
    auto* any = std::get_if<AnyText>(&value);
    if (any == nullptr) return step.wrong_type(value, "string");
    for (Text& text : any->texts) text = change(std::move(text));
    return value;
}

std::string_view text_of(const RegexPart& part) {
    const auto* text = std::get_if<std::string>(&part);
    return text == nullptr ? std::string_view() : std::string_view(*text);
}

/// Adds `.*` unless the expression is anchored there, as pySigma does.
Regex open_regex(Regex expression, bool open_start, bool open_end) {
    auto& parts = expression.parts;
    if (parts.empty()) parts.emplace_back(std::string());
    const std::string_view front = text_of(parts.front());
    const std::string_view back = text_of(parts.back());
    const bool add_start = open_start && !front.starts_with(".*") && !front.starts_with('^');
    const bool add_end = open_end && !back.ends_with(".*") && !back.ends_with('$');
    if (add_start) {
        if (auto* text = std::get_if<std::string>(&parts.front())) {
            text->insert(0, ".*");
        } else {
            parts.insert(parts.begin(), RegexPart(std::string(".*")));
        }
    }
    if (add_end) {
        if (auto* text = std::get_if<std::string>(&parts.back())) {
            *text += ".*";
        } else {
            parts.emplace_back(std::string(".*"));
        }
    }
    return expression;
}

Outcome anchored(const Step& step, Value value, bool open_start, bool open_end) {
    if (auto* expression = std::get_if<Regex>(&value)) {
        return open_regex(std::move(*expression), open_start, open_end);
    }
    if (auto* reference = std::get_if<FieldReference>(&value)) {
        reference->starts = open_end;  // pySigma's names: startswith leaves the end open
        reference->ends = open_start;
        return value;
    }
    return each_text(step, std::move(value), [&](Text text) {
        const auto is_run = [](const TextPart& part) {
            return std::holds_alternative<AnyRun>(part);
        };
        auto& parts = text.parts;
        if (open_start && (parts.empty() || !is_run(parts.front()))) {
            std::vector<TextPart> opened;  // insert() at the front would alarm GCC 12 for nothing
            opened.reserve(parts.size() + 2);
            opened.emplace_back(AnyRun{});
            std::ranges::move(parts, std::back_inserter(opened));
            parts = std::move(opened);
        }
        if (open_end && (parts.empty() || !is_run(parts.back()))) parts.emplace_back(AnyRun{});
        return text;
    });
}

Outcome flag(const Step& step, Value value, char letter) {
    auto* expression = std::get_if<Regex>(&value);
    if (expression == nullptr) return step.wrong_type(value, "regular expression");
    if (expression->flags.find(letter) == std::string::npos) expression->flags += letter;
    return value;
}

Outcome cased(const Step& step, Value value) {
    return each_text(step, std::move(value), [](Text text) {
        text.cased = true;
        return text;
    });
}

Outcome windash(const Step& step, Value value) {
    number_as_text(step, value);
    if (auto* text = std::get_if<Text>(&value)) return AnyText{{expand_dashes(*text)}};
    return each_text(step, std::move(value), [](const Text& text) { return expand_dashes(text); });
}

Outcome base64_alternatives(const Step& step, Value value, bool offsets) {
    number_as_text(step, value);
    const auto* text = std::get_if<Text>(&value);
    if (text == nullptr) return step.wrong_type(value, "string");
    const auto literal = literal_of(*text);
    if (!literal) return step.wildcard();
    if (!offsets) return Text{.parts = {base64(*literal)}, .cased = text->cased};
    AnyText any;
    for (std::string& alternative : base64_at_offsets(*literal)) {
        any.texts.push_back({.parts = {std::move(alternative)}, .cased = text->cased});
    }
    if (any.texts.empty()) {
        return step.diagnosis.refuse(step.mark, msg::sigma_modifier_empty(name_of(step.modifier)));
    }
    return any;
}

Outcome wide(const Step& step, Value value, Wide encoding) {
    const auto* text = std::get_if<Text>(&value);
    if (text == nullptr || text->bytes) return step.wrong_type(value, "string");
    return encode_wide(*text, encoding);
}

/// True when the address has bits set beyond the network's size: most likely a slip of the author.
bool has_host_bits(const Address& address, unsigned bits) {
    for (unsigned bit = bits; bit < address.size() * 8; ++bit) {
        if ((address.at(bit / 8) >> (7U - bit % 8) & 1U) != 0) return true;
    }
    return false;
}

Outcome cidr(const Step& step, const Value& value) {
    if (!step.first) return step.not_first();
    const auto* text = std::get_if<Text>(&value);
    if (text == nullptr) return step.wrong_type(value, "string");
    const auto literal = literal_of(*text);
    if (!literal) return step.wildcard();
    const auto address = parse_address(literal->substr(0, literal->find('/')));
    const auto network = parse_network(*literal);
    if (!address || !network) {
        return step.diagnosis.refuse(step.mark, msg::sigma_cidr_invalid(*literal));
    }
    if (has_host_bits(*address, network->bits)) {
        return step.diagnosis.refuse(step.mark, msg::sigma_cidr_host_bits(*literal));
    }
    return Cidr{*literal};
}

Outcome field_reference(const Step& step, const Value& value) {
    const auto* text = std::get_if<Text>(&value);
    if (text == nullptr) return step.wrong_type(value, "string");
    auto field = literal_of(*text);
    if (!field || field->empty()) return step.wildcard();
    return FieldReference{.field = std::move(*field)};
}

Outcome existence(const Step& step, const Value& value) {
    if (!step.first) return step.not_first();
    const auto* wanted = std::get_if<Boolean>(&value);
    if (wanted == nullptr) return step.wrong_type(value, "boolean");
    return Existence{wanted->value};
}

Outcome expand(const Step& step, Value value) {
    if (auto* expression = std::get_if<Regex>(&value)) {
        std::vector<RegexPart> parts;
        for (const RegexPart& part : expression->parts) {
            if (std::holds_alternative<Placeholder>(part)) {
                parts.push_back(part);
            } else {
                std::ranges::move(find_placeholders(text_of(part)), std::back_inserter(parts));
            }
        }
        expression->parts = std::move(parts);
        return value;
    }
    return each_text(step, std::move(value),
                     [](const Text& text) { return find_placeholders(text); });
}

Outcome compared(const Step& step, const Value& value, CompareOp op) {
    if (const auto* number = std::get_if<Number>(&value)) return Comparison{op, number->value, {}};
    const auto* part = std::get_if<Comparison>(&value);
    if (part == nullptr || !part->unit || part->op != CompareOp::Eq) {
        return step.wrong_type(value, "number");
    }
    return Comparison{op, part->number, part->unit};
}

Outcome time_part(const Step& step, const Value& value, TimeUnit unit) {
    const auto* number = std::get_if<Number>(&value);
    if (number == nullptr) return step.wrong_type(value, "number");
    return Comparison{CompareOp::Eq, number->value, unit};
}

Outcome apply(const Step& step, Value value) {
    switch (step.modifier) {
        case Modifier::Contains:
            return anchored(step, std::move(value), true, true);
        case Modifier::StartsWith:
            return anchored(step, std::move(value), false, true);
        case Modifier::EndsWith:
            return anchored(step, std::move(value), true, false);
        case Modifier::Re:
            return step.not_first();  // the first of a chain was taken as it stands
        case Modifier::IgnoreCase:
            return flag(step, std::move(value), 'i');
        case Modifier::MultiLine:
            return flag(step, std::move(value), 'm');
        case Modifier::DotAll:
            return flag(step, std::move(value), 's');
        case Modifier::Cased:
            return cased(step, std::move(value));
        case Modifier::WinDash:
            return windash(step, std::move(value));
        case Modifier::Base64:
            return base64_alternatives(step, std::move(value), false);
        case Modifier::Base64Offset:
            return base64_alternatives(step, std::move(value), true);
        case Modifier::Wide:
            return wide(step, std::move(value), Wide::LittleEndian);
        case Modifier::Utf16Be:
            return wide(step, std::move(value), Wide::BigEndian);
        case Modifier::Utf16:
            return wide(step, std::move(value), Wide::WithMark);
        case Modifier::Cidr:
            return cidr(step, value);
        case Modifier::FieldRef:
            return field_reference(step, value);
        case Modifier::Exists:
            return existence(step, value);
        case Modifier::Expand:
            return expand(step, std::move(value));
        case Modifier::Lt:
            return compared(step, value, CompareOp::Lt);
        case Modifier::Lte:
            return compared(step, value, CompareOp::Le);
        case Modifier::Gt:
            return compared(step, value, CompareOp::Gt);
        case Modifier::Gte:
            return compared(step, value, CompareOp::Ge);
        case Modifier::Minute:
            return time_part(step, value, TimeUnit::Minute);
        case Modifier::Hour:
            return time_part(step, value, TimeUnit::Hour);
        case Modifier::Day:
            return time_part(step, value, TimeUnit::Day);
        case Modifier::Week:
            return time_part(step, value, TimeUnit::Week);
        case Modifier::Month:
            return time_part(step, value, TimeUnit::Month);
        case Modifier::Year:
            return time_part(step, value, TimeUnit::Year);
        case Modifier::All:
        case Modifier::Neq:
            break;  // of the item, not of the value
    }
    return value;
}

std::optional<Value> plain_value(const YamlNode& scalar) {
    switch (scalar.kind) {
        case YamlNode::Kind::Null:
            return Absent{};
        case YamlNode::Kind::Bool:
            return Boolean{scalar.truth};
        case YamlNode::Kind::Integer:
        case YamlNode::Kind::Float:
            return Number{scalar.number, scalar.text};
        case YamlNode::Kind::String:
            return parse_text(scalar.text);
        case YamlNode::Kind::List:
        case YamlNode::Kind::Map:
            break;
    }
    return std::nullopt;
}

/// RE2 has no look-around and no back-references, and so no text that makes it slow.
bool check_regex(const Regex& expression, Mark mark, Diagnosis& diagnosis) {
    std::string reason;
    const std::string pattern = regex_text(expression);
    if (regex_valid(pattern, reason)) return true;
    diagnosis.refuse(mark, msg::sigma_regex(pattern, reason));
    return false;
}

bool has_placeholder(const Regex& expression) {
    return std::ranges::any_of(expression.parts, [](const RegexPart& part) {
        return std::holds_alternative<Placeholder>(part);
    });
}

}  // namespace

std::string regex_text(const Regex& expression) {
    std::string out;
    if (!expression.flags.empty()) out = "(?" + expression.flags + ")";
    for (const RegexPart& part : expression.parts) out += text_of(part);
    return out;
}

std::optional<ItemKey> parse_key(std::string_view key, Mark mark, Diagnosis& diagnosis) {
    ItemKey out;
    std::size_t bar = key.find('|');
    out.field = key.substr(0, bar);
    while (bar != std::string_view::npos) {
        key.remove_prefix(bar + 1);
        bar = key.find('|');
        const std::string_view name = key.substr(0, bar);
        const auto* found = std::ranges::find(kModifiers, name, &NamedModifier::name);
        if (found == kModifiers.end()) {
            return diagnosis.refuse(mark, msg::sigma_modifier_unknown(std::string(name)));
        }
        if (found->modifier == Modifier::All) {
            out.all = true;
        } else if (found->modifier == Modifier::Neq) {
            out.negated = true;
        } else {
            out.chain.push_back(found->modifier);
        }
    }
    const bool needs_field = std::ranges::any_of(out.chain, [](Modifier modifier) {
        return modifier == Modifier::Exists || modifier == Modifier::FieldRef;
    });
    if (out.field.empty() && needs_field)
        return diagnosis.refuse(mark, msg::sigma_modifier_no_field());
    return out;
}

std::optional<Value> modified_value(const YamlNode& scalar, const ItemKey& key,
                                    Diagnosis& diagnosis) {
    auto value = plain_value(scalar);
    if (!value) return diagnosis.refuse(scalar.mark, msg::sigma_value_not_scalar());
    bool first = true;
    for (const Modifier modifier : key.chain) {
        const Step step{modifier, first, scalar.mark, diagnosis};
        if (first && modifier == Modifier::Re) {
            number_as_text(step, *value);
            if (!std::holds_alternative<Text>(*value)) return step.wrong_type(*value, "string");
            value =
                Regex{.parts = {scalar.text}};  // the whole YAML text; Sigma has no escapes here
        } else {
            value = apply(step, std::move(*value));
        }
        if (!value) return std::nullopt;
        first = false;
    }
    const auto* expression = std::get_if<Regex>(&*value);
    if (expression != nullptr && !has_placeholder(*expression) &&
        !check_regex(*expression, scalar.mark, diagnosis)) {
        return std::nullopt;
    }
    const auto* text = std::get_if<Text>(&*value);
    if (text != nullptr && text->bytes) diagnosis.warn(scalar.mark, msg::sigma_wide_alone());
    return value;
}

}  // namespace xiezhi::rules::sigma
