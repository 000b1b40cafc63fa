#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/message.h"
#include "xiezhi/hunt/finding.h"

namespace xiezhi::output {

// What all writers say about a finding in the same words.

/// Minutes east of UTC at a moment; empty: UTC.
using TimeZone = std::function<int(FileTime)>;

/// Technique ids of the tags, in ATT&CK's spelling: `attack.t1059.001` -> `T1059.001`.
[[nodiscard]] std::vector<std::string> techniques(const rules::RuleHead& rule);

/// Names of the tactics of the tags, as they stand there: `attack.defense-evasion`.
[[nodiscard]] std::vector<std::string> tactics(const rules::RuleHead& rule);

/// `event.severity`: Elastic's risk scores for the same words, 1 for informational.
[[nodiscard]] unsigned severity(rules::Level level) noexcept;

[[nodiscard]] std::string level_text(rules::Level level, Lang lang);

/// The title in the reader's language when the rule has one in it.
[[nodiscard]] const std::string& title(const rules::RuleHead& rule, Lang lang);

/// "2024-01-02 03:04:05.123Z" or, elsewhere, "2024-01-02 11:04:05.123 +08:00".
[[nodiscard]] std::string time_text(FileTime time, const TimeZone& zone);

/// What a time of this event means, in English words for machines ("process started").
[[nodiscard]] std::string_view time_meaning(const KeptEvent& event) noexcept;

/// One line of evidence: a field with its text, and the selections that were true of it.
struct Fact {
    std::string label;
    std::string text;
    std::vector<std::string> selections;  // empty: shown for context
};

/// What matched, each field and text once, in the order of the rule's selections.
[[nodiscard]] std::vector<Fact> matched_facts(const hunt::Finding& finding);

/// Fields that tell a person what happened (who, which program, with what), at most `count_max`,
/// without those already in `matched`. Texts are those of the event, unshortened.
[[nodiscard]] std::vector<Fact> context_facts(const KeptEvent& event,
                                              const std::vector<Fact>& matched,
                                              std::size_t count_max);

}  // namespace xiezhi::output
