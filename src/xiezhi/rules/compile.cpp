#include "xiezhi/rules/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "xiezhi/base/hash.h"

namespace xiezhi::rules {

void ProgramBuilder::add(std::uint32_t rule, bool derived, Twig twig, const schema::FieldMap* map) {
    program_->entries.push_back({rule, derived, std::move(twig), map});
}

void ProgramBuilder::add_gate(std::uint32_t entry) {
    const auto& [rule, derived, twig, map] = program_->entries[entry];
    const auto set = gates_.gate_of(twig);
    if (!set) {
        program_->ungated.push_back(entry);
        return;
    }
    for (const GateLiteral* literal : set->literals) {
        const std::uint32_t index = program_->fields.index(std::string(literal->field), map);
        std::string key = literal->text;
        key += static_cast<char>(literal->anchor);
        key += fmt::format_int(index).c_str();
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
        gate.any = program_->fields.plans()[index].from == FieldPlan::From::Any;
        gate.plain_too = !gate.scanner.all_outside(kPlainAlphabet);
        gate.scanner.build();
        program_->gates.push_back(std::move(gate));
    }
}

std::unique_ptr<Program> ProgramBuilder::build(std::deque<Leaf> leaves) {
    program_->leaves = std::move(leaves);
    for (const Program::Entry& entry : program_->entries)
        gates_.count(entry.twig, entry.map == nullptr ? 0 : hash64(entry.map->name));
    for (std::uint32_t entry = 0; entry < program_->entries.size(); ++entry) add_gate(entry);
    finish_gates();
    return std::move(program_);
}

}  // namespace xiezhi::rules
