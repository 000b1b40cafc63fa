#include "xiezhi/rules/kql/parse.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/kql/scan.h"

namespace xiezhi::rules::kql {
namespace {

/// Kibana's grammar is a PEG with ordered choice. Where its alternatives begin alike, what follows
/// the common part decides, so nothing has to be read twice: after a literal, `:` or an operator
/// make it a field, anything else a value; a bracket can only begin a group.
class Parser {
public:
    explicit Parser(std::string_view query) : in_(query) {}

    std::variant<Tree, Problem> read() {
        in_.skip_blanks();
        Tree tree;
        if (!in_.at_end()) {
            auto found = joined(Level::Or, nullptr);
            if (!found) return std::move(problem_).value_or(Problem{});
            tree = std::move(*found);
            in_.skip_blanks();
        }
        if (in_.at_end()) return tree;
        fail(in_.position(), left_over());
        return std::move(problem_).value_or(Problem{});
    }

private:
    enum class Level : std::uint8_t { Or, And };

    /// The first problem is the one that is told.
    std::nullopt_t fail(std::size_t position, Message what) {
        if (!problem_) problem_ = Problem{in_.mark(position), std::move(what)};
        return std::nullopt;
    }

    [[nodiscard]] Message left_over() const {
        if (in_.at(")") || in_.at("}")) return msg::kql_stray_bracket(std::string(in_.here()));
        if (in_.at("\"")) return msg::kql_open_quote();
        if (in_.at(":")) return msg::kql_colon();
        return msg::kql_unexpected(std::string(in_.here()));
    }

    /// `a or b or c`, below it `a and b`, below it `not a`. `field`: inside a list of its values.
    std::optional<Tree> joined(Level level, const Literal* field) {
        const bool is_or = level == Level::Or;
        const auto part = [&] { return is_or ? joined(Level::And, field) : negated(field); };
        const std::size_t begin = in_.position();
        auto first = part();
        if (!first) return std::nullopt;
        std::vector<Tree> parts;
        parts.push_back(std::move(*first));
        for (;;) {
            const std::size_t before = in_.position();
            if (!in_.take_between_blanks(is_or ? "or" : "and")) break;
            auto next = part();
            if (!next) {
                in_.back_to(before);
                return std::nullopt;
            }
            parts.push_back(std::move(*next));
        }
        if (parts.size() == 1) return std::move(parts.front());
        Tree out = tree_at(is_or ? Tree::Kind::Or : Tree::Kind::And, begin);
        out.children = std::move(parts);
        return out;
    }

    std::optional<Tree> negated(const Literal* field) {
        const std::size_t begin = in_.position();
        if (!in_.take_not()) return field != nullptr ? list(*field) : sub_query();
        auto inner = field != nullptr ? list(*field) : sub_query();
        if (!inner) return std::nullopt;
        Tree out = tree_at(Tree::Kind::Not, begin);
        out.children.push_back(std::move(*inner));
        return out;
    }

    /// `( … )` or `{ … }` around what `inner` reads.
    template <class Inner>
    std::optional<Tree> bracketed(std::string_view open, std::string_view close, Inner inner) {
        const std::size_t begin = in_.position();
        if (++depth_ > kDepthMax) return fail(begin, msg::kql_too_deep(kDepthMax));
        in_.take(open);
        in_.skip_blanks();
        if (in_.at(close)) return fail(in_.position(), msg::kql_empty_brackets());
        auto found = inner();
        if (!found) return std::nullopt;
        in_.skip_blanks();
        if (!in_.take(close)) {
            return fail(in_.position(), in_.at_end() ? msg::kql_open_bracket(in_.mark(begin).line,
                                                                             in_.mark(begin).column)
                                                     : left_over());
        }
        --depth_;
        found->end = in_.position();
        found->begin = begin;
        return found;
    }

    std::optional<Tree> sub_query() {
        if (in_.at("(")) return bracketed("(", ")", [&] { return joined(Level::Or, nullptr); });
        return expression();
    }

    /// `field:{…}`, `field > value`, `field:value`, `field:(…)` or a value.
    std::optional<Tree> expression() {
        const std::size_t begin = in_.position();
        auto literal = in_.literal();
        if (!literal) return fail(begin, no_literal());
        const std::size_t behind = in_.position();
        in_.skip_blanks();
        for (const auto& [text, op] : kOperators) {
            if (in_.take(text)) return range(std::move(*literal), op, begin);
        }
        if (in_.take(":")) {
            in_.skip_blanks();
            return in_.at("{") ? nested(std::move(*literal), begin) : valued(*literal, begin);
        }
        in_.back_to(behind);
        return value_of(std::nullopt, std::move(*literal), begin);
    }

    std::optional<Tree> valued(const Literal& field, std::size_t begin) {
        auto found = list(field);
        if (found) found->begin = begin;
        return found;
    }

    std::optional<Tree> nested(Literal path, std::size_t begin) {
        auto inner = bracketed("{", "}", [&] { return joined(Level::Or, nullptr); });
        if (!inner) return std::nullopt;
        Tree out = tree_at(Tree::Kind::Nested, begin);
        out.field = std::move(path);
        out.children.push_back(std::move(*inner));
        return out;
    }

    std::optional<Tree> range(Literal field, CompareOp op, std::size_t begin) {
        in_.skip_blanks();
        auto value = in_.literal();
        if (!value) return fail(in_.position(), no_literal());
        auto out = value_of(std::move(field), std::move(*value), begin);
        if (!out) return std::nullopt;
        out->kind = Tree::Kind::Range;
        out->op = op;
        return out;
    }

    /// `value` or `(value or value …)` behind `field:`.
    std::optional<Tree> list(const Literal& field) {
        const std::size_t begin = in_.position();
        if (in_.at("(")) return bracketed("(", ")", [&] { return joined(Level::Or, &field); });
        auto value = in_.literal();
        if (!value) return fail(begin, no_literal());
        return value_of(field, std::move(*value), begin);
    }

    std::optional<Tree> value_of(std::optional<Literal> field, Literal value, std::size_t begin) {
        if (++values_ > kValuesMax) return fail(begin, msg::kql_too_many(kValuesMax));
        Tree out = tree_at(Tree::Kind::Is, begin);
        out.field = std::move(field);
        out.value = std::move(value);
        return out;
    }

    [[nodiscard]] Message no_literal() const {
        if (in_.at_end()) return msg::kql_ends();
        if (in_.at("\"")) return msg::kql_open_quote();
        if (in_.at(")") || in_.at("}")) return msg::kql_stray_bracket(std::string(in_.here()));
        return msg::kql_no_value(std::string(in_.here()));
    }

    Tree tree_at(Tree::Kind kind, std::size_t begin) {
        Tree out;
        out.kind = kind;
        out.mark = in_.mark(begin);
        out.begin = begin;
        out.end = in_.position();
        return out;
    }

    static constexpr std::array<std::pair<std::string_view, CompareOp>, 4> kOperators{
        {{"<=", CompareOp::Le}, {">=", CompareOp::Ge}, {"<", CompareOp::Lt}, {">", CompareOp::Gt}}};

    Scanner in_;
    std::optional<Problem> problem_;
    std::size_t depth_ = 0;
    std::size_t values_ = 0;
};

}  // namespace

std::variant<Tree, Problem> parse(std::string_view query) {
    if (query.size() > kQuerySizeMax)
        return Problem{{}, msg::kql_too_long(query.size(), kQuerySizeMax)};
    return Parser(query).read();
}

bool names_field(const Tree& tree) {
    return tree.field.has_value() || std::ranges::any_of(tree.children, names_field);
}

}  // namespace xiezhi::rules::kql
