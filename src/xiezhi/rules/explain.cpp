#include "xiezhi/rules/explain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "xiezhi/rules/leaf.h"

namespace xiezhi::rules {
namespace {

using Kind = Node::Kind;

/// A node of the rule with its leaves ready. A leaf may stand for several (simplify.h).
struct Step {
    Kind kind = Kind::True;
    std::string name;
    bool absent = false;  // a leaf on a field that the source never has
    std::vector<std::uint32_t> leaves;
    std::vector<Step> children;
};

enum class Truth : std::uint8_t { False, Unknown, True };

Truth opposite(Truth truth) {
    return truth == Truth::Unknown ? truth : truth == Truth::True ? Truth::False : Truth::True;
}

}  // namespace

struct Explainer::Plan {
    Plan(const Rule& rule, const schema::Route& route, RegexCache& regexes)
        : simplifier(regexes), map(route.map) {
        known.route = &route;
        known.category = rule.source.category;
        root = make_step(rule.condition, regexes);
        record = std::make_unique<RecordFields>(fields);
    }

    std::uint32_t field(const std::string& name) {
        const FieldPlan plan = plan_field(name, map);
        const auto found = std::ranges::find(fields, plan);
        if (found == fields.end()) fields.push_back(plan);
        return static_cast<std::uint32_t>(std::ranges::find(fields, plan) - fields.begin());
    }

    void add_leaves(const Twig& twig, Step& step, RegexCache& regexes) {
        for (const Twig& child : twig.children) add_leaves(child, step, regexes);
        if (twig.kind != Kind::Leaf) return;
        const Leaf& leaf = *twig.leaf;
        const std::uint32_t own = field(leaf.field);
        const std::uint32_t other = leaf.op == Op::SameAs ? field(leaf.text) : 0;
        step.leaves.push_back(static_cast<std::uint32_t>(leaves.size()));
        leaves.push_back(make_ready(leaf, own, other, regexes));
    }

    Step make_step(const Node& node, RegexCache& regexes) {
        Step step;
        step.kind = node.kind;
        step.name = node.name;
        if (node.kind == Kind::Leaf) {
            const Twig twig = simplifier.simplify(node, known);
            step.absent = twig.kind == Kind::False;
            add_leaves(twig, step, regexes);
        }
        for (const Node& child : node.children) step.children.push_back(make_step(child, regexes));
        return step;
    }

    void begin(const Event& event) {
        record->begin(event);
        answers.assign(leaves.size(), std::nullopt);
    }

    /// The walk asks a leaf again at every level above it.
    LeafAnswer answer_of(std::uint32_t leaf) {
        std::optional<LeafAnswer>& answer = answers[leaf];
        if (!answer) answer = ask(leaves[leaf], *record);
        return *answer;
    }

    LeafAnswer ask_any(const Step& step, std::uint32_t& leaf) {
        for (const std::uint32_t index : step.leaves) {
            leaf = index;
            const LeafAnswer answer = answer_of(index);
            if (answer.is_true) return answer;
        }
        return {};
    }

    Truth truth(const Step& step) {
        switch (step.kind) {
            case Kind::True:
                return Truth::True;
            case Kind::False:
                return Truth::False;
            case Kind::Leaf: {
                if (step.absent) return Truth::Unknown;
                std::uint32_t leaf = 0;
                return ask_any(step, leaf).is_true ? Truth::True : Truth::False;
            }
            case Kind::Not:
                return opposite(truth(step.children.front()));
            case Kind::And:
            case Kind::Or:
                break;
        }
        const bool all = step.kind == Kind::And;
        Truth out = all ? Truth::True : Truth::False;
        for (const Step& child : step.children) {
            out = all ? std::min(out, truth(child)) : std::max(out, truth(child));
        }
        return out;
    }

    /// As the engine judges: unknown counts as false at the leaf.
    bool holds(const Step& step) {
        switch (step.kind) {
            case Kind::And:
                return std::ranges::all_of(step.children, [&](auto& s) { return holds(s); });
            case Kind::Or:
                return std::ranges::any_of(step.children, [&](auto& s) { return holds(s); });
            case Kind::Not:
                return !holds(step.children.front());
            case Kind::True:
            case Kind::False:
            case Kind::Leaf:
                return truth(step) == Truth::True;
        }
        return false;
    }

    void add_match(const Step& step, const std::string& selection, Explanation& out) {
        std::uint32_t index = 0;
        const LeafAnswer answer = ask_any(step, index);
        if (!answer.is_true) return;
        const ReadyLeaf& leaf = leaves[index];
        const FieldTexts& texts = record->raw(leaf.field);
        Match match{selection, std::string(record->owner(leaf.field, answer.value)),
                    answer.value < texts.count() ? std::string(texts.text(answer.value)) : ""};
        const auto same = [&](const Match& m) {
            return m.selection == match.selection && m.field == match.field && m.text == match.text;
        };
        if (std::ranges::none_of(out.matches, same)) out.matches.push_back(std::move(match));
    }

    /// What made the rule true. Below a Not only filters that could not be checked are of interest.
    void walk(const Step& step, const std::string& selection, bool negated, Explanation& out) {
        const std::string& name = step.name.empty() ? selection : step.name;
        if (negated && !step.name.empty()) {
            const bool noted = std::ranges::find(out.unchecked, name) != out.unchecked.end();
            if (!noted && truth(step) == Truth::Unknown) out.unchecked.push_back(name);
        }
        if (step.kind == Kind::Leaf && !negated) return add_match(step, name, out);
        const bool flips = step.kind == Kind::Not;
        for (const Step& child : step.children) {
            if (negated || flips || holds(child)) walk(child, name, negated || flips, out);
        }
    }

    std::vector<FieldPlan> fields;
    std::vector<ReadyLeaf> leaves;
    std::vector<std::optional<LeafAnswer>> answers;  // of the leaves, for the record at hand
    Simplifier simplifier;
    const schema::FieldMap* map;
    Known known;
    Step root;
    std::unique_ptr<RecordFields> record;
};

Explainer::Explainer(Dispatch& dispatch) : dispatch_(dispatch) {}
Explainer::~Explainer() = default;

Explanation Explainer::explain(const Event& event, const Hit& hit) {
    Explanation out;
    const schema::Route* route = dispatch_.route(hit, event.head());
    if (route == nullptr) return out;
    std::unique_ptr<Plan>& plan = plans_[{hit, route}];
    if (plan == nullptr)
        plan = std::make_unique<Plan>(dispatch_.rule(hit.rule), *route, dispatch_.regexes());
    plan->begin(event);
    plan->walk(plan->root, {}, false, out);
    return out;
}

}  // namespace xiezhi::rules
