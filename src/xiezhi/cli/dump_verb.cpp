#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/ecs_dump.h"
#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/native_dump.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/formats/evtx/dump.h"
#include "xiezhi/output/record_writer.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::cli {
namespace {

using evidence::Artefact;
using evidence::ArtefactKind;

constexpr std::uint64_t kDamagesShownMax = 10;  // of each file; the count is said

struct DumpArguments {
    std::vector<std::string> files;
    std::string format = "jsonl";
    std::string kind;
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
                         {"--kind", msg::arg_name(), msg::dump_kind(), &a.kind},
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

/// The damages of one file: the first few are told one by one, the rest as a number.
class DamageTally {
public:
    DamageTally(const Shell& shell, const std::string& path, bool quiet)
        : shell_(shell), path_(path), quiet_(quiet) {}

    void add(const Damage& damage) {
        if (++count_ > kDamagesShownMax || quiet_) return;
        shell_.note(msg::dump_damage(path_, damage.offset, render(damage.what, shell_.lang())));
    }
    void say_rest() const {
        if (count_ <= kDamagesShownMax || quiet_) return;
        shell_.note(msg::dump_more_damages(path_, count_ - kDamagesShownMax));
    }

private:
    const Shell& shell_;
    const std::string& path_;
    bool quiet_;
    std::uint64_t count_ = 0;
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
        const std::vector<std::size_t> chosen = chosen_of(*collection);
        if (chosen.empty()) return unread(nothing_error(*collection));
        if (const auto mistake = mixed_table(*collection, chosen)) {
            return shell_.usage(*mistake, "dump");
        }
        auto results = Results::open(arguments_.output, arguments_.force, shell_.environment());
        if (!results) return shell_.failed(results.error());
        results_ = std::move(*results);
        if (arguments_.format == "ecs") {
            write_ecs_documents(*collection, note);
        } else {
            write_all(*collection, chosen);
        }
        if (const auto code = results_->finish(shell_)) return *code;
        if (shell_.interrupted()) return kExitInterrupted;
        return unread_ && !results_->reader_left() ? kExitUnread : kExitDone;
    }

private:
    /// What --kind asks for, event logs when it asks for nothing; and what the user named as a file
    /// whatever it looks like: dump says why not.
    [[nodiscard]] std::vector<std::size_t> chosen_of(const evidence::Collection& collection) const {
        std::vector<std::size_t> chosen;
        const std::vector<Artefact>& artefacts = collection.artefacts();
        for (std::size_t i = 0; i < artefacts.size(); ++i) {
            const bool asked = is_asked_for(artefacts[i]);
            if (artefacts[i].kind == ArtefactKind::EventJson && asked &&
                arguments_.format == "ecs") {
                chosen.push_back(i);
            } else if (artefacts[i].kind == ArtefactKind::EventJson) {
                if (asked) shell_.note(msg::dump_not_evtx(artefacts[i].path));
            } else if (asked) {
                chosen.push_back(i);
            }
        }
        return chosen;
    }

    [[nodiscard]] bool is_asked_for(const Artefact& artefact) const {
        if (is_named(artefact, arguments_.files)) return true;
        const std::string_view name = evidence::kind_name(artefact.kind);
        const bool readable = is_log(artefact.kind) || native_dump(artefact.kind) != nullptr;
        if (arguments_.kind == "all") return readable;
        return readable && name == (arguments_.kind.empty() ? "log" : arguments_.kind);
    }

    [[nodiscard]] Error nothing_error(const evidence::Collection& collection) const {
        if (arguments_.kind.empty() || arguments_.kind == "log") {
            return no_logs_error(arguments_.files, collection);
        }
        return {Errc::Unsupported,
                msg::dump_no_such_kind(listed(arguments_.files), arguments_.kind),
                {}};
    }

    /// CSV has the columns of logs or of other records, and only logs are XML or ECS documents.
    [[nodiscard]] std::optional<Message> mixed_table(const evidence::Collection& collection,
                                                     const std::vector<std::size_t>& chosen) {
        const auto others = std::ranges::count_if(chosen, [&](std::size_t index) {
            return native_dump(collection.artefacts()[index].kind) != nullptr;
        });
        native_ = others > 0;
        const std::string& format = arguments_.format;
        if (!native_ || format == "jsonl" || format == "json") return std::nullopt;
        if (format == "csv" && static_cast<std::size_t>(others) == chosen.size()) {
            return std::nullopt;
        }
        return msg::dump_format_of_logs(arguments_.format);
    }

