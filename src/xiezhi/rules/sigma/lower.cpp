#include "xiezhi/rules/sigma/lower.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/sigma/modifier.h"

namespace xiezhi::rules::sigma {
namespace {

constexpr std::size_t kAlternativesMax = 10'000;  // of one value with placeholders
constexpr std::size_t kNodesMax = 200'000;        // of one rule

bool is_run(const PatternPart& part) {
    return std::holds_alternative<AnyRun>(part);
}

/// Bytes of UTF-16 as text, one code point a byte: what a text field would have to hold.
std::string bytes_as_text(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) append_code_point(out, static_cast<unsigned char>(c));
    return out;
}

/// The parts without placeholders, adjacent literals and adjacent runs made one.
Pattern to_pattern(const Text& text) {
    Pattern out;
    for (const TextPart& part : text.parts) {
        if (const auto* literal = std::get_if<std::string>(&part)) {
            std::string piece = text.bytes ? bytes_as_text(*literal) : *literal;
            auto* before = out.empty() ? nullptr : std::get_if<std::string>(&out.back());
            if (before != nullptr) {
                *before += piece;
            } else {
                out.emplace_back(std::move(piece));
            }
        } else if (std::holds_alternative<AnyRun>(part)) {
            if (out.empty() || !is_run(out.back())) out.emplace_back(AnyRun{});
        } else if (std::holds_alternative<AnyOne>(part)) {
            out.emplace_back(AnyOne{});
        } else if (const auto* choices = std::get_if<AnyOf>(&part)) {
            out.emplace_back(*choices);
        }
    }
    return out;
}

/// `{8-4-4-4-12}` or the same without braces; gives the inside.
std::optional<std::string_view> guid_inside(std::string_view text) {
    constexpr std::size_t kGuidSize = 36;
    if (text.size() == kGuidSize + 2 && text.front() == '{' && text.back() == '}') {
        text = text.substr(1, kGuidSize);
    }
    if (text.size() != kGuidSize) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex) return std::nullopt;
    }
    return text;
}

Leaf text_leaf(const std::string& field, Op op, std::string text, bool cased) {
    Leaf leaf;
    leaf.field = field;
    leaf.op = op;
    leaf.cased = cased;
    leaf.text = std::move(text);
    return leaf;
}

Node equal_node(const std::string& field, const std::string& text, bool cased) {
    const auto inside = guid_inside(text);
    if (!inside) return Node::of(text_leaf(field, Op::Equals, text, cased));
    // Event logs render a GUID with braces, text fields often have it without.
    std::vector<Node> spellings;
    spellings.push_back(
        Node::of(text_leaf(field, Op::Equals, "{" + std::string(*inside) + "}", cased)));
    spellings.push_back(Node::of(text_leaf(field, Op::Equals, std::string(*inside), cased)));
    return Node::any(std::move(spellings));
}

Node text_node(const std::string& field, const Text& text) {
    Pattern pattern = to_pattern(text);
    if (pattern.empty()) return equal_node(field, "", text.cased);
    const bool open_start = is_run(pattern.front());
    const bool open_end = is_run(pattern.back());
    const std::size_t core_size =
        pattern.size() - (open_start ? 1U : 0U) - (open_end && pattern.size() > 1 ? 1U : 0U);
    const std::string* literal =
        core_size == 1 ? std::get_if<std::string>(&pattern[open_start ? 1 : 0]) : nullptr;
    if (literal == nullptr) {
        Leaf leaf = text_leaf(field, Op::Wildcard, "", text.cased);
        leaf.pattern = std::move(pattern);
        return Node::of(std::move(leaf));
    }
    if (!open_start && !open_end) return equal_node(field, *literal, text.cased);
    const Op op = open_start && open_end ? Op::Contains
                  : open_start           ? Op::EndsWith
                                         : Op::StartsWith;
    return Node::of(text_leaf(field, op, *literal, text.cased));
}

/// Puts the user's values in place of placeholders; one text becomes several.
class Filler {
public:
    Filler(const LowerOptions& options, Mark mark, Diagnosis& diagnosis)
        : options_(options), mark_(mark), diagnosis_(diagnosis) {}

    /// Nothing when a list is missing and may not be guessed.
    std::optional<std::vector<std::string>> values(const Placeholder& placeholder) {
        if (options_.placeholders != nullptr) {
            const auto found = options_.placeholders->find(placeholder.name);
            if (found != options_.placeholders->end()) return found->second;
        }
        if (options_.placeholder_wildcard) return std::vector<std::string>{"*"};
        diagnosis_.placeholder_missing = !diagnosis_.refusal;
        return diagnosis_.refuse(mark_, msg::sigma_placeholder_missing(placeholder.name));
    }

