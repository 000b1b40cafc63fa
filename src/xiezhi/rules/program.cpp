#include "xiezhi/rules/program.h"

#include <algorithm>

namespace xiezhi::rules {

ProgramRun::ProgramRun(const Program& program)
    : program_(program),
      trees_(program.fields, program.regexes),
      roots_(program.entries.size(), kNotReady),
      fields_(trees_.fields()),
      entry_opened_(program.entries.size()) {}

std::uint32_t ProgramRun::root_of(std::uint32_t entry) {
    std::uint32_t& root = roots_[entry];
    if (root == kNotReady) {
        root = trees_.add(program_.entries[entry].twig, program_.entries[entry].map);
        fields_.grow();
        leaf_known_.resize(trees_.leaves().size());
        leaf_answer_.resize(trees_.leaves().size());
    }
    return root;
}

void ProgramRun::open(std::uint32_t literal) {
    const Program::Range range = program_.opens[literal];
    for (const std::uint32_t entry : std::span(program_.opened).subspan(range.first, range.count)) {
        if (entry_opened_[entry] == generation_) continue;
        entry_opened_[entry] = generation_;
        candidates_.push_back(entry);
    }
}

void ProgramRun::open_gates() {
    for (const Program::Gate& gate : program_.gates) {
        const auto scan = [&](std::string_view text) {
            return gate.scanner.scan(text, [&](std::uint32_t literal) {
                open(literal);
                return false;
            });
        };
        if (gate.any) {
            const auto wanted = [&](const Value& value) {
                if (value.type == ValueType::String) return gate.scanner.may_occur(value.bytes);
                return gate.plain_too || !is_plain(value.type);
            };
            fields_.any_text(wanted, scan);
            continue;
        }
        const FieldTexts& texts = fields_.folded(gate.field);
        for (std::size_t i = 0; i < texts.count(); ++i) scan(texts.text(i));
    }
}

bool ProgramRun::leaf_holds(std::uint32_t leaf) {
    if (leaf_known_[leaf] != generation_) {
        leaf_known_[leaf] = generation_;
        leaf_answer_[leaf] = ask(trees_.leaves()[leaf], fields_).is_true ? 1 : 0;
    }
    return leaf_answer_[leaf] != 0;
}

bool ProgramRun::holds(std::uint32_t index) {
    const EntryTrees::Branch& branch = trees_.branches()[index];
    switch (branch.kind) {
        case Node::Kind::True:
            return true;
        case Node::Kind::False:
            return false;
        case Node::Kind::Leaf:
            return leaf_holds(branch.first);
        case Node::Kind::Not:
            return !holds(trees_.children()[branch.first]);
        case Node::Kind::And:
        case Node::Kind::Or:
            break;
    }
    const bool wanted = branch.kind == Node::Kind::Or;
    for (const std::uint32_t child :
         std::span(trees_.children()).subspan(branch.first, branch.count)) {
        if (holds(child) == wanted) return wanted;
    }
    return !wanted;
}

void ProgramRun::judge(std::uint32_t entry) {
    if (holds(root_of(entry))) true_entries_.push_back(entry);
}

void ProgramRun::match(const Event& event, std::vector<Hit>& hits) {
    if (++generation_ == 0) {  // wrapped: old marks must not look fresh
        std::ranges::fill(leaf_known_, 0U);
        std::ranges::fill(entry_opened_, 0U);
        generation_ = 1;
    }
    fields_.begin(event);
    candidates_.clear();
    true_entries_.clear();
    open_gates();
    for (const std::uint32_t entry : candidates_) judge(entry);
    for (const std::uint32_t entry : program_.ungated) judge(entry);
    std::ranges::sort(true_entries_);
    std::uint32_t last_rule = UINT32_MAX;
    for (const std::uint32_t index : true_entries_) {
        const Program::Entry& entry = program_.entries[index];
        if (entry.rule == last_rule) continue;  // served by two sources: the native one came first
        last_rule = entry.rule;
        hits.push_back({entry.rule, entry.derived});
    }
}

}  // namespace xiezhi::rules
