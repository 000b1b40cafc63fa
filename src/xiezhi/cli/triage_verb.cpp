#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/rule_sources.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/notes.h"
#include "xiezhi/output/progress.h"
#include "xiezhi/output/report_page.h"
#include "xiezhi/output/state_document.h"
#include "xiezhi/output/triage_document.h"
#include "xiezhi/output/triage_screen.h"
#include "xiezhi/output/writers.h"
#include "xiezhi/triage/scenario.h"

namespace xiezhi::cli {
namespace {

struct TriageArguments {
    HuntArguments hunt;
    bool documents = false;
    bool brief = false;
    std::string scenario;
};

/// Only the options of those names.
OptionGroup only(OptionGroup group, const std::vector<std::string_view>& names) {
    std::erase_if(group.options, [&](const OptionSpec& option) {
        return std::ranges::count(names, std::string_view(option.names)) == 0;
    });
    return group;
}

VerbSpec triage_spec(TriageArguments& a) {
    OptionGroup rules = judging_options(a.hunt);
    rules.options.front() = {"-r,--rules", msg::arg_path(), msg::triage_rules(),
                             &a.hunt.rules.paths};
    OptionGroup output = output_options(a.hunt);
    output.options.front() = {"-f,--format", msg::arg_format(), msg::triage_format(),
                              &a.hunt.format};
    output.options.push_back(
        {"--examples", msg::arg_count(), msg::hunt_examples(), &a.hunt.examples});
    output.options.push_back({"--documents", std::nullopt, msg::triage_documents(), &a.documents});
    output.options.push_back(
        {"--scenario", msg::arg_name(),
         msg::triage_scenario(listed(triage::scenario_names(triage::builtin_capabilities()))),
         &a.scenario});
    output.options.push_back({"--brief", std::nullopt, msg::triage_brief(), &a.brief});
    const OptionGroup tuning = {
        msg::group_tuning(),
        {{"--fail-level", msg::arg_level(), msg::hunt_fail_level(), &a.hunt.fail_level}}};
    return {.name = "triage",
            .usage = msg::arg_evidence(),
            .purpose = msg::triage_purpose(),
            .groups = {rules, output, evidence_options(a.hunt), tuning},
            .closing = msg::triage_closing(),
            .operands = &a.hunt.evidence};
}

VerbSpec coverage_spec(TriageArguments& a) {
    OptionGroup output = only(output_options(a.hunt), {"-f,--format", "-o,--output", "--force",
                                                       "--color", "--no-color", "-q,--quiet"});
    output.options.front() = {"-f,--format", msg::arg_format(), msg::coverage_format(),
                              &a.hunt.format};
    return {.name = "coverage",
            .usage = msg::arg_evidence(),
            .purpose = msg::coverage_purpose(),
            .groups = {output, only(evidence_options(a.hunt), {"--password", "--threads"})},
            .closing = msg::dump_closing(),
            .operands = &a.hunt.evidence};
}

/// One run over all hosts of the evidence, from the opened files to the exit code.
class TriageRun {
public:
    TriageRun(const Shell& shell, const TriageArguments& arguments, HuntPlan plan, bool ledger_only)
        : shell_(shell), arguments_(arguments), plan_(std::move(plan)), ledger_only_(ledger_only) {}

