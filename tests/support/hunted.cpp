#include "tests/support/hunted.h"

namespace xiezhi::testing {

Hunted hunt_paths(const std::vector<std::string>& paths, const rules::RuleSet& rules,
                  const hunt::HuntOptions& options) {
    Hunted hunted;
    const NoteSink notes = [&](const Note& note) { hunted.notes.push_back(note); };
    const auto collection = evidence::Collection::open(paths, {}, notes);
    if (!collection) return hunted;
    const auto keep = [&](const hunt::Finding& finding) {
        hunted.findings.push_back(finding);
        return true;
    };
    const auto summary = hunt::hunt(*collection, rules, options, keep, notes, {}, nullptr);
    hunted.done = summary.has_value();
    if (summary) hunted.summary = *summary;
    return hunted;
}

}  // namespace xiezhi::testing
