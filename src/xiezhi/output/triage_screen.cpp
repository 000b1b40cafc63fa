#include "xiezhi/output/triage_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/host_screen.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/limit_text.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/sentence.h"
#include "xiezhi/output/state_document.h"
#include "xiezhi/output/width.h"
#include "xiezhi/output/words.h"

namespace xiezhi::output {
namespace {

using triage::HostResult;
using triage::LedgerStatus;
using triage::Story;
using triage::Verdict;

constexpr std::size_t kStoriesFirst = 5;
constexpr std::size_t kRulesOfStory = 4;
constexpr std::size_t kNextSteps = 5;
constexpr std::size_t kBlindShown = 8;
constexpr std::size_t kEvidenceMax = 400;

Message verdict_message(Verdict verdict) {
    switch (verdict) {
        case Verdict::Compromised:
            return msg::triage_compromised();
        case Verdict::Suspicious:
            return msg::triage_suspicious();
        case Verdict::NothingFound:
            return msg::triage_nothing_found();
        case Verdict::TooLittleSeen:
            break;
    }
    return msg::triage_too_little_seen();
}

class FirstScreen : private HostScreen {
public:
    FirstScreen(const HostResult& host, const WriterOptions& options)
        : HostScreen(host, options), host_(host), options_(options) {}

    std::string write() {
        heading();
        verdict();
        stories();
        next_steps();
        blindness();
        weaknesses();
        ledger_counts();
        return take();
    }

private:
    void verdict() {
        std::string sentence = render(verdict_message(host_.verdict), options_.lang);
        std::array<std::set<const rules::RuleHead*>, 5> by_level;
        FileTime first{};
        for (const hunt::Finding& finding : host_.findings) {
            by_level.at(static_cast<std::size_t>(finding.rule->level)).insert(finding.rule);
            if (finding.events.empty() || finding.rule->level < rules::Level::High) continue;
            const FileTime time = finding.events.front().event.time;
            if (time.ticks != 0 && (first.ticks == 0 || time < first)) first = time;
        }
        std::string counts;
        for (const auto level : {rules::Level::Critical, rules::Level::High, rules::Level::Medium,
                                 rules::Level::Low}) {
            const auto count = by_level.at(static_cast<std::size_t>(level)).size();
            if (count == 0) continue;
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ",
                                  level_text(level, options_.lang), count);
        }
        const bool bad =
            host_.verdict == Verdict::Compromised || host_.verdict == Verdict::Suspicious;
        for (const std::string& line : wrapped(sentence, width())) {
            put(painted(line, bad ? Style::Hit : Style::Heading, options_.colour));
        }
        if (!counts.empty()) {
            wrap(render(msg::triage_counts(counts), options_.lang), 0, Style::Plain);
        }
        if (first.ticks != 0) {
            wrap(render(msg::triage_since(time_text(first, options_.zone)), options_.lang), 0,
                 Style::Plain);
        }
        put("");
    }

    void stories() {
        if (!host_.scenario.empty()) {
            wrap(render(msg::triage_outside(host_.scenario, host_.stories_outside,
                                            level_text(host_.worst_outside, options_.lang)),
                        options_.lang),
                 0, Style::Plain);
            put("");
        }
        if (host_.stories.empty()) return;
        const std::size_t shown = std::min(kStoriesFirst, host_.stories.size());
        title(msg::triage_worst(shown));
        for (std::size_t i = 0; i < shown; ++i) story(i + 1, host_.stories[i]);
        if (host_.stories.size() > shown) {
            wrap(render(msg::triage_more_stories(host_.stories.size() - shown), options_.lang), 2,
                 Style::Quiet);
        }
        put("");
    }

    void story(std::size_t number, const Story& one) {
        std::vector<const hunt::Finding*> worst;  // one of each rule
        for (const std::size_t index : one.findings) {
            const hunt::Finding& finding = host_.findings[index];
            const bool known = std::ranges::any_of(
                worst, [&](const hunt::Finding* other) { return other->rule == finding.rule; });
            if (!known) worst.push_back(&finding);
        }
        std::ranges::stable_sort(worst, [](const hunt::Finding* a, const hunt::Finding* b) {
            return a->rule->level > b->rule->level;
        });
        std::string when;
        if (one.first.ticks != 0) {
            when = time_text(one.first, options_.zone);
            if (one.last != one.first) when += " .. " + time_text(one.last, options_.zone);
        }
        for (std::size_t i = 0; i < std::min(worst.size(), kRulesOfStory); ++i) {
            const rules::RuleHead& rule = *worst[i]->rule;
            const std::string level = "[" + level_text(rule.level, options_.lang) + "] ";
            const std::string mark = i == 0 ? fmt::format("{:>2}. ", number) : "    ";
            bool first = true;
            for (const std::string& line : wrapped(visible(output::title(rule, options_.lang)),
                                                   width() - 4 - display_width(level))) {
                put(first ? mark + painted(level, rule.level, options_.colour) +
                                painted(line, Style::Heading, options_.colour)
                          : std::string(4 + display_width(level), ' ') + line);
                first = false;
            }
            evidence_of(*worst[i]);
        }
        if (worst.size() > kRulesOfStory) {
            wrap(render(msg::triage_more_rules(worst.size() - kRulesOfStory), options_.lang), 6,
                 Style::Quiet);
        }
        if (!when.empty()) wrap(when, 6, Style::Quiet);
    }