    template <class Filled, class Append>
    std::optional<std::vector<Filled>> product(const std::vector<Filled>& done,
                                               const std::vector<std::string>& values,
                                               const Append& append) {
        if (done.size() * values.size() > kAlternativesMax) {
            return diagnosis_.refuse(mark_, msg::sigma_placeholder_too_many(kAlternativesMax));
        }
        std::vector<Filled> out;
        for (const Filled& each : done) {
            for (const std::string& value : values) append(out.emplace_back(each), value);
        }
        return out;
    }

    std::optional<std::vector<Text>> fill(const Text& text) {
        std::vector<Text> done = {Text{.parts = {}, .cased = text.cased, .bytes = text.bytes}};
        for (const TextPart& part : text.parts) {
            const auto* placeholder = std::get_if<Placeholder>(&part);
            if (placeholder == nullptr) {
                for (Text& each : done) each.parts.push_back(part);
                continue;
            }
            const auto lists = values(*placeholder);
            if (!lists) return std::nullopt;
            auto next = product(done, *lists, [](Text& out, const std::string& value) {
                std::ranges::move(parse_text(value).parts, std::back_inserter(out.parts));
            });
            if (!next) return std::nullopt;
            done = std::move(*next);
        }
        return done;
    }

    std::optional<std::vector<std::string>> fill(const Regex& expression) {
        std::vector<std::string> done = {regex_text({.parts = {}, .flags = expression.flags})};
        for (const RegexPart& part : expression.parts) {
            const auto* placeholder = std::get_if<Placeholder>(&part);
            if (placeholder == nullptr) {
                for (std::string& each : done) each += std::get<std::string>(part);
                continue;
            }
            const auto lists = values(*placeholder);
            if (!lists) return std::nullopt;
            auto next = product(done, *lists, [](std::string& out, const std::string& value) {
                out += value == "*" ? ".*" : RE2::QuoteMeta(value);
            });
            if (!next) return std::nullopt;
            done = std::move(*next);
        }
        return done;
    }

private:
    const LowerOptions& options_;
    Mark mark_;
    Diagnosis& diagnosis_;
};

bool has_placeholder(const Text& text) {
    return std::ranges::any_of(
        text.parts, [](const TextPart& part) { return std::holds_alternative<Placeholder>(part); });
}

/// A keyword may stand anywhere in a value.
Text opened(Text text) {
    text.parts.insert(text.parts.begin(), AnyRun{});
    text.parts.emplace_back(AnyRun{});
    return text;
}

struct Lowering {
    const Expr& item;
    const LowerOptions& options;
    Diagnosis& diagnosis;

    void append(const Text& text, std::vector<Node>& nodes) const {
        nodes.push_back(item.anywhere ? text_node(item.field, opened(text))
                                      : text_node(item.field, text));
    }

    /// False when a placeholder list is missing.
    bool append_filled(const Text& text, std::vector<Node>& nodes) const {
        if (!has_placeholder(text)) {
            append(text, nodes);
            return true;
        }
        const auto filled = Filler(options, item.mark, diagnosis).fill(text);
        if (!filled) return false;
        for (const Text& each : *filled) append(each, nodes);
        return true;
    }

    [[nodiscard]] std::optional<Node> plain(std::string text) const {
        Text value;
        if (!text.empty()) value.parts.emplace_back(std::move(text));
        return text_node(item.field, item.anywhere ? opened(std::move(value)) : value);
    }

    [[nodiscard]] Leaf leaf(Op op) const { return text_leaf(item.field, op, "", false); }

    std::optional<Node> operator()(const Text& text) const {
        std::vector<Node> nodes;
        if (!append_filled(text, nodes)) return std::nullopt;
        return Node::any(std::move(nodes));
    }
    std::optional<Node> operator()(const AnyText& any) const {
        std::vector<Node> nodes;
        for (const Text& text : any.texts) {
            if (!append_filled(text, nodes)) return std::nullopt;
        }
        return Node::any(std::move(nodes));
    }
    std::optional<Node> operator()(const Number& number) const { return plain(number.text); }
    std::optional<Node> operator()(const Boolean& boolean) const {
        return plain(boolean.value ? "true" : "false");
    }
    std::optional<Node> operator()(const Absent&) const { return Node::of(leaf(Op::Null)); }

    std::optional<Node> operator()(const Regex& expression) const {
        auto filled = Filler(options, item.mark, diagnosis).fill(expression);
        if (!filled) return std::nullopt;
        std::vector<Node> nodes;
        for (std::string& text : *filled) {
            Leaf regex = leaf(Op::Regex);
            regex.cased = true;  // unless the flags say otherwise
            regex.text = std::move(text);
            nodes.push_back(Node::of(std::move(regex)));
        }
        return Node::any(std::move(nodes));
    }