    int run() {
        auto loaded = load_rules(shell_, arguments_.hunt.rules, plan_.options.threads);
        if (!loaded) return shell_.failed(loaded.error());
        rules_ = std::move(*loaded);
        if (auto added = add_indicators(shell_, arguments_.hunt, rules_.set, plan_.options);
            !added) {
            return shell_.failed(added.error());
        }
        auto results =
            Results::open(arguments_.hunt.output, arguments_.hunt.force, shell_.environment());
        if (!results) return shell_.failed(results.error());
        results_ = std::move(*results);
        if (!arguments_.hunt.notes.empty()) {
            auto file =
                Results::open(arguments_.hunt.notes, arguments_.hunt.force, shell_.environment());
            if (!file) return shell_.failed(file.error());
            notes_file_ = std::move(*file);
        }
        if (arguments_.hunt.format == "html") {
            page_ = std::make_unique<output::ReportPage>(
                results_->sink(), output::ReportOptions{.version = shell_.environment().version,
                                                        .lang = shell_.lang()});
            page_->begin();
        }
        const auto started = std::chrono::steady_clock::now();
        output::NoteLog notes(notes_file_ ? notes_file_->sink() : output::TextSink());
        const auto note = [&](const Note& what) { notes.add(what); };
        auto collection = evidence::Collection::open(arguments_.hunt.evidence,
                                                     {.password = arguments_.hunt.password}, note);
        if (!collection) return shell_.failed(collection.error());
        if (collection->artefacts().empty()) {
            shell_.error({Errc::Unsupported,
                          msg::triage_no_artefacts(listed(arguments_.hunt.evidence)),
                          {}});
            return kExitUnread;
        }
        if (!judge_hosts(*collection, note)) return failed_;
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        return end(notes, seconds);
    }

private:
    bool judge_hosts(const evidence::Collection& collection, const NoteSink& notes) {
        output::ProgressLine line(shell_.lang(), shell_.environment().err_width,
                                  [&](std::string_view text) {
                                      shell_.environment().err(text);
                                      return true;
                                  });
        const bool shows = shell_.environment().err_is_terminal && !arguments_.hunt.quiet;
        const triage::TriageSinks sinks{.notes = notes,
                                        .progress =
                                            [&](const hunt::Progress& progress) {
                                                if (shows) line.show(progress, 0);
                                            },
                                        .cancel = shell_.environment().interrupted};
        for (const readers::HostArtefacts& host :
             readers::hosts_of(collection, arguments_.hunt.evidence)) {
            auto judged =
                triage::triage(collection, host, rules_.set, triage::builtin_capabilities(),
                               {.hunt = plan_.options, .judges = !ledger_only_}, sinks);
            line.clear();
            if (!judged) {
                failed_ = shell_.failed(judged.error());
                return false;
            }
            note_result(*judged);
            if (!arguments_.scenario.empty()) {
                triage::narrow(*judged, arguments_.scenario, triage::builtin_capabilities());
            }
            if (!write(*judged)) return true;
            judged->documents.clear();
            hosts_.push_back(std::move(*judged));
            if (shell_.interrupted()) return true;
        }
        if (arguments_.hunt.format == "navigator") {
            results_->write(output::navigator_layer(hosts_));
        }
        if (writer_) writer_->end(logs_);
        return true;
    }

    void note_result(const triage::HostResult& host) {
        documents_ += host.documents.size();
        for (const hunt::Finding& finding : host.findings) {
            found_ = found_ || finding.rule->level >= plan_.fail_level;
        }
    }

    bool write(const triage::HostResult& host) {
        const std::string& format = arguments_.hunt.format;
        if (format == "navigator") return true;
        if (ledger_only_) {
            return results_->write(format == "ndjson" ? output::ledger_lines(host)
                                                      : output::ledger_screen(host, plan_.writer));
        }
        if (page_) return write_rows(host);
        if (format == "ndjson") {
            const auto line = [&](std::string_view text) {
                return results_->write(text) && results_->write("\n");
            };
            return results_->write(output::verdict_line(host)) &&
                   results_->write(output::rule_lines(host)) &&
                   results_->write(output::story_lines(host)) &&
                   output::write_finding_lines(host, plan_.options.min_level, line) &&
                   write_documents(host) && results_->write(output::ledger_lines(host));
        }
        if (format == "terminal") {
            if (!results_->write(output::triage_screen(host, plan_.writer))) return false;
            if (arguments_.brief) return true;
        }
        return write_findings(host);
    }

    /// The rows of -f ndjson --documents, into the page.
    bool write_rows(const triage::HostResult& host) {
        const auto finding = [&](std::string_view json) {
            return page_->row(json, output::RowKind::Finding);
        };
        if (!page_->rows(output::verdict_line(host)) || !page_->rows(output::rule_lines(host)) ||
            !page_->rows(output::story_lines(host)) ||
            !output::write_finding_lines(host, plan_.options.min_level, finding)) {
            return false;
        }
        output::JsonText text;
        for (const State& state : host.documents) {
            if (state.dataset() == Dataset::Command) continue;  // said by where they stand
            text.clear();
            output::write_state(text, state);
            const std::string_view dataset = schema::row_of(state.dataset()).name;
            if (!page_->row(text.text(), output::RowKind::Document, dataset)) return false;
        }
        return page_->rows(output::ledger_lines(host));
    }

    /// Tables and pages have one head for all hosts; the other formats tell host after host.
    bool write_findings(const triage::HostResult& host) {
        const bool host_by_host =
            plan_.format == output::Format::Terminal || plan_.format == output::Format::Ndjson;
        if (!writer_ || host_by_host) {
            writer_ = output::make_writer(plan_.format, plan_.writer, results_->sink());
            if (!writer_->begin()) return false;
        }
        const bool timeline = plan_.format == output::Format::Timeline;
        for (const auto* list : {&host.findings, &host.weaknesses}) {
            for (const hunt::Finding& finding : *list) {
                if (finding.rule->level < plan_.options.min_level) continue;
                const bool placed = !finding.events.empty();
                if (timeline && placed && is_outside(finding.events.front().event.time)) continue;
                if (!writer_->finding(finding)) return false;
            }
        }
        if (!host_by_host) {
            logs_.add(host.logs);
            return !timeline || write_times(host);
        }
        const bool more = writer_->end(host.logs);
        writer_.reset();
        return more;
    }

