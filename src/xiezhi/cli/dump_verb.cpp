#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/ecs_dump.h"
#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/formats/evtx/dump.h"

namespace xiezhi::cli {
namespace {

using evidence::Artefact;
using evidence::ArtefactKind;

constexpr std::uint64_t kDamagesShownMax = 10;  // of each file; the count is said

struct DumpArguments {
    std::vector<std::string> files;
    std::string format = "jsonl";
    std::string output;
    std::string password;
    std::string threads;
    bool carve = false;
    bool force = false;
    bool quiet = false;
};

VerbSpec dump_spec(DumpArguments& a) {
    return {.name = "dump",
            .usage = msg::arg_files(),
            .purpose = msg::dump_purpose(),
            .groups = {{msg::group_output(),
                        {{"-f,--format", msg::arg_format(), msg::dump_format(), &a.format},
                         {"-o,--output", msg::arg_file(), msg::dump_output(), &a.output},
                         {"--force", std::nullopt, msg::dump_force(), &a.force},
                         {"-q,--quiet", std::nullopt, msg::dump_quiet(), &a.quiet}}},
                       {msg::group_evidence(),
                        {{"--carve", std::nullopt, msg::hunt_carve(), &a.carve},
                         {"--password", msg::arg_text(), msg::hunt_password(), &a.password},
                         {"--threads", msg::arg_count(), msg::hunt_threads(), &a.threads}}}},
            .closing = msg::dump_closing(),
            .operands = &a.files};
}

/// JSON lines as the items of one array: no line feed is inside of a record, so each that comes is
/// the end of one; what follows it decides whether a comma is needed.
class JsonArray {
public:
    explicit JsonArray(output::TextSink sink) : sink_(std::move(sink)) {}

    bool begin() { return sink_("["); }
    bool write(std::string_view lines) {
        while (!lines.empty()) {
            if (std::exchange(at_record_start_, false)) {
                if (!sink_(std::exchange(first_, false) ? "\n" : ",\n")) return false;
            }
            const std::size_t end = lines.find('\n');
            if (!sink_(lines.substr(0, end))) return false;
            if (end == std::string_view::npos) return true;
            at_record_start_ = true;
            lines.remove_prefix(end + 1);
        }
        return true;
    }
    bool end() { return sink_(first_ ? "]\n" : "\n]\n"); }

private:
    output::TextSink sink_;
    bool at_record_start_ = true;
    bool first_ = true;
};

class DumpRun {
public:
    DumpRun(const Shell& shell, const DumpArguments& arguments, evtx::DumpFormat format,
            std::size_t threads)
        : shell_(shell), arguments_(arguments), format_(format), threads_(threads) {}

    int run() {
        const auto note = [&](const Note& what) {
            unread_ = unread_ || what.kind == NoteKind::Unreadable;
            if (!arguments_.quiet || what.kind == NoteKind::Unreadable) say(what);
        };
        auto collection =
            evidence::Collection::open(arguments_.files, {.password = arguments_.password}, note);
        if (!collection) return unread(collection.error());
        const std::vector<std::size_t> logs = logs_of(*collection);
        if (logs.empty()) {
            return unread(no_logs_error(arguments_.files, *collection));
        }
        auto results = Results::open(arguments_.output, arguments_.force, shell_.environment());
        if (!results) return shell_.failed(results.error());
        results_ = std::move(*results);
        if (arguments_.format == "ecs") {
            write_ecs_documents(*collection, note);
        } else {
            write_all(*collection, logs);
        }
        if (const auto code = results_->finish(shell_)) return *code;
        if (shell_.interrupted()) return kExitInterrupted;
        return unread_ && !results_->reader_left() ? kExitUnread : kExitDone;
    }

private:
    /// Event logs, and what the user named as a file whatever it looks like: dump says why not.
    [[nodiscard]] std::vector<std::size_t> logs_of(const evidence::Collection& collection) const {
        std::vector<std::size_t> logs;
        const std::vector<Artefact>& artefacts = collection.artefacts();
        for (std::size_t i = 0; i < artefacts.size(); ++i) {
            const bool named = is_named(artefacts[i], arguments_.files);
            if (artefacts[i].kind == ArtefactKind::EventJson && arguments_.format == "ecs") {
                logs.push_back(i);
            } else if (artefacts[i].kind == ArtefactKind::EventJson) {
                shell_.note(msg::dump_not_evtx(artefacts[i].path));
            } else if (artefacts[i].kind == ArtefactKind::EventLog || named) {
                logs.push_back(i);
            }
        }
        return logs;
    }

