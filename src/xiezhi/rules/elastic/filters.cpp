#include "xiezhi/rules/elastic/filters.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/kql/field_leaf.h"

namespace xiezhi::rules::elastic {
namespace {

using kql::TypedField;
using schema::EcsType;

TypedField field_named(const std::string& name) {
    return kql::typed_field(name, schema::ecs_field(name));
}

bool is_text(const TypedField& field) {
    return field.type == EcsType::Text || field.type == EcsType::SubText ||
           field.type == EcsType::ScriptText;
}

/// `{field: value}` or `{field: {value: …, case_insensitive: …}}`.
struct FieldQuery {
    std::string field;
    std::string value;
    bool cased = true;
    bool every_word = false;
    bool in_a_row = false;
    const Document* options = nullptr;
};

class FilterReader {
public:
    explicit FilterReader(FileTime now) : now_(now) {}

    std::optional<Node> query(const Document& document, std::size_t depth) {
        if (depth > kDocumentDepthMax || !document.is_map() || document.members.size() != 1)
            return fail(document, msg::elastic_filter_shape());
        const auto& [kind, body] = document.members.front();
        if (kind == "match_all") return Node::constant(true);
        if (kind == "match_none") return Node::constant(false);
        if (kind == "bool") return boolean(body, depth);
        if (kind == "exists") return exists(body);
        if (kind == "terms") return terms(body);
        if (kind == "range") return range(body);
        constexpr std::array<std::string_view, 5> kOneField{"wildcard", "match_phrase", "match",
                                                            "term", "prefix"};
        if (std::ranges::find(kOneField, kind) == kOneField.end())
            return fail(document, msg::elastic_filter_kind(kind));
        return one_field(kind, body);
    }

    std::optional<Problem> problem;

private:
    std::nullopt_t fail(const Document& at, Message what) {
        if (!problem) problem = Problem{at.mark, std::move(what)};
        return std::nullopt;
    }

    std::optional<Node> settled(const Document& at, kql::NodeOrMessage found) {
        if (auto* what = std::get_if<Message>(&found)) return fail(at, std::move(*what));
        return std::get<Node>(std::move(found));
    }

    std::optional<Node> boolean(const Document& body, std::size_t depth) {
        std::vector<Node> all;
        std::vector<Node> any;
        for (const auto& [key, value] : body.members) {
            if (key == "minimum_should_match" || key == "boost") continue;
            std::vector<Node> parts;
            for (const Document* each : each_of(value)) {
                auto node = query(*each, depth + 1);
                if (!node) return std::nullopt;
                parts.push_back(std::move(*node));
            }
            if (key == "should") {
                any = std::move(parts);
            } else if (key == "must_not") {
                for (Node& part : parts) all.push_back(Node::negate(std::move(part)));
            } else if (key == "must" || key == "filter") {
                std::ranges::move(parts, std::back_inserter(all));
            } else {
                return fail(body, msg::elastic_filter_kind("bool." + key));
            }
        }
        return with_should(body, std::move(all), std::move(any));
    }

    /// `should` beside must or filter decides nothing unless minimum_should_match says so.
    std::optional<Node> with_should(const Document& body, std::vector<Node> all,
                                    std::vector<Node> any) {
        const std::string least = body.text_of("minimum_should_match");
        if (!least.empty() && least != "0" && least != "1")
            return fail(body, msg::elastic_filter_kind("minimum_should_match " + least));
        const bool bare = body.find("must") == nullptr && body.find("filter") == nullptr;
        if (!any.empty() && (least == "1" || (least.empty() && bare)))
            all.push_back(Node::any(std::move(any)));
        return Node::all(std::move(all));
    }

    static std::vector<const Document*> each_of(const Document& value) {
        std::vector<const Document*> out;
        out.reserve(value.items.size() + 1);
        for (const Document& item : value.items) out.push_back(&item);
        if (!value.is_list()) out.push_back(&value);
        return out;
    }

    std::optional<Node> exists(const Document& body) {
        const std::string field = body.text_of("field");
        if (field.empty()) return fail(body, msg::elastic_filter_shape());
        return kql::exists_leaf(field_named(field));
    }

    std::optional<Node> terms(const Document& body) {
        for (const auto& [field, values] : body.members) {
            if (!values.is_list()) continue;
            std::vector<Node> any;
            for (const Document& value : values.items) {
                auto node = term({.field = field, .value = value.text}, value);
                if (!node) return std::nullopt;
                any.push_back(std::move(*node));
            }
            return Node::any(std::move(any));
        }
        return fail(body, msg::elastic_filter_shape());
    }

