#include "xiezhi/rules/entry_trees.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "xiezhi/base/text.h"

namespace xiezhi::rules {
namespace {

using Kind = Node::Kind;

constexpr std::size_t kGroupMin = 4;  // leaves of one field that are worth a scan of their own

bool is_network(const Twig& twig) {
    return twig.kind == Kind::Leaf && twig.leaf->op == Op::Cidr && twig.leaf->units_max == 0;
}

bool groupable(const Twig& twig) {
    if (twig.kind != Kind::Leaf || twig.leaf->cased || twig.leaf->text.empty()) return false;
    if (twig.leaf->units_max != 0) return false;
    const Op op = twig.leaf->op;
    return op == Op::Equals || op == Op::Contains || op == Op::StartsWith || op == Op::EndsWith;
}

Anchor anchor_of(Op op) {
    if (op == Op::Equals) return Anchor::Whole;
    if (op == Op::StartsWith) return Anchor::Start;
    return op == Op::EndsWith ? Anchor::End : Anchor::Anywhere;
}

void append_number(std::string& out, std::uint64_t value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(value)>>(value);
    out.append(bytes.data(), bytes.size());
}

/// A key that two leaves share exactly when they ask the same.
std::string key_of(const Leaf& leaf, std::uint32_t field) {
    std::string key;
    append_number(key, std::uint64_t{field} << 32U | static_cast<std::uint64_t>(leaf.op) << 24U |
                           static_cast<std::uint64_t>(leaf.compare) << 16U |
                           static_cast<std::uint64_t>(leaf.unit) << 8U |
                           static_cast<std::uint64_t>(leaf.relation) << 1U |
                           (leaf.cased ? 1U : 0U));
    append_number(key, std::bit_cast<std::uint64_t>(leaf.number));
    append_number(key,
                  std::uint64_t{leaf.units_max} << 8U | static_cast<std::uint64_t>(leaf.analyser));
    append_number(key, leaf.first.ticks);
    append_number(key, leaf.last.ticks);
    append_number(key, leaf.text.size());
    key += leaf.text;
    for (const PatternPart& part : leaf.pattern) {
        key += static_cast<char>('0' + part.index());
        if (const auto* text = std::get_if<std::string>(&part)) {
            append_number(key, text->size());
            key += *text;
        }
        if (const auto* any = std::get_if<AnyOf>(&part)) {
            append_number(key, any->choices.size());
            for (const char32_t c : any->choices) append_code_point(key, c);
        }
    }
    return key;
}

}  // namespace

std::uint32_t EntryTrees::leaf(const Leaf& leaf, const schema::FieldMap* map) {
    const std::uint32_t index = fields_.index(leaf.field, map);
    const auto [at, is_new] = leaf_ids_.try_emplace(key_of(leaf, index), 0);
    if (is_new) {
        const std::uint32_t other = leaf.op == Op::SameAs ? fields_.index(leaf.text, map) : 0;
        at->second = static_cast<std::uint32_t>(leaves_.size());
        leaves_.push_back(make_ready(leaf, index, other, regexes_));
    }
    return at->second;
}

std::uint32_t EntryTrees::group(const std::vector<const Leaf*>& leaves,
                                const schema::FieldMap* map) {
    const std::uint32_t index = fields_.index(leaves.front()->field, map);
    std::string key = "group";
    for (const Leaf* leaf : leaves) key += key_of(*leaf, index);
    const auto [at, is_new] = leaf_ids_.try_emplace(std::move(key), 0);
    if (is_new) {
        ReadyLeaf ready;
        ready.op = Op::Contains;
        ready.field = index;
        ready.group = std::make_unique<LiteralScanner>();
        for (const Leaf* leaf : leaves)
            ready.group->add(folded(leaf->text), anchor_of(leaf->op), 0);
        ready.group->build();
        at->second = static_cast<std::uint32_t>(leaves_.size());
        leaves_.push_back(std::move(ready));
    }
    return at->second;
}

/// Networks of one field: the address is read once.
std::uint32_t EntryTrees::network_group(const std::vector<const Leaf*>& leaves,
                                        const schema::FieldMap* map) {
    const std::uint32_t index = fields_.index(leaves.front()->field, map);
    std::string key = "networks";
    for (const Leaf* leaf : leaves) key += key_of(*leaf, index);
    const auto [at, is_new] = leaf_ids_.try_emplace(std::move(key), 0);
    if (is_new) {
        ReadyLeaf ready = make_ready(*leaves.front(), index, 0, regexes_);
        for (const Leaf* leaf : std::span(leaves).subspan(1)) {
            if (const auto network = parse_network(leaf->text)) ready.networks.push_back(*network);
        }
        at->second = static_cast<std::uint32_t>(leaves_.size());
        leaves_.push_back(std::move(ready));
    }
    return at->second;
}

std::uint32_t EntryTrees::leaf_branch(std::uint32_t leaf) {
    if (leaf_branches_.size() <= leaf) leaf_branches_.resize(leaf + 1, UINT32_MAX);
    if (leaf_branches_[leaf] == UINT32_MAX) {
        leaf_branches_[leaf] = static_cast<std::uint32_t>(branches_.size());
        branches_.push_back({Kind::Leaf, leaf, 0});
    }
    return leaf_branches_[leaf];
}

/// Many texts asked of one field become one question.
std::vector<std::uint32_t> EntryTrees::or_children(const Twig& twig, const schema::FieldMap* map) {
    std::map<std::string_view, std::vector<const Leaf*>> by_field;
    std::map<std::string_view, std::vector<const Leaf*>> networks;
    for (const Twig& child : twig.children) {
        if (groupable(child)) by_field[child.leaf->field].push_back(child.leaf);
        if (is_network(child)) networks[child.leaf->field].push_back(child.leaf);
    }
    std::vector<std::uint32_t> out;
    out.reserve(twig.children.size());
    for (const auto& [name, leaves] : networks)
        out.push_back(leaf_branch(network_group(leaves, map)));
    for (const auto& [name, leaves] : by_field) {
        if (leaves.size() >= kGroupMin) out.push_back(leaf_branch(group(leaves, map)));
    }
    for (const Twig& child : twig.children) {
        if (is_network(child)) continue;
        if (groupable(child) && by_field[child.leaf->field].size() >= kGroupMin) continue;
        out.push_back(branch(child, map));
    }
    return out;
}

/// What is rarely true is asked first, what has no literal to tell (regexes, networks) last.
std::vector<std::uint32_t> EntryTrees::and_children(const Twig& twig, const schema::FieldMap* map) {
    std::vector<std::pair<double, std::uint32_t>> ordered;
    ordered.reserve(twig.children.size());
    for (const Twig& child : twig.children) {
        const double share = needs_regex(child) ? Gates::kNoGate : gates_.share_of(child);
        ordered.emplace_back(share, branch(child, map));
    }
    std::ranges::sort(ordered);
    std::vector<std::uint32_t> out;
    out.reserve(ordered.size());
    for (const auto& [share, child] : ordered) out.push_back(child);
    return out;
}

std::uint32_t EntryTrees::branch(const Twig& twig, const schema::FieldMap* map) {
    if (twig.kind == Kind::Leaf) return leaf_branch(leaf(*twig.leaf, map));
    std::vector<std::uint32_t> children;
    if (twig.kind == Kind::Or) children = or_children(twig, map);
    if (twig.kind == Kind::And) children = and_children(twig, map);
    if (twig.kind == Kind::Not) children.push_back(branch(twig.children.front(), map));
    if (twig.kind == Kind::Or && children.size() == 1) return children.front();
    const auto first = static_cast<std::uint32_t>(children_.size());
    children_.insert(children_.end(), children.begin(), children.end());
    branches_.push_back({twig.kind, first, static_cast<std::uint32_t>(children.size())});
    return static_cast<std::uint32_t>(branches_.size() - 1);
}

}  // namespace xiezhi::rules
