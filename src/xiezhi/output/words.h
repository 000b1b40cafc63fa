#pragma once

#include <string>
#include <utility>
#include <vector>

#include "xiezhi/output/groups.h"

namespace xiezhi::output {

// Sentences that the two formats for people (terminal, Markdown) share. All texts are as they come:
// the writer makes them harmless for its own medium.

/// time_text(), or that the record has none.
[[nodiscard]] std::string moment_text(FileTime time, Lang lang, const TimeZone& zone);

/// "once, TIME" or "12 times, TIME to TIME".
[[nodiscard]] std::string span_sentence(const RuleGroup& group, Lang lang, const TimeZone& zone);

/// "Security event 4624", or the title of a document's dataset.
[[nodiscard]] std::string source_sentence(const ExampleProof& proof, Lang lang);

/// Path, record id, offset and chunk; and how the record was come by when not in the ordinary way.
[[nodiscard]] std::string proof_sentence(const ExampleProof& proof, Lang lang);
/// Path and place of a document's proof.
[[nodiscard]] std::string proof_sentence(const Proof& proof, Lang lang);

/// What restricts a finding: derived, joined, filters that could not be checked.
[[nodiscard]] std::vector<std::string> caveats(const Example& example, Lang lang);

/// Heading and texts of the pack's why, for, against and next; empty ones left out.
[[nodiscard]] std::vector<std::pair<std::string, std::vector<std::string>>> advice(
    const rules::RuleHead& rule, Lang lang);

/// Technique ids, rule id, author, rule set: what stands below a rule's title.
[[nodiscard]] std::vector<std::string> rule_facts(const rules::RuleHead& rule, Lang lang);

[[nodiscard]] std::string host_name(const HostGroup& host, Lang lang);

}  // namespace xiezhi::output
