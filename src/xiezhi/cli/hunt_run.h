#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/rule_sources.h"
#include "xiezhi/cli/shell.h"
#include "xiezhi/evidence/collection.h"
#include "xiezhi/hunt/schedule.h"
#include "xiezhi/output/notes.h"

namespace xiezhi::cli {

using WriterMaker = std::function<std::unique_ptr<output::FindingWriter>(output::TextSink)>;

/// One pass of rules over evidence, from the opened files to the exit code: what `hunt` and
/// `search` share. Everything that lives as long as it.
class HuntRun {
public:
    /// Rules as the arguments name them, a writer as the plan's format wants it.
    HuntRun(const Shell& shell, const HuntArguments& arguments, HuntPlan plan);

    /// Rules of our own instead, nothing said of them, and a writer for them.
    void search_with(LoadedRules rules, WriterMaker writer);

    [[nodiscard]] int run();

private:
    using NoteLog = output::NoteLog;
    using Moment = std::chrono::steady_clock::time_point;

    [[nodiscard]] std::optional<int> prepare();
    [[nodiscard]] std::optional<int> prepare_rules();
    void tell_rules() const;
    [[nodiscard]] std::optional<int> without_logs(const evidence::Collection& collection) const;
    [[nodiscard]] Result<hunt::HuntSummary> hunt_through(const evidence::Collection& collection,
                                                         const NoteSink& notes, Moment started);
    [[nodiscard]] Result<void> plan_schedule(const evidence::Collection& collection);
    [[nodiscard]] int failed(const Error& error) const;
    [[nodiscard]] int end(const hunt::HuntSummary& summary, const NoteLog& notes, double seconds);
    void tell_summary(const hunt::HuntSummary& summary, const NoteLog& notes, double seconds) const;

    const Shell& shell_;
    const HuntArguments& arguments_;
    HuntPlan plan_;
    LoadedRules rules_;
    WriterMaker writer_;  // of a search
    std::unique_ptr<Results> results_;
    std::unique_ptr<Results> notes_file_;
    std::optional<hunt::Schedule> schedule_;  // of --emulate-schedule
    std::uint64_t findings_that_count_ = 0;
};

}  // namespace xiezhi::cli
