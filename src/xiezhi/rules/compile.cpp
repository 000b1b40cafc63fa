#include "xiezhi/rules/compile.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/hash.h"
#include "xiezhi/base/text.h"
#include "xiezhi/schema/ecs_type.h"

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
    for (int i = 0; i < 8; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
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

void ProgramBuilder::add(std::uint32_t rule, bool derived, Twig twig, const schema::FieldMap* map) {
    pending_.push_back({rule, derived, std::move(twig), map});
}

std::uint32_t ProgramBuilder::field(const std::string& name, const schema::FieldMap* map) {
    const bool native = !schema::is_ecs(map);
    if (native && (name.empty() || schema::is_system_field(name)))
        map = nullptr;  // the same in every source
    const auto [at, is_new] = fields_.try_emplace({name, map}, 0);
    if (is_new) {
        at->second = static_cast<std::uint32_t>(program_->fields.size());
        program_->fields.push_back(plan_field(name, map));
    }
    return at->second;
}

std::uint32_t ProgramBuilder::leaf(const Leaf& leaf, const schema::FieldMap* map) {
    const std::uint32_t index = field(leaf.field, map);
    const auto [at, is_new] = leaves_.try_emplace(key_of(leaf, index), 0);
    if (is_new) {
        const std::uint32_t other = leaf.op == Op::SameAs ? field(leaf.text, map) : 0;
        at->second = static_cast<std::uint32_t>(program_->leaves.size());
        program_->leaves.push_back(make_ready(leaf, index, other, regexes_));
    }
    return at->second;
}

std::uint32_t ProgramBuilder::group(const std::vector<const Leaf*>& leaves,
                                    const schema::FieldMap* map) {
    const std::uint32_t index = field(leaves.front()->field, map);
    std::string key = "group";
    for (const Leaf* leaf : leaves) key += key_of(*leaf, index);
    const auto [at, is_new] = leaves_.try_emplace(std::move(key), 0);
    if (is_new) {
        ReadyLeaf ready;
        ready.op = Op::Contains;
        ready.field = index;
        ready.group = std::make_unique<LiteralScanner>();
        for (const Leaf* leaf : leaves)
            ready.group->add(folded(leaf->text), anchor_of(leaf->op), 0);
        ready.group->build();
        at->second = static_cast<std::uint32_t>(program_->leaves.size());
        program_->leaves.push_back(std::move(ready));
    }
    return at->second;
}

/// Networks of one field: the address is read once.
std::uint32_t ProgramBuilder::network_group(const std::vector<const Leaf*>& leaves,
                                            const schema::FieldMap* map) {
    const std::uint32_t index = field(leaves.front()->field, map);
    std::string key = "networks";
    for (const Leaf* leaf : leaves) key += key_of(*leaf, index);
    const auto [at, is_new] = leaves_.try_emplace(std::move(key), 0);
    if (is_new) {
        ReadyLeaf ready = make_ready(*leaves.front(), index, 0, regexes_);
        for (const Leaf* leaf : std::span(leaves).subspan(1)) {
            if (const auto network = parse_network(leaf->text)) ready.networks.push_back(*network);
        }
        at->second = static_cast<std::uint32_t>(program_->leaves.size());
        program_->leaves.push_back(std::move(ready));
    }
    return at->second;
}

std::uint32_t ProgramBuilder::leaf_branch(std::uint32_t leaf) {
    if (leaf_branches_.size() <= leaf) leaf_branches_.resize(leaf + 1, UINT32_MAX);
    if (leaf_branches_[leaf] == UINT32_MAX) {
        leaf_branches_[leaf] = static_cast<std::uint32_t>(program_->branches.size());
        program_->branches.push_back({Kind::Leaf, leaf, 0});
    }
    return leaf_branches_[leaf];
}

/// Many texts asked of one field become one question.
std::vector<std::uint32_t> ProgramBuilder::or_children(const Twig& twig,
                                                       const schema::FieldMap* map) {
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
std::vector<std::uint32_t> ProgramBuilder::and_children(const Twig& twig,
                                                        const schema::FieldMap* map) {
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

std::uint32_t ProgramBuilder::branch(const Twig& twig, const schema::FieldMap* map) {
    if (twig.kind == Kind::Leaf) return leaf_branch(leaf(*twig.leaf, map));
    std::vector<std::uint32_t> children;
    if (twig.kind == Kind::Or) children = or_children(twig, map);
    if (twig.kind == Kind::And) children = and_children(twig, map);
    if (twig.kind == Kind::Not) children.push_back(branch(twig.children.front(), map));
    if (twig.kind == Kind::Or && children.size() == 1) return children.front();
    const auto first = static_cast<std::uint32_t>(program_->children.size());
    program_->children.insert(program_->children.end(), children.begin(), children.end());
    program_->branches.push_back({twig.kind, first, static_cast<std::uint32_t>(children.size())});
    return static_cast<std::uint32_t>(program_->branches.size() - 1);
}

void ProgramBuilder::add_gate(const Pending& pending, std::uint32_t entry) {
    const auto set = gates_.gate_of(pending.twig);
    if (!set) {
        program_->ungated.push_back(entry);
        return;
    }
    for (const GateLiteral* literal : set->literals) {
        const std::uint32_t index = field(std::string(literal->field), pending.map);
        std::string key;
        append_number(key,
                      std::uint64_t{index} << 8U | static_cast<std::uint64_t>(literal->anchor));
        key += literal->text;
        const auto next = static_cast<std::uint32_t>(literals_.size());
        const auto [at, is_new] = literal_ids_.try_emplace(std::move(key), next);
        if (is_new) literals_.push_back({index, literal, {}});
        literals_[at->second].entries.push_back(entry);
    }
}

void ProgramBuilder::finish_gates() {
    std::map<std::uint32_t, Program::Gate> gates;
    for (std::uint32_t id = 0; id < literals_.size(); ++id) {
        const LiteralUse& use = literals_[id];
        gates[use.field].scanner.add(use.literal->text, use.literal->anchor, id);
        program_->opens.push_back({static_cast<std::uint32_t>(program_->opened.size()),
                                   static_cast<std::uint32_t>(use.entries.size())});
        program_->opened.insert(program_->opened.end(), use.entries.begin(), use.entries.end());
    }
    for (auto& [index, gate] : gates) {
        gate.field = index;
        gate.any = program_->fields[index].from == FieldPlan::From::Any;
        gate.plain_too = !gate.scanner.all_outside(kPlainAlphabet);
        gate.scanner.build();
        program_->gates.push_back(std::move(gate));
    }
}

std::unique_ptr<Program> ProgramBuilder::build() {
    program_ = std::make_unique<Program>();
    for (const Pending& pending : pending_) {
        gates_.count(pending.twig, pending.map == nullptr ? 0 : hash64(pending.map->name));
    }
    for (const Pending& pending : pending_) {
        const auto entry = static_cast<std::uint32_t>(program_->entries.size());
        program_->entries.push_back(
            {pending.rule, pending.derived, branch(pending.twig, pending.map)});
        add_gate(pending, entry);
    }
    finish_gates();
    return std::move(program_);
}

}  // namespace xiezhi::rules
