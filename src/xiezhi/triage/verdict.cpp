#include "xiezhi/triage/verdict.h"

#include <algorithm>
#include <set>

namespace xiezhi::triage {
namespace {

std::size_t rules_at(const std::vector<hunt::Finding>& findings, rules::Level level) {
    std::set<const rules::RuleHead*> heads;
    for (const hunt::Finding& finding : findings) {
        if (finding.rule->level == level) heads.insert(finding.rule);
    }
    return heads.size();
}

/// A high finding in a story where another rule, medium or worse, speaks too.
bool is_supported(const Story& story, const std::vector<hunt::Finding>& findings) {
    if (story.level < rules::Level::High) return false;
    std::set<const rules::RuleHead*> heads;
    for (const std::size_t index : story.findings) {
        if (findings[index].rule->level >= rules::Level::Medium) heads.insert(findings[index].rule);
    }
    return heads.size() > 1;
}

}  // namespace

const char* verdict_name(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::Compromised:
            return "compromised";
        case Verdict::Suspicious:
            return "suspicious";
        case Verdict::NothingFound:
            return "nothing_found";
        case Verdict::TooLittleSeen:
            return "too_little_seen";
    }
    return "too_little_seen";
}

Verdict judge(const std::vector<hunt::Finding>& findings, const std::vector<Story>& stories,
              const Ledger& ledger) {
    constexpr std::size_t kMediumsThatCount = 4;
    const bool supported = std::ranges::any_of(
        stories, [&](const Story& story) { return is_supported(story, findings); });
    if (rules_at(findings, rules::Level::Critical) > 0 || supported ||
        rules_at(findings, rules::Level::High) > 1) {
        return Verdict::Compromised;
    }
    if (rules_at(findings, rules::Level::High) > 0 ||
        rules_at(findings, rules::Level::Medium) >= kMediumsThatCount) {
        return Verdict::Suspicious;
    }
    return ledger.enough_seen ? Verdict::NothingFound : Verdict::TooLittleSeen;
}

}  // namespace xiezhi::triage
