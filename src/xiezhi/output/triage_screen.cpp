#include "xiezhi/output/triage_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/sentence.h"
#include "xiezhi/output/state_document.h"
#include "xiezhi/output/width.h"
#include "xiezhi/output/words.h"
#include "xiezhi/schema/dataset.h"

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
constexpr std::size_t kWidthMin = 40;
constexpr std::size_t kNameMax = 60;
constexpr std::size_t kEvidenceMax = 400;

const std::string& in_language(const rules::TwoTexts& texts, Lang lang) {
    const std::string& wanted = lang == Lang::Zh ? texts.zh : texts.en;
    return wanted.empty() ? (lang == Lang::Zh ? texts.en : texts.zh) : wanted;
}

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

Message status_message(LedgerStatus status) {
    switch (status) {
        case LedgerStatus::Findings:
            return msg::ledger_findings();
        case LedgerStatus::Clean:
            return msg::ledger_clean();
        case LedgerStatus::Partly:
            return msg::ledger_partly();
        case LedgerStatus::Shown:
            return msg::ledger_shown();
        case LedgerStatus::Checkable:
            return msg::ledger_checkable();
        case LedgerStatus::CheckablePartly:
            return msg::ledger_checkable_partly();
        case LedgerStatus::NotSeen:
            return msg::ledger_not_seen();
        case LedgerStatus::NoCheck:
            break;
    }
    return msg::ledger_no_check();
}

/// `autostart` -> its title; channels keep their names.
std::string source_name(const std::string& name, Lang lang) {
    const auto dataset = schema::find_dataset(name);
    if (!dataset) return name;
    const schema::DatasetRow& row = schema::row_of(*dataset);
    return std::string(lang == Lang::Zh ? row.zh : row.en);
}

class Screen {
public:
    Screen(const HostResult& host, const WriterOptions& options)
        : host_(host), options_(options), width_(std::max(options.width, kWidthMin)) {}

    std::string first_screen() {
        heading();
        verdict();
        stories();
        next_steps();
        blindness();
        weaknesses();
        ledger_counts();
        return std::move(text_);
    }

    std::string ledger() {
        heading();
        for (const triage::LedgerRow& row : host_.ledger.rows) ledger_row(row);
        put("");
        ledger_counts();
        return std::move(text_);
    }

private:
    void heading() {
        const std::string name = host_.computer.empty()
                                     ? render(msg::triage_host_unnamed(), options_.lang)
                                     : shortened(visible(host_.computer), kNameMax);
        put(painted("== " + name + " ", Style::Heading, options_.colour) +
            painted(
                std::string(width_ > display_width(name) + 4 ? width_ - display_width(name) - 4 : 0,
                            '='),
                Style::Quiet, options_.colour));
        wrap(render(msg::triage_evidence(host_.evidence), options_.lang), 0, Style::Quiet);
        put("");
    }

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
        for (const std::string& line : wrapped(sentence, width_)) {
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
                                                   width_ - 4 - display_width(level))) {
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
        std::size_t shown = 0;
        std::uint64_t more = 0;
        for (const triage::LedgerRow& row : host_.ledger.rows) {
            const bool blind = row.status == LedgerStatus::NotSeen &&
                               row.capability->kind == triage::CapabilityKind::Detect &&
                               row.capability->level >= rules::Level::High;
            if (!blind) continue;
            if (shown == kBlindShown) {
                ++more;
                continue;
            }
            ++shown;
            item(in_language(row.capability->title, options_.lang) + " (" + missing_of(row) + ")");
        }
        if (more > 0) item(render(msg::triage_not_seen_more(more), options_.lang));
        for (const auto& [channel, span] : host_.logs.channels) {
            if (channel != "Security" && channel != "System") continue;
            item(render(msg::triage_log_span(channel, grouped(span.records),
                                             time_text(span.first, options_.zone),
                                             time_text(span.last, options_.zone)),
                        options_.lang));
        }
        put("");
    }

    [[nodiscard]] std::string missing_of(const triage::LedgerRow& row) const {
        constexpr std::size_t kNames = 3;
        std::string names;
        std::size_t count = 0;
        for (const triage::LedgerSource& source : row.sources) {
            if (source.seen || ++count > kNames) continue;
            names += (names.empty() ? "" : ", ") + source_name(source.name, options_.lang);
        }
        if (count > kNames) names += " ...";
        return names;
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

    void ledger_counts() {
        std::string counts;
        for (const auto status :
             {LedgerStatus::Findings, LedgerStatus::Clean, LedgerStatus::Partly,
              LedgerStatus::Checkable, LedgerStatus::CheckablePartly, LedgerStatus::Shown,
              LedgerStatus::NotSeen, LedgerStatus::NoCheck}) {
            const std::uint64_t count = host_.ledger.count(status);
            if (count == 0) continue;
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ",
                                  render(status_message(status), options_.lang), count);
        }
        wrap(render(msg::triage_ledger(host_.ledger.rows.size(), counts), options_.lang), 0,
             Style::Plain);
        put("");
    }

    void ledger_row(const triage::LedgerRow& row) {
        std::string line = "[" + render(status_message(row.status), options_.lang) + "] " +
                           row.capability->id + "  " +
                           in_language(row.capability->title, options_.lang);
        if (row.findings > 0) line += fmt::format(" ({})", row.findings);
        wrap(line, 0, Style::Plain);
        if (std::ranges::all_of(row.sources, &triage::LedgerSource::seen)) return;
        wrap(render(msg::ledger_missing(missing_of(row)), options_.lang), 4, Style::Quiet);
        if (row.status == LedgerStatus::NotSeen &&
            row.capability->kind == triage::CapabilityKind::Detect) {
            wrap(render(msg::ledger_hides(in_language(row.capability->why, options_.lang)),
                        options_.lang),
                 4, Style::Quiet);
        }
    }

    void title(const Message& message) {
        put(painted(render(message, options_.lang), Style::Label, options_.colour));
    }

    void item(const std::string& text) {
        std::string mark = "  - ";
        for (const std::string& line : wrapped(visible(text), width_ - 4)) {
            put(std::exchange(mark, "    ") + line);
        }
    }

    void wrap(const std::string& text, std::size_t indent, Style style,
              std::size_t lines_max = SIZE_MAX) {
        std::size_t count = 0;
        for (const std::string& line : wrapped(visible(text), width_ - indent)) {
            if (count++ == lines_max) {
                text_.pop_back();
                text_ += " ...\n";
                break;
            }
            put(std::string(indent, ' ') + painted(line, style, options_.colour));
        }
    }

    void put(std::string_view line) {
        while (line.ends_with(' ')) line.remove_suffix(1);
        text_ += line;
        text_ += '\n';
    }

    const HostResult& host_;
    const WriterOptions& options_;
    std::size_t width_;
    std::string text_;
};

}  // namespace

std::string triage_screen(const triage::HostResult& host, const WriterOptions& options) {
    return Screen(host, options).first_screen();
}

std::string ledger_screen(const triage::HostResult& host, const WriterOptions& options) {
    return Screen(host, options).ledger();
}

}  // namespace xiezhi::output