    [[nodiscard]] bool is_outside(FileTime time) const {
        return (plan_.options.from && time < *plan_.options.from) ||
               (plan_.options.to && *plan_.options.to < time);
    }

    /// The timeline is of everything that has a time: documents too.
    bool write_times(const triage::HostResult& host) {
        for (const State& state : host.documents) {
            if (is_outside(state.time) || state.dataset() == Dataset::Command) continue;
            if (!results_->write(output::timeline_rows(state, host.computer, shell_.lang()))) {
                return false;
            }
        }
        return true;
    }

    bool write_documents(const triage::HostResult& host) {
        if (!arguments_.documents) return true;
        output::JsonText text;
        for (const State& state : host.documents) {
            if (state.dataset() == Dataset::Command) continue;  // said by where they stand
            text.clear();
            output::write_state(text, state);
            if (!results_->write(text.text()) || !results_->write("\n")) return false;
        }
        return true;
    }

    int end(const output::NoteLog& notes, double seconds) {
        if (page_) page_->end();
        if (const auto code = results_->finish(shell_)) return *code;
        if (results_->reader_left()) return kExitDone;
        if (notes_file_) {
            if (const auto code = notes_file_->finish(shell_)) return *code;
        }
        if (page_ && !arguments_.hunt.quiet) {
            tell_left_out(shell_, *page_);
            if (results_->is_file()) shell_.say(msg::report_written(results_->path()));
        }
        if (!arguments_.hunt.quiet) {
            shell_.say(msg::triage_summary(output::grouped(documents_), hosts_.size(),
                                           fmt::format("{:.1f}", seconds)));
            for (const Note& note : notes.first(NoteKind::Unreadable)) {
                shell_.note(msg::sum_note(note.path, render(note.what, shell_.lang())));
            }
        }
        if (shell_.interrupted()) return kExitInterrupted;
        if (found_ && !ledger_only_) return kExitFindings;
        return notes.count(NoteKind::Unreadable) > 0 ? kExitUnread : kExitDone;
    }

    const Shell& shell_;
    const TriageArguments& arguments_;
    HuntPlan plan_;
    bool ledger_only_;
    LoadedRules rules_;
    std::unique_ptr<Results> results_;
    std::unique_ptr<Results> notes_file_;
    std::unique_ptr<output::FindingWriter> writer_;
    hunt::HuntSummary logs_;                    // of all hosts
    std::unique_ptr<output::ReportPage> page_;  // -f html
    std::vector<triage::HostResult> hosts_;
    std::uint64_t documents_ = 0;
    bool found_ = false;
    int failed_ = kExitFailed;
};

int run(const Shell& shell, TriageArguments& typed, const VerbSpec& spec, bool ledger_only) {
    const auto formats =
        ledger_only ? std::vector<std::string>{"terminal", "ndjson"}
                    : std::vector<std::string>{"terminal", "ndjson",   "json",      "csv",
                                               "md",       "timeline", "navigator", "html"};
    if (std::ranges::count(formats, typed.hunt.format) == 0) {
        return shell.usage(bad_choice("--format", typed.hunt.format, formats), spec.name);
    }
    // The pack is what judges documents; --rules add to it.
    if (typed.hunt.rules.pack.empty()) typed.hunt.rules.pack = "builtin";
    const auto scenarios = triage::scenario_names(triage::builtin_capabilities());
    if (!typed.scenario.empty() && std::ranges::count(scenarios, typed.scenario) == 0) {
        return shell.usage(bad_choice("--scenario", typed.scenario, scenarios), spec.name);
    }
    HuntPlan plan;
    HuntArguments for_plan = typed.hunt;
    if (typed.hunt.format == "navigator" || typed.hunt.format == "html") {
        for_plan.format = "ndjson";
    }
    if (typed.hunt.format == "html" && typed.hunt.output.empty() &&
        shell.environment().out_width > 0) {
        return shell.usage(msg::report_needs_file(), spec.name);
    }
    if (const auto mistake = understand(for_plan, shell, plan)) {
        return shell.usage(*mistake, spec.name);
    }
    return TriageRun(shell, typed, std::move(plan), ledger_only).run();
}

}  // namespace

int run_triage(const Shell& shell, const std::vector<std::string>& arguments) {
    TriageArguments typed;
    VerbSpec spec = triage_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    return run(shell, typed, spec, false);
}

int run_coverage(const Shell& shell, const std::vector<std::string>& arguments) {
    TriageArguments typed;
    VerbSpec spec = coverage_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    return run(shell, typed, spec, true);
}

}  // namespace xiezhi::cli
