#include "xiezhi/cli/hunt_run.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/hunt/exceptions.h"
#include "xiezhi/hunt/hive_search.h"
#include "xiezhi/output/progress.h"
#include "xiezhi/output/summary.h"
#include "xiezhi/rules/select.h"

namespace xiezhi::cli {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Findings are counted before --emulate-schedule leaves some out.
void take_off(const std::array<std::uint64_t, 5>& left_out, std::array<std::uint64_t, 5>& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i) counts.at(i) -= left_out.at(i);
}

}  // namespace

HuntRun::HuntRun(const Shell& shell, const HuntArguments& arguments, HuntPlan plan)
    : shell_(shell), arguments_(arguments), plan_(std::move(plan)) {}

void HuntRun::search_with(LoadedRules rules, WriterMaker writer) {
    rules_ = std::move(rules);
    writer_ = std::move(writer);
}

int HuntRun::run() {
    if (const auto code = prepare()) return *code;
    NoteLog notes(notes_file_ ? notes_file_->sink() : output::TextSink());
    for (const rules::RuleProblem& problem : rules_.set.problems) notes.add_problem(problem);

    const auto started = Clock::now();
    const auto add_note = [&](const Note& note) { notes.add(note); };
    auto collection = evidence::Collection::open(arguments_.evidence,
                                                 {.password = arguments_.password}, add_note);
    if (!collection) return failed(collection.error());
    if (const auto code = without_logs(*collection)) return *code;

    if (arguments_.emulate_schedule) {
        if (const auto planned = plan_schedule(*collection); !planned)
            return failed(planned.error());
    }
    const auto summary = hunt_through(*collection, add_note, started);
    if (!summary) return failed(summary.error());
    for (const std::uint32_t index : summary->blind_rules) {
        if (index < rules_.set.rules.size()) notes.add_blind_rule(rules_.set.rules[index]);
    }
    return end(*summary, notes, seconds_since(started));
}

/// Opens what is written to and loads the rules.
std::optional<int> HuntRun::prepare() {
    if (!writer_) {
        if (const auto code = prepare_rules()) return code;
    }
    if (!arguments_.exceptions.empty()) {
        auto exceptions = hunt::load_exceptions(arguments_.exceptions);
        if (!exceptions) return shell_.failed(exceptions.error());
        plan_.options.exceptions = std::move(*exceptions);
    }
    auto results = Results::open(arguments_.output, arguments_.force, shell_.environment());
    if (!results) return shell_.failed(results.error());
    results_ = std::move(*results);
    if (!arguments_.notes.empty()) {
        auto notes = Results::open(arguments_.notes, arguments_.force, shell_.environment());
        if (!notes) return shell_.failed(notes.error());
        notes_file_ = std::move(*notes);
    }
    tell_rules();
    return std::nullopt;
}

std::optional<int> HuntRun::prepare_rules() {
    auto loaded = load_rules(shell_, arguments_.rules, plan_.options.threads);
    if (!loaded) return shell_.failed(loaded.error());
    rules_ = std::move(*loaded);
    rules::drop_host_rules(rules_.set);
    if (rules_.set.rules.empty() && rules_.set.correlations.empty() && rules_.loaded > 0) {
        return shell_.failed(Error{Errc::Usage, msg::cli_no_rules_left(rules_.loaded), {}});
    }
    if (auto added = add_indicators(shell_, arguments_, rules_.set, plan_.options); !added) {
        return shell_.failed(added.error());
    }
    return std::nullopt;
}

void HuntRun::tell_rules() const {
    if (arguments_.quiet || writer_) return;
    const std::uint64_t used = rules_.set.rules.size() + rules_.set.correlations.size();
    shell_.say(msg::cli_rules_used(used, source_text(arguments_.rules, shell_.lang())));
    std::uint64_t refused = 0;
    for (const rules::RuleProblem& problem : rules_.set.problems)
        refused += problem.refused ? 1 : 0;
    if (refused > 0) shell_.note(msg::cli_rules_refused(refused));
    if (rules_.skipped_files > 0) shell_.note(msg::cli_rules_skipped(rules_.skipped_files));
}

/// Nothing to read: says what was looked for.
std::optional<int> HuntRun::without_logs(const evidence::Collection& collection) const {
    const bool any = std::ranges::any_of(collection.artefacts(), [&](const auto& artefact) {
        return is_log(artefact.kind) || (writer_ && artefact.kind == evidence::ArtefactKind::Hive);
    });
    if (any) return std::nullopt;
    shell_.error(no_logs_error(arguments_.evidence, collection));
    return kExitUnread;
}