    std::optional<Node> operator()(const Cidr& cidr) const {
        Leaf network = leaf(Op::Cidr);
        network.text = cidr.network;
        return Node::of(std::move(network));
    }

    std::optional<Node> operator()(const Comparison& comparison) const {
        Leaf compare = leaf(comparison.unit ? Op::TimePart : Op::Compare);
        compare.compare = comparison.op;
        compare.number = comparison.number;
        compare.unit = comparison.unit.value_or(TimeUnit::Hour);
        return Node::of(std::move(compare));
    }

    std::optional<Node> operator()(const FieldReference& reference) const {
        Leaf same = leaf(Op::SameAs);
        same.text = reference.field;
        same.relation = reference.starts && reference.ends ? Op::Contains
                        : reference.starts                 ? Op::StartsWith
                        : reference.ends                   ? Op::EndsWith
                                                           : Op::Equals;
        return Node::of(std::move(same));
    }

    std::optional<Node> operator()(const Existence& existence) const {
        Node node = Node::of(leaf(Op::Exists));
        if (existence.exists) return node;
        return Node::negate(std::move(node));
    }
};

std::optional<Node> lower_expr(const Expr& expr, const LowerOptions& options,
                               Diagnosis& diagnosis) {
    if (expr.kind == Expr::Kind::Item) return lower_item(expr, options, diagnosis);
    std::vector<Node> children;
    children.reserve(expr.children.size());
    for (const Expr& child : expr.children) {
        auto node = lower_expr(child, options, diagnosis);
        if (!node) return std::nullopt;
        children.push_back(std::move(*node));
    }
    if (expr.kind == Expr::Kind::Not) return Node::negate(std::move(children.front()));
    return expr.kind == Expr::Kind::And ? Node::all(std::move(children))
                                        : Node::any(std::move(children));
}

std::size_t count_nodes(const Node& node) {
    std::size_t count = 1;
    for (const Node& child : node.children) count += count_nodes(child);
    return count;
}

void count_uses(const Condition& condition, std::vector<std::size_t>& uses) {
    if (condition.kind == Condition::Kind::Selection) ++uses[condition.selection];
    for (const Condition& child : condition.children) count_uses(child, uses);
}

/// Lowers each selection once; a condition may name it several times.
class ConditionLowering {
public:
    ConditionLowering(const Condition& condition, const std::vector<Selection>& selections,
                      const LowerOptions& options, Diagnosis& diagnosis)
        : selections_(selections),
          options_(options),
          diagnosis_(diagnosis),
          lowered_(selections.size()),
          uses_(selections.size()) {
        count_uses(condition, uses_);
    }

    std::optional<Node> lower(const Condition& condition) {
        switch (condition.kind) {
            case Condition::Kind::False:
                return Node::constant(false);
            case Condition::Kind::Selection:
                return selection(condition.selection);
            case Condition::Kind::And:
            case Condition::Kind::Or:
            case Condition::Kind::Not:
                break;
        }
        std::vector<Node> children;
        children.reserve(condition.children.size());
        for (const Condition& child : condition.children) {
            auto node = lower(child);
            if (!node) return std::nullopt;
            children.push_back(std::move(*node));
        }
        if (condition.kind == Condition::Kind::Not)
            return Node::negate(std::move(children.front()));
        return condition.kind == Condition::Kind::And ? Node::all(std::move(children))
                                                      : Node::any(std::move(children));
    }

private:
    std::optional<Node> selection(std::size_t index) {
        const Selection& selection = selections_[index];
        std::optional<Node>& node = lowered_[index];
        if (!node) {
            node = lower_expr(selection.expr, options_, diagnosis_);
            if (!node) return std::nullopt;
            node->name = selection.name;
        }
        nodes_ += count_nodes(*node);
        if (nodes_ > kNodesMax) {
            return diagnosis_.refuse(selection.mark, msg::sigma_rule_too_big(kNodesMax));
        }
        if (--uses_[index] == 0) return std::move(node);
        return node;
    }

    const std::vector<Selection>& selections_;
    const LowerOptions& options_;
    Diagnosis& diagnosis_;
    std::vector<std::optional<Node>> lowered_;
    std::vector<std::size_t> uses_;  // still to come
    std::size_t nodes_ = 0;
};

}  // namespace

std::optional<Node> lower_item(const Expr& item, const LowerOptions& options,
                               Diagnosis& diagnosis) {
    return std::visit(Lowering{item, options, diagnosis}, item.value);
}

std::optional<Node> lower(const Condition& condition, const std::vector<Selection>& selections,
                          const LowerOptions& options, Diagnosis& diagnosis) {
    return ConditionLowering(condition, selections, options, diagnosis).lower(condition);
}

}  // namespace xiezhi::rules::sigma