    /// The text that tells most, and where it stands.
    void evidence_of(const hunt::Finding& finding) {
        if (finding.events.empty()) return;
        const hunt::FindingEvent& found = finding.events.front();
        const std::string text =
            found.proofs.empty() ? telling_text(finding) : output::telling_text(found.event);
        if (!text.empty()) wrap(shortened(text, kEvidenceMax), 6, Style::Plain, 2);
        const std::string place =
            found.proofs.empty()
                ? render(msg::triage_record(found.path, found.event.record_id), options_.lang)
                : proof_sentence(found.proofs.front(), options_.lang);
        wrap(place, 6, Style::Quiet, 2);
    }

    /// Of a record: the longest text that matched and is not its head; else what the event says.
    [[nodiscard]] std::string telling_text(const hunt::Finding& finding) const {
        std::string text;
        for (const Fact& fact : matched_facts(finding)) {
            const bool head =
                fact.label == "EventID" || fact.label == "Provider_Name" || fact.label == "Channel";
            if (!head && fact.text.size() > text.size() && fact.text.size() < kEvidenceMax) {
                text = fact.text;
            }
        }
        if (!text.empty()) return text;
        return event_sentence(finding.events.front().event, options_.lang);
    }

    void next_steps() {
        std::vector<std::string> steps;
        const auto add = [&](const std::string& step) {
            if (!step.empty() && steps.size() < kNextSteps && !std::ranges::count(steps, step)) {
                steps.push_back(step);
            }
        };
        if (host_.verdict == Verdict::Compromised) {
            add(render(msg::triage_first_isolate(), options_.lang));
        }
        for (const Story& story : host_.stories) {
            for (const std::size_t index : story.findings) {
                const rules::RuleHead& rule = *host_.findings[index].rule;
                if (rule.level != story.level || rule.pack.next.empty()) continue;
                add(in_language(rule.pack.next.front(), options_.lang));
                break;
            }
        }
        if (steps.empty()) return;
        title(msg::triage_do_first());
        for (const std::string& step : steps) item(step);
        put("");
    }

    void blindness() {
        title(msg::triage_not_seen());
        if (!host_.ledger.needed_but_not_seen.empty()) {
            std::string names;
            for (const std::string& name : host_.ledger.needed_but_not_seen) {
                names += (names.empty() ? "" : ", ") + name;
            }
            item(render(msg::triage_not_seen_needed(names), options_.lang));
        }
        for (const triage::Limit& limit : host_.ledger.limits) {
            if (limit.reason == triage::LimitReason::NotInstalled) continue;
            item(limit_text(limit, options_.lang, options_.zone));
        }
        std::size_t shown = 0;
        std::uint64_t more = 0;
        for (const triage::LedgerRow& row : host_.ledger.rows) {
            // What the host does not record is told above, by its reasons.
            const bool blind = row.status == LedgerStatus::NotSeen &&
                               row.capability->kind == triage::CapabilityKind::Detect &&
                               row.capability->level >= rules::Level::High;
            if (!blind) continue;
            if (shown == kBlindShown) {
                ++more;
                continue;
            }
            ++shown;
            item(in_language(row.capability->title, options_.lang) + " (" +
                 missing_of(row, options_.lang) + ")");
        }
        if (more > 0) item(render(msg::triage_not_seen_more(more), options_.lang));
        for (const auto& [channel, span] : host_.logs.channels) {
            if (channel != "Security" && channel != "System") continue;
            item(render(span_message(channel, span), options_.lang));
        }
        put("");
    }

    [[nodiscard]] Message span_message(const std::string& channel,
                                       const hunt::ChannelSummary& span) const {
        const std::string records = grouped(span.records);
        const std::string first = time_text(span.first, options_.zone);
        const std::string last = time_text(span.last, options_.zone);
        if (span.lowest_id == 0) return msg::triage_log_begins(channel, records, first, last);
        return span.lowest_id > 1 ? msg::triage_log_span(channel, records, first, last)
                                  : msg::triage_log_whole(channel, records, first, last);
    }

    void weaknesses() {
        if (host_.weaknesses.empty()) return;
        title(msg::triage_weaknesses());
        std::set<const rules::RuleHead*> told;
        for (const hunt::Finding& finding : host_.weaknesses) {
            if (!told.insert(finding.rule).second) continue;
            item("[" + level_text(finding.rule->level, options_.lang) + "] " +
                 output::title(*finding.rule, options_.lang));
        }
        put("");
    }

    const HostResult& host_;
    const WriterOptions& options_;
};

}  // namespace

std::string triage_screen(const triage::HostResult& host, const WriterOptions& options) {
    return FirstScreen(host, options).write();
}

}  // namespace xiezhi::output