    std::optional<Node> range(const Document& body) {
        if (!body.is_map() || body.members.size() != 1 || !body.members.front().value.is_map())
            return fail(body, msg::elastic_filter_shape());
        const auto& [field, bounds] = body.members.front();
        constexpr std::array<std::pair<std::string_view, CompareOp>, 4> kBounds{
            {{"gte", CompareOp::Ge},
             {"gt", CompareOp::Gt},
             {"lte", CompareOp::Le},
             {"lt", CompareOp::Lt}}};
        std::vector<Node> all;
        for (const auto& [key, op] : kBounds) {
            const Document* bound = bounds.find(key);
            if (bound == nullptr) continue;
            auto node = settled(*bound, kql::range_leaf(field_named(field), op, bound->text, now_));
            if (!node) return std::nullopt;
            all.push_back(std::move(*node));
        }
        return Node::all(std::move(all));
    }

    std::optional<Node> one_field(std::string_view kind, const Document& body) {
        if (!body.is_map() || body.members.size() != 1)
            return fail(body, msg::elastic_filter_shape());
        const auto& [field, value] = body.members.front();
        FieldQuery asked{.field = field, .value = value.text};
        for (const std::string_view key : {"value", "query", "wildcard"}) {
            if (const Document* found = value.find(key)) asked.value = found->text;
        }
        asked.cased = !value.is_true("case_insensitive");
        asked.every_word = value.text_of("operator") == "and" || value.text_of("operator") == "AND";
        asked.in_a_row = kind == "match_phrase" || value.text_of("type") == "phrase";
        if (kind == "wildcard") return wildcard_node(field, asked.value, asked.cased);
        if (kind == "prefix") return prefix(asked);
        return kind == "term" ? term(asked, value) : match(asked, value);
    }

    static std::optional<Node> prefix(const FieldQuery& asked) {
        std::string pattern;
        for (const char c : asked.value) {
            if (c == '*' || c == '?' || c == '\\') pattern += '\\';
            pattern += c;
        }
        return wildcard_node(asked.field, pattern + "*", asked.cased);
    }

    /// A term is not analysed: of text it is one word as the index has it.
    std::optional<Node> term(const FieldQuery& asked, const Document& at) {
        const TypedField field = field_named(asked.field);
        if (is_text(field) || (field.type == EcsType::Keyword && !asked.cased)) {
            Node node = wildcard_node(asked.field, {}, asked.cased);
            node.leaf.pattern = {asked.value};
            return node;
        }
        return settled(at, kql::phrase_leaf(field, asked.value, now_));
    }

    std::optional<Node> match(const FieldQuery& asked, const Document& at) {
        kql::Literal literal;
        literal.kind = asked.in_a_row ? kql::Literal::Kind::Quoted : kql::Literal::Kind::Text;
        literal.text = asked.value;
        auto node = settled(at, kql::is_leaf(field_named(asked.field), literal, now_));
        if (node && asked.every_word && node->kind == Node::Kind::Or) node->kind = Node::Kind::And;
        return node;
    }

    FileTime now_;
};

}  // namespace

Pattern wildcard_pattern(std::string_view text) {
    Pattern out;
    const auto literal = [&]() -> std::string& {
        if (out.empty() || !std::holds_alternative<std::string>(out.back()))
            out.emplace_back(std::string());
        return std::get<std::string>(out.back());
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '*') {
            out.emplace_back(AnyRun{});
        } else if (text[at] == '?') {
            out.emplace_back(AnyOne{});
        } else {
            if (text[at] == '\\' && at + 1 < text.size()) ++at;
            literal() += text[at];
        }
    }
    if (out.empty()) out.emplace_back(std::string());
    return out;
}

Node wildcard_node(const std::string& name, std::string_view pattern, bool cased) {
    const TypedField field = field_named(name);
    Leaf leaf;
    leaf.field = field.name;
    leaf.op = is_text(field) ? Op::TokenWildcard : Op::Wildcard;
    leaf.cased = cased && !is_text(field);
    leaf.units_max = field.units_max;
    leaf.analyser = field.type == EcsType::ScriptText ? Analyser::Script : Analyser::Standard;
    leaf.pattern = wildcard_pattern(pattern);
    return Node::of(std::move(leaf));
}

std::variant<Node, Problem> read_filter(const Document& filter, FileTime now) {
    const Document* meta = filter.find("meta");
    if (meta != nullptr && meta->is_true("disabled")) return Node::constant(true);
    const Document* query = filter.find("query");
    Document own;  // older exports: the query beside `meta`
    if (query == nullptr) {
        own.kind = Document::Kind::Map;
        own.mark = filter.mark;
        for (const Member& member : filter.members) {
            if (member.key != "meta" && member.key != "$state") own.members.push_back(member);
        }
        query = &own;
    }
    FilterReader reader(now);
    auto node = reader.query(*query, 0);
    if (!node) return std::move(reader.problem).value_or(Problem{});
    if (meta != nullptr && meta->is_true("negate")) return Node::negate(std::move(*node));
    return std::move(*node);
}

}  // namespace xiezhi::rules::elastic
