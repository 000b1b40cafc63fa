// Bytes as a Sigma file: whatever they are, what loads is whole and what does not says why.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/rules/check.h"
#include "xiezhi/rules/describe.h"
#include "xiezhi/rules/load.h"
#include "xiezhi/rules/network.h"
#include "xiezhi/rules/regex.h"

namespace {

using namespace xiezhi;
using fuzz::require;
using namespace xiezhi::rules;

void check_leaf(const Leaf& leaf) {
    std::string reason;
    switch (leaf.op) {
        case Op::Regex:
            return require(regex_valid(leaf.text, reason));
        case Op::Cidr:
            return require(parse_network(leaf.text).has_value());
        case Op::Wildcard:
        case Op::TokenWildcard:
            return require(!leaf.pattern.empty());
        case Op::CompareAddress:
            return require(parse_address(leaf.text).has_value());
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
        case Op::SameAs:
        case Op::Phrase:
            return require(!leaf.text.empty());
        case Op::Equals:
        case Op::Compare:
        case Op::Exists:
        case Op::Null:
        case Op::TimePart:
        case Op::CompareText:
        case Op::Within:
            return;
    }
}

void check_tree(const Node& node, const Rule& rule, std::size_t depth) {
    constexpr std::size_t kDepthMax = 200;
    require(depth < kDepthMax);
    if (!node.name.empty())
        require(std::ranges::find(rule.selections, node.name) != rule.selections.end());
    switch (node.kind) {
        case Node::Kind::And:
        case Node::Kind::Or:
            require(node.children.size() > 1);
            break;
        case Node::Kind::Not:
            require(node.children.size() == 1);
            break;
        case Node::Kind::Leaf:
            check_leaf(node.leaf);
            [[fallthrough]];
        case Node::Kind::True:
        case Node::Kind::False:
            require(node.children.empty());
            break;
    }
    for (const Node& child : node.children) check_tree(child, rule, depth + 1);
}

bool is_there(const RuleSet& set, const std::string& reference) {
    const auto named = [&](const auto& each) {
        return each.head.id == reference || each.head.name == reference;
    };
    return std::ranges::any_of(set.rules, named) || std::ranges::any_of(set.correlations, named);
}

void check_set(const RuleSet& set) {
    for (const Rule& rule : set.rules) {
        check_tree(rule.condition, rule, 0);
        require(!rule.source.category.empty() || !rule.source.product.empty() ||
                !rule.source.service.empty());
        require(!describe(rule).empty());
    }
    for (const Correlation& correlation : set.correlations) {
        require(correlation.timespan_ticks > 0 && !correlation.rules.empty());
        for (const std::string& reference : correlation.rules) require(is_there(set, reference));
        require(!describe(correlation).empty());
    }
    for (const RuleProblem& problem : set.problems) {
        require(!render(problem.what, Lang::En).empty() && !render(problem.what, Lang::Zh).empty());
    }
    for (const RuleCheck& check : check_rules(set))
        require(check.runnable || check.reason.has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(static_cast<const char*>(static_cast<const void*>(data)), size);
    const std::array files = {RuleFile{"fuzz.yml", as_bytes(text)}};
    LoadOptions options;
    options.placeholders = {{"hosts", {"a", "b*"}}};
    options.include_deprecated = true;
    options.include_unsupported = true;
    const RuleSet set = load_rules(files, options);
    check_set(set);
    const RuleSet again = load_rules(files, options);
    require(again.rules.size() == set.rules.size() && again.problems.size() == set.problems.size());
    (void)parse_placeholders(files.front());
    return 0;
}