    void write_all(const evidence::Collection& collection, const std::vector<std::size_t>& chosen) {
        JsonArray array(results_->sink());
        const bool is_array = arguments_.format == "json";
        const output::TextSink sink = [&](std::string_view text) {
            if (shell_.interrupted()) return false;
            return is_array ? array.write(text) : results_->write(text);
        };
        const bool native_table = native_ && format_ == evtx::DumpFormat::Csv;
        const std::string_view prologue =
            native_table ? output::csv_records_header() : evtx::dump_prologue(format_);
        if (is_array ? !array.begin() : !results_->write(prologue)) return;
        for (const std::size_t index : chosen) {
            if (!write_artefact(collection, index, sink)) return;
        }
        if (is_array) {
            array.end();
        } else if (!native_table) {
            results_->write(evtx::dump_epilogue(format_));
        }
    }

    void write_ecs_documents(const evidence::Collection& collection, const NoteSink& note) {
        const EcsDumpOptions options{.threads = threads_,
                                     .carve = arguments_.carve,
                                     .interrupted = shell_.environment().interrupted};
        dump_ecs(collection, options, results_->sink(), note);
    }

    bool write_artefact(const evidence::Collection& collection, std::size_t index,
                        const output::TextSink& sink) {
        const Artefact& artefact = collection.artefacts()[index];
        const auto source = collection.open(index);
        if (!source) {
            unread(Error(source.error()).in(artefact.path));
            return true;
        }
        DamageTally damages(shell_, artefact.path, arguments_.quiet);
        const NativeDump native = native_dump(artefact.kind);
        const bool go_on = native == nullptr
                               ? write_log(**source, artefact.path, sink, damages)
                               : write_native(native, collection, index, **source, sink, damages);
        damages.say_rest();
        return go_on;
    }

    bool write_log(const ByteSource& source, const std::string& path, const output::TextSink& sink,
                   DamageTally& damages) {
        const evtx::DumpOptions options{
            .threads = threads_, .carve = arguments_.carve, .checksums = false, .file = path};
        const auto summary =
            evtx::dump(source, format_, options, sink, [&](const evtx::Damage& damage) {
                damages.add({.offset = damage.offset, .what = evtx::message_of(damage)});
            });
        if (!summary) unread(Error(summary.error()).in(path));
        return !summary || !summary->stopped;
    }

    bool write_native(NativeDump native, const evidence::Collection& collection, std::size_t index,
                      const ByteSource& source, const output::TextSink& sink,
                      DamageTally& damages) {
        const std::string& path = collection.artefacts()[index].path;
        bool stopped = false;
        const output::TextSink watched = [&](std::string_view text) {
            stopped = stopped || !sink(text);
            return !stopped;
        };
        const std::unique_ptr<RecordSink> records = format_ == evtx::DumpFormat::Csv
                                                        ? output::csv_records(watched, path)
                                                        : output::json_records(watched, path);
        const NativeInput input{
            .bytes = source,
            .path = path,
            .beside = [&](std::string_view name) -> std::unique_ptr<ByteSource> {
                const auto other = collection.beside(index, name);
                if (!other) {  // a file that was named alone has its companions on disk
                    auto on_disk = platform::open_file(path.substr(0, path.rfind('/') + 1) +
                                                       std::string(name));
                    return on_disk ? std::move(*on_disk) : nullptr;
                }
                auto opened = collection.open(*other);
                if (opened) return std::move(*opened);
                unread(Error(opened.error()).in(collection.artefacts()[*other].path));
                return nullptr;
            }};
        const auto done =
            native(input, *records, [&](const Damage& damage) { damages.add(damage); });
        if (!done) unread(Error(done.error()).in(path));
        return !stopped;
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
    bool native_ = false;  // something else than logs is among what is written
};

std::optional<evtx::DumpFormat> dump_format(const std::string& name) {
    if (name == "jsonl" || name == "json") return evtx::DumpFormat::JsonLines;
    if (name == "xml") return evtx::DumpFormat::Xml;
    if (name == "csv") return evtx::DumpFormat::Csv;
    if (name == "ecs") return evtx::DumpFormat::JsonLines;  // of its own documents
    return std::nullopt;
}

/// What --kind understands: the kinds that can be dumped, and `all`.
std::vector<std::string> kinds_asked_for() {
    std::vector<std::string> names = {"all"};
    for (int i = 0; i <= static_cast<int>(ArtefactKind::Other); ++i) {
        const auto kind = static_cast<ArtefactKind>(i);
        const std::string name(evidence::kind_name(kind));
        if (!name.empty() && (is_log(kind) || native_dump(kind) != nullptr) &&
            !std::ranges::count(names, name)) {
            names.push_back(name);
        }
    }
    return names;
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
    if (const auto kinds = kinds_asked_for();
        !typed.kind.empty() && !std::ranges::count(kinds, typed.kind)) {
        return shell.usage(bad_choice("--kind", typed.kind, kinds), spec.name);
    }
    std::size_t threads = 1;
    if (const auto mistake =
            understand_threads(typed.threads, shell.environment().cores, threads)) {
        return shell.usage(*mistake, spec.name);
    }
    return DumpRun(shell, typed, *format, threads).run();
}

}  // namespace xiezhi::cli
