#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/hunt/hunt.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/output/notes.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::output {

/// What the summary can say beyond HuntSummary.
struct SummaryContext {
    const rules::RuleSet* rules = nullptr;  // to say which kinds of rules were blind
    const NoteLog* notes = nullptr;         // first notes of each kind are shown
    bool notes_written = false;             // --notes was given, no need to recommend it
    bool search = false;                    // findings are records that a pattern fits
    std::optional<double> seconds;          // how long it took
};

/// The summary of a hunt, a line each; texts from evidence are not yet neutralised.
[[nodiscard]] std::vector<std::string> summary_lines(const hunt::HuntSummary& summary,
                                                     const SummaryContext& context, Lang lang,
                                                     const TimeZone& zone);

}  // namespace xiezhi::output
