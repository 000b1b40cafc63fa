#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/output/facts.h"

namespace xiezhi::output {

/// Where an event of a finding can be opened with another tool.
struct ExampleProof {
    FileTime time;
    std::string channel;
    std::uint32_t event_id = 0;
    std::uint64_t record_id = 0;
    std::string path;
    RecordPlace place;
    rules::TwoTexts sentence;     // empty: nothing is known of this event id
    std::vector<Proof> proofs{};  // of a document; a record has none
};

/// What people are shown of one finding; texts are shortened.
struct Example {
    FileTime order;  // earliest first
    FileTime time;
    std::vector<Fact> facts;  // matched first, then context
    std::vector<std::string> unchecked;
    bool derived = false;
    bool joined_script = false;
    std::uint32_t script_parts = 0;
    std::uint64_t event_count = 1;
    std::vector<ExampleProof> proofs;
};

/// All findings of one rule on one host.
struct RuleGroup {
    const rules::RuleHead* rule = nullptr;
    std::uint64_t findings = 0;
    FileTime first;
    FileTime last;
    std::vector<Example> examples;  // the earliest ones
};

struct HostGroup {
    std::string host;              // empty: records without one, or hosts beyond the limit
    std::vector<RuleGroup> rules;  // highest level first, then earliest, then title
    std::uint64_t findings = 0;
};

/// Gathers findings for a report by host and rule. Counts are exact; examples are the earliest of
/// each group, and what they hold in total is bounded.
class FindingGroups {
public:
    explicit FindingGroups(std::size_t examples_max) : examples_max_(examples_max) {}

    void add(const hunt::Finding& finding);

    /// Hosts with the highest level first, then by name.
    [[nodiscard]] std::vector<HostGroup> take();

private:
    void keep_example(RuleGroup& group, const hunt::Finding& finding, FileTime order);

    using Key = std::pair<std::string, std::uint32_t>;  // host, order in which the rule was met
    std::size_t examples_max_;
    std::size_t example_bytes_ = 0;
    std::map<Key, RuleGroup> groups_;
    std::map<const rules::RuleHead*, std::uint32_t> rule_order_;
};

}  // namespace xiezhi::output