    void write_all(const evidence::Collection& collection, const std::vector<std::size_t>& logs) {
        JsonArray array(results_->sink());
        const bool is_array = arguments_.format == "json";
        const output::TextSink sink = [&](std::string_view text) {
            if (shell_.interrupted()) return false;
            return is_array ? array.write(text) : results_->write(text);
        };
        if (is_array ? !array.begin() : !results_->write(evtx::dump_prologue(format_))) return;
        for (const std::size_t log : logs) {
            if (!write_log(collection, log, sink)) return;
        }
        if (is_array) {
            array.end();
        } else {
            results_->write(evtx::dump_epilogue(format_));
        }
    }

    void write_ecs_documents(const evidence::Collection& collection, const NoteSink& note) {
        const EcsDumpOptions options{.threads = threads_,
                                     .carve = arguments_.carve,
                                     .interrupted = shell_.environment().interrupted};
        dump_ecs(collection, options, results_->sink(), note);
    }

    bool write_log(const evidence::Collection& collection, std::size_t index,
                   const output::TextSink& sink) {
        const std::string& path = collection.artefacts()[index].path;
        const auto source = collection.open(index);
        if (!source) {
            unread(Error(source.error()).in(path));
            return true;
        }
        const evtx::DumpOptions options{
            .threads = threads_, .carve = arguments_.carve, .checksums = false, .file = path};
        std::uint64_t damages = 0;
        const auto summary =
            evtx::dump(**source, format_, options, sink, [&](const evtx::Damage& damage) {
                if (++damages > kDamagesShownMax || arguments_.quiet) return;
                shell_.note(msg::dump_damage(path, damage.offset,
                                             render(evtx::message_of(damage), shell_.lang())));
            });
        if (damages > kDamagesShownMax && !arguments_.quiet) {
            shell_.note(msg::dump_more_damages(path, damages - kDamagesShownMax));
        }
        if (!summary) unread(Error(summary.error()).in(path));
        return !summary || !summary->stopped;
    }

    int unread(const Error& error) {
        unread_ = true;
        shell_.error(error);
        return kExitUnread;
    }

    void say(const Note& note) const {
        const std::string what = render(note.what, shell_.lang());
        shell_.note(note.has_offset ? msg::dump_damage(note.path, note.offset, what)
                                    : msg::sum_note(note.path, what));
    }

    const Shell& shell_;
    const DumpArguments& arguments_;
    evtx::DumpFormat format_;
    std::size_t threads_;
    std::unique_ptr<Results> results_;
    bool unread_ = false;
};

std::optional<evtx::DumpFormat> dump_format(const std::string& name) {
    if (name == "jsonl" || name == "json") return evtx::DumpFormat::JsonLines;
    if (name == "xml") return evtx::DumpFormat::Xml;
    if (name == "csv") return evtx::DumpFormat::Csv;
    if (name == "ecs") return evtx::DumpFormat::JsonLines;  // of its own documents
    return std::nullopt;
}

}  // namespace

int run_dump(const Shell& shell, const std::vector<std::string>& arguments) {
    DumpArguments typed;
    VerbSpec spec = dump_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    if (typed.files.empty()) return shell.usage(msg::cli_no_evidence(), spec.name);
    const auto format = dump_format(typed.format);
    if (!format) {
        return shell.usage(
            bad_choice("--format", typed.format, {"jsonl", "json", "xml", "csv", "ecs"}),
            spec.name);
    }
    std::size_t threads = 1;
    if (const auto mistake =
            understand_threads(typed.threads, shell.environment().cores, threads)) {
        return shell.usage(*mistake, spec.name);
    }
    return DumpRun(shell, typed, *format, threads).run();
}

}  // namespace xiezhi::cli
