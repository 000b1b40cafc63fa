#include "xiezhi/rules/kql/lower.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/kql/field_leaf.h"
#include "xiezhi/rules/network.h"

namespace xiezhi::rules::kql {
namespace {

using schema::EcsType;

constexpr std::size_t kNodesMax = 200'000;
constexpr std::size_t kNameMax = 100;  // characters of a clause that a finding shows

/// The clause's text in one line.
std::string clause_text(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    std::string out;
    std::size_t count = 0;
    bool blank = false;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const std::size_t start = at;
        next_code_point(text, at);
        if (kBlanks.find(text[start]) != std::string_view::npos) {
            blank = !out.empty();
            continue;
        }
        if (count >= kNameMax) return out + "…";
        if (blank) out += ' ';
        blank = false;
        out += text.substr(start, at - start);
    }
    return out;
}

class Lowering {
public:
    Lowering(std::string_view query, const LowerOptions& options)
        : query_(query), options_(options) {}

    std::variant<Lowered, Problem> whole(const Tree& tree) {
        Lowered out;
        auto node = lowered(tree);
        if (!node) return std::move(problem_).value_or(Problem{});
        out.condition = std::move(*node);
        if (tree.kind == Tree::Kind::And && out.condition.kind == Node::Kind::And &&
            out.condition.children.size() == tree.children.size()) {
            for (std::size_t i = 0; i < tree.children.size(); ++i)
                name(out.condition.children[i], tree.children[i], out.selections);
        } else {
            name(out.condition, tree, out.selections);
        }
        return out;
    }

private:
    void name(Node& node, const Tree& tree, std::vector<std::string>& selections) const {
        node.name = clause_text(query_.substr(tree.begin, tree.end - tree.begin));
        if (std::ranges::find(selections, node.name) == selections.end() && !node.name.empty())
            selections.push_back(node.name);
    }

    std::nullopt_t fail(const Mark& mark, Message what) {
        if (!problem_) problem_ = Problem{mark, std::move(what)};
        return std::nullopt;
    }

    std::optional<Node> lowered(const Tree& tree) {
        switch (tree.kind) {
            case Tree::Kind::MatchAll:
                return Node::constant(true);
            case Tree::Kind::And:
            case Tree::Kind::Or:
                return joined(tree);
            case Tree::Kind::Not: {
                auto inner = lowered(tree.children.front());
                if (!inner) return std::nullopt;
                return Node::negate(std::move(*inner));
            }
            case Tree::Kind::Nested:
                return nested(tree);
            case Tree::Kind::Is:
            case Tree::Kind::Range:
                break;
        }
        return condition(tree);
    }

    std::optional<Node> joined(const Tree& tree) {
        std::vector<Node> nodes;
        nodes.reserve(tree.children.size());
        for (const Tree& child : tree.children) {
            auto node = lowered(child);
            if (!node) return std::nullopt;
            nodes.push_back(std::move(*node));
        }
        return tree.kind == Tree::Kind::And ? Node::all(std::move(nodes))
                                            : Node::any(std::move(nodes));
    }

    /// No field of event logs is indexed as nested objects: the path is a prefix.
    std::optional<Node> nested(const Tree& tree) {
        const std::string outer = prefix_;
        if (tree.field) prefix_ += tree.field->text + ".";
        auto node = lowered(tree.children.front());
        prefix_ = outer;
        return node;
    }

    std::optional<Node> condition(const Tree& tree) {
        if (nodes_ > kNodesMax) return fail(tree.mark, msg::kql_too_many(kNodesMax));
        const bool range = tree.kind == Tree::Kind::Range;
        const bool any_field = !tree.field || (prefix_.empty() && tree.field->is_star());
        if (any_field && range) return fail(tree.mark, msg::kql_range_no_field());
        if (any_field) return anywhere(tree);
        const std::string name = prefix_ + tree.field->text;
        if (tree.field->kind == Literal::Kind::Wildcard) return field_pattern(tree, name);
        return settled(tree, leaf(tree, typed_field(name, options_.type_of(name))));
    }

    NodeOrMessage leaf(const Tree& tree, const TypedField& field) {
        ++nodes_;
        if (tree.kind == Tree::Kind::Range)
            return range_leaf(field, tree.op, tree.value.text, options_.now);
        return is_leaf(field, tree.value, options_.now);
    }

    std::optional<Node> settled(const Tree& tree, NodeOrMessage found) {
        if (auto* what = std::get_if<Message>(&found)) {
            return fail(tree.kind == Tree::Kind::Range ? tree.mark : tree.value.mark,
                        std::move(*what));
        }
        return std::get<Node>(std::move(found));
    }

    /// Where fields of several types are asked at once, those that the value makes no sense for
    /// are left out.
    void add_lenient(const Tree& tree, const TypedField& field, std::vector<Node>& any) {
        NodeOrMessage found = leaf(tree, field);
        auto* node = std::get_if<Node>(&found);
        if (node != nullptr && node->kind != Node::Kind::False) any.push_back(std::move(*node));
    }

    /// `dll.hash.*:x`: the keywords below it, and the known fields of other types.
    std::optional<Node> field_pattern(const Tree& tree, const std::string& pattern) {
        const TypedField keywords{pattern, EcsType::Keyword, 0};
        if (tree.value.is_star() && tree.kind == Tree::Kind::Is) return exists_leaf(keywords);
        std::vector<Node> any;
        add_lenient(tree, keywords, any);
        for (const schema::EcsField& known : schema::ecs_fields()) {
            if (known.type == EcsType::Keyword || !schema::star_match(pattern, known.name))
                continue;
            add_lenient(tree, typed_field(known.name, known), any);
        }
        if (any.empty()) return fail(tree.mark, msg::kql_field_pattern(pattern));
        return Node::any(std::move(any));
    }

    /// A value without a field: every keyword and number as it stands, analysed texts by their
    /// words, addresses by their networks.
    std::optional<Node> anywhere(const Tree& tree) {
        if (tree.value.is_star()) return Node::constant(true);
        const TypedField everything{prefix_ + "*", EcsType::Keyword, 0};
        std::vector<Node> any;
        Tree plain = tree;
        if (plain.value.kind == Literal::Kind::Null) plain.value.kind = Literal::Kind::Text;
        add_lenient(plain, everything, any);
        const bool network = parse_network(tree.value.text).has_value();
        for (const schema::EcsField& known : schema::ecs_fields()) {
            const bool text = known.type == EcsType::Text || known.type == EcsType::SubText ||
                              known.type == EcsType::ScriptText;
            if (text || (network && known.type == EcsType::Address))
                add_lenient(plain, typed_field(known.name, known), any);
        }
        return Node::any(std::move(any));
    }

    std::string_view query_;
    const LowerOptions& options_;
    std::optional<Problem> problem_;
    std::string prefix_;
    std::size_t nodes_ = 0;
};

}  // namespace

std::variant<Lowered, Problem> lower(const Tree& tree, std::string_view query,
                                     const LowerOptions& options) {
    return Lowering(query, options).whole(tree);
}

std::variant<Lowered, Problem> compile(std::string_view query, const LowerOptions& options) {
    auto parsed = parse(query);
    if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
    return lower(std::get<Tree>(parsed), query, options);
}

}  // namespace xiezhi::rules::kql
