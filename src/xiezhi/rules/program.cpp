#include "xiezhi/rules/program.h"

#include <algorithm>

#include "xiezhi/base/text.h"

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

void ProgramRun::scan_text(const Program::Gate& gate, std::string_view text) {
    gate.scanner.scan(text, [&](std::uint32_t literal) {
        open(literal);
        return false;
    });
}

/// Of the few texts only that may have a literal, if the record can tell its texts as they stand.
bool ProgramRun::scan_strings(const Event& event, const Program::Gate& gate) {
    strings_.clear();
    if (gate.plain_too || !event.record_strings(strings_)) return false;
    const auto scan = [&](Bytes text) {
        if (!gate.scanner.may_occur(text)) return;
        text_.clear();
        append_folded(text_, text);
        scan_text(gate, text_);
    };
    if (fixed_may_have_any(event, gate)) std::ranges::for_each(event.fixed_strings(), scan);
    std::ranges::for_each(strings_, scan);
    return true;
}

bool ProgramRun::fixed_may_have_any(const Event& event, const Program::Gate& gate) {
    const auto ask = [&] {
        return std::ranges::any_of(event.fixed_strings(),
                                   [&](Bytes text) { return gate.scanner.may_occur(text); });
    };
    const std::uint32_t shape = event.shape().id;
    if (shape == 0) return ask();
    constexpr std::size_t kShapesMax = 1024;
    if (fixed_any_.size() >= kShapesMax) fixed_any_.clear();
    const auto [known, is_new] = fixed_any_.try_emplace(shape, false);
    if (is_new) known->second = ask();
    return known->second;
}

void ProgramRun::scan_any(const Program::Gate& gate) {
    const auto wanted = [&](const Value& value) {
        if (value.type == ValueType::String) return gate.scanner.may_occur(value.bytes);
        return gate.plain_too || !is_plain(value.type);
    };
    fields_.any_text(wanted, [&](std::string_view text) { scan_text(gate, text); });
}

void ProgramRun::scan_field(const Program::Gate& gate) {
    const FieldTexts& texts = fields_.folded(gate.field);
    for (std::size_t i = 0; i < texts.count(); ++i) scan_text(gate, texts.text(i));
}

void ProgramRun::open_gates(const Event& event) {
    for (const Program::Gate& gate : program_.gates) {
        if (gate.any) {
            if (!scan_strings(event, gate)) scan_any(gate);
        } else {
            scan_field(gate);
        }
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
    open_gates(event);
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