Result<hunt::HuntSummary> HuntRun::hunt_through(const evidence::Collection& collection,
                                                const NoteSink& notes, Moment started) {
    const auto writer = writer_ ? writer_(results_->sink())
                                : output::make_writer(plan_.format, plan_.writer, results_->sink());
    const auto& environment = shell_.environment();
    output::ProgressLine line(shell_.lang(), environment.err_width, [&](std::string_view text) {
        environment.err(text);
        return true;
    });
    const bool shows_progress = environment.err_is_terminal && !arguments_.quiet;
    writer->begin();
    if (!schedule_) plan_.options.documents = writer->documents();  // it asks for the events' times
    auto summary = hunt::hunt(
        collection, rules_.set, plan_.options,
        [&](const hunt::Finding& finding) {
            const bool streams = plan_.format != output::Format::Terminal;
            if (shows_progress && streams && !results_->is_file()) line.clear();
            if (schedule_ && !schedule_->alerts(finding)) return true;
            if (finding.rule->level >= plan_.fail_level) ++findings_that_count_;
            return writer->finding(finding);
        },
        notes,
        [&](const hunt::Progress& progress) {
            if (shows_progress) line.show(progress, seconds_since(started));
        },
        environment.interrupted);
    if (summary && writer_ && !summary->stopped) {
        const auto hives = hunt::search_hives(
            collection, arguments_.evidence, rules_.set.rules.front(), plan_.options,
            [&](const hunt::Finding& finding) {
                ++findings_that_count_;
                return writer->finding(finding);
            },
            notes, environment.interrupted);
        const auto level = static_cast<std::size_t>(rules_.set.rules.front().head.level);
        summary->findings_by_level.at(level) += hives.findings;
        summary->stopped = hives.stopped;
        summary->hives = hives.hives;
    }
    line.clear();
    if (summary && schedule_) take_off(schedule_->left_out(), summary->findings_by_level);
    if (summary) writer->end(*summary);
    return summary;
}

/// The first pass of --emulate-schedule: when each rule of Elastic's was true.
Result<void> HuntRun::plan_schedule(const evidence::Collection& collection) {
    schedule_.emplace();
    bool enough = true;
    const auto summary = hunt::hunt(
        collection, rules_.set, plan_.options,
        [&](const hunt::Finding& finding) { return enough = schedule_->note(finding); },
        [](const Note&) {}, [](const hunt::Progress&) {}, shell_.environment().interrupted);
    if (!summary) return summary.error();
    if (!enough) return Error{Errc::Unsupported, msg::cli_schedule_too_many(), {}};
    schedule_->plan();
    return {};
}

/// An error of the whole hunt. What the files of -o and --notes hold so far is dropped.
int HuntRun::failed(const Error& error) const {
    const int code = shell_.failed(error);
    const bool unread = error.code == Errc::Io || error.code == Errc::Denied ||
                        error.code == Errc::Damaged || error.code == Errc::Unsupported;
    return unread ? kExitUnread : code;
}

int HuntRun::end(const hunt::HuntSummary& summary, const NoteLog& notes, double seconds) {
    if (const auto code = results_->finish(shell_)) return *code;
    if (results_->reader_left()) return kExitDone;
    if (notes_file_) {
        if (const auto code = notes_file_->finish(shell_)) return *code;
    }
    if (!arguments_.quiet) tell_summary(summary, notes, seconds);
    if (shell_.interrupted()) {
        shell_.note(msg::cli_interrupted());
        return kExitInterrupted;
    }
    // A finding stands whatever else was not read; "nothing found" does not.
    if (findings_that_count_ > 0) return kExitFindings;
    const bool unread = summary.unreadable_files > 0 || notes.count(NoteKind::Unreadable) > 0;
    if (unread && !arguments_.quiet) shell_.say(msg::cli_exit_unread());
    return unread ? kExitUnread : kExitDone;
}

void HuntRun::tell_summary(const hunt::HuntSummary& summary, const NoteLog& notes,
                           double seconds) const {
    const output::SummaryContext context{.rules = &rules_.set,
                                         .notes = &notes,
                                         .notes_written = notes_file_ != nullptr,
                                         .search = static_cast<bool>(writer_),
                                         .seconds = seconds};
    for (const std::string& line :
         output::summary_lines(summary, context, shell_.lang(), plan_.writer.zone)) {
        shell_.line(line);
    }
    if (schedule_) {
        const auto& levels = schedule_->left_out();
        const auto count = std::accumulate(levels.begin(), levels.end(), std::uint64_t{0});
        if (count > 0) shell_.say(msg::cli_schedule_left_out(count));
    }
    if (results_->is_file()) shell_.say(msg::cli_written(results_->path()));
}

}  // namespace xiezhi::cli
