#include "xiezhi/output/groups.h"

#include <algorithm>
#include <utility>

#include "xiezhi/output/neutral.h"
#include "xiezhi/output/sentence.h"

namespace xiezhi::output {
namespace {

constexpr std::size_t kGroupsMax = 20'000;            // a hostile log can name any number of hosts
constexpr std::size_t kExampleBytesMax = 24U << 20U;  // of all examples together
constexpr std::size_t kTextSizeMax = 1'000;
constexpr std::size_t kMatchedMax = 8;
constexpr std::size_t kContextMax = 6;
constexpr std::size_t kProofsMax = 6;

std::size_t size_of(const Example& example) {
    std::size_t size = sizeof(Example);
    for (const Fact& fact : example.facts) {
        size += sizeof(Fact) + fact.label.size() + fact.text.size();
    }
    for (const ExampleProof& proof : example.proofs) {
        size +=
            sizeof(proof) + proof.path.size() + proof.sentence.en.size() + proof.sentence.zh.size();
    }
    return size;
}

Example example_of(const hunt::Finding& finding, FileTime order) {
    Example example{.order = order,
                    .time = order.ticks == UINT64_MAX ? FileTime{} : order,
                    .facts = {},
                    .unchecked = finding.unchecked,
                    .derived = finding.derived,
                    .joined_script = finding.joined_script,
                    .script_parts = finding.script_parts,
                    .event_count = finding.event_count,
                    .proofs = {}};
    std::vector<Fact> matched = matched_facts(finding);
    std::vector<Fact> context;
    if (finding.events.size() == 1) {
        context = context_facts(finding.events.front().event, matched, kContextMax);
    }
    for (const auto& [name, value] : finding.group) example.facts.push_back({name, value, {}});
    if (matched.size() > kMatchedMax) matched.resize(kMatchedMax);
    for (std::vector<Fact>* part : {&matched, &context}) {
        for (Fact& fact : *part) example.facts.push_back(std::move(fact));
    }
    for (Fact& fact : example.facts) {
        fact.label = shortened(fact.label, 100);
        fact.text = shortened(fact.text, kTextSizeMax);
    }
    for (const hunt::FindingEvent& found : finding.events) {
        if (example.proofs.size() == kProofsMax) break;
        const KeptEvent& event = found.event;
        example.proofs.push_back(
            {event.time,
             event.channel,
             event.event_id,
             event.record_id,
             found.path,
             event.place,
             {event_sentence(event, Lang::En), event_sentence(event, Lang::Zh)},
             found.proofs});
    }
    return example;
}

bool comes_before(const RuleGroup& a, const RuleGroup& b) {
    if (a.rule->level != b.rule->level) return a.rule->level > b.rule->level;
    return std::tie(a.first, a.rule->title, a.rule->id) <
           std::tie(b.first, b.rule->title, b.rule->id);
}

bool host_comes_before(const HostGroup& a, const HostGroup& b) {
    const auto worst = [](const HostGroup& host) { return host.rules.front().rule->level; };
    if (worst(a) != worst(b)) return worst(a) > worst(b);
    return a.host < b.host;
}

}  // namespace

void FindingGroups::add(const hunt::Finding& finding) {
    const auto order = static_cast<std::uint32_t>(rule_order_.size());
    const std::uint32_t rule = rule_order_.emplace(finding.rule, order).first->second;
    Key key{finding.events.empty() ? std::string() : finding.events.front().event.computer, rule};
    if (groups_.size() >= kGroupsMax && !groups_.contains(key)) key.first.clear();
    RuleGroup& group = groups_[key];
    const FileTime time = finding.events.empty() ? FileTime{} : finding.events.front().event.time;
    const FileTime last = finding.events.empty() ? FileTime{} : finding.events.back().event.time;
    if (group.findings == 0) {
        group.rule = finding.rule;
        group.first = time;
        group.last = last;
    }
    // A record without a time says nothing about when.
    if (time.ticks != 0) group.first = group.first.ticks == 0 ? time : std::min(group.first, time);
    group.last = std::max(group.last, last);
    group.findings += 1 + finding.duplicates;
    // Those without a time come last.
    keep_example(group, finding, time.ticks == 0 ? FileTime{UINT64_MAX} : time);
}

void FindingGroups::keep_example(RuleGroup& group, const hunt::Finding& finding, FileTime order) {
    std::vector<Example>& examples = group.examples;
    const bool full = examples.size() >= examples_max_;
    if (examples_max_ == 0 || (full && order >= examples.back().order)) return;
    if (!full && example_bytes_ >= kExampleBytesMax) return;
    Example example = example_of(finding, order);
    if (full) {
        example_bytes_ -= std::min(example_bytes_, size_of(examples.back()));
        examples.pop_back();
    }
    example_bytes_ += size_of(example);
    const auto place = std::ranges::upper_bound(examples, order, {}, &Example::order);
    examples.insert(place, std::move(example));
}

std::vector<HostGroup> FindingGroups::take() {
    std::vector<HostGroup> hosts;
    for (auto& [key, group] : groups_) {
        if (hosts.empty() || hosts.back().host != key.first) hosts.push_back({key.first, {}, 0});
        hosts.back().findings += group.findings;
        hosts.back().rules.push_back(std::move(group));
    }
    groups_.clear();
    for (HostGroup& host : hosts) std::ranges::sort(host.rules, comes_before);
    std::ranges::sort(hosts, host_comes_before);
    return hosts;
}

}  // namespace xiezhi::output
