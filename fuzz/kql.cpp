// Bytes as a KQL query: it is read alike twice, its tree is bounded, and what is made of it is
// whole.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/rules/describe.h"
#include "xiezhi/rules/kql/lower.h"
#include "xiezhi/rules/load.h"
#include "xiezhi/rules/network.h"

namespace {

using namespace xiezhi;
using fuzz::require;
using namespace xiezhi::rules;

void check_tree(const kql::Tree& tree, std::size_t size, std::size_t depth) {
    require(depth <= 4 * (kql::kDepthMax + 1));
    require(tree.begin <= tree.end && tree.end <= size);
    require(tree.mark.line >= 1 && tree.mark.column >= 1);
    using Kind = kql::Tree::Kind;
    const bool joins = tree.kind == Kind::And || tree.kind == Kind::Or;
    const bool wraps = tree.kind == Kind::Not || tree.kind == Kind::Nested;
    require(joins ? tree.children.size() > 1 : tree.children.size() == (wraps ? 1U : 0U));
    if (tree.kind == Kind::Range || tree.kind == Kind::Nested) require(tree.field.has_value());
    for (const kql::Tree& child : tree.children) check_tree(child, size, depth + 1);
}

void check_node(const Node& node) {
    if (node.kind == Node::Kind::Leaf) {
        const Leaf& leaf = node.leaf;
        require(!leaf.field.empty());
        if (leaf.op == Op::Phrase) require(!leaf.text.empty());
        if (leaf.op == Op::Cidr) require(parse_network(leaf.text).has_value());
        if (leaf.op == Op::CompareAddress) require(parse_address(leaf.text).has_value());
        if (leaf.op == Op::Wildcard || leaf.op == Op::TokenWildcard) require(!leaf.pattern.empty());
    }
    if (node.kind == Node::Kind::Not) require(node.children.size() == 1);
    for (const Node& child : node.children) check_node(child);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string query(static_cast<const char*>(static_cast<const void*>(data)), size);
    const auto parsed = kql::parse(query);
    const auto* tree = std::get_if<kql::Tree>(&parsed);
    if (tree != nullptr) check_tree(*tree, query.size(), 0);
    const RuleSet set = load_query(query, "fuzz", {});
    require(set.rules.size() + set.problems.size() == 1);
    if (tree == nullptr) require(set.rules.empty());
    for (const Rule& rule : set.rules) {
        check_node(rule.condition);
        require(!describe(rule).empty());
    }
    for (const RuleProblem& problem : set.problems) {
        require(problem.place.line >= 1 && problem.place.column >= 1);
        require(!render(problem.what, Lang::En).empty() && !render(problem.what, Lang::Zh).empty());
    }
    return 0;
}
