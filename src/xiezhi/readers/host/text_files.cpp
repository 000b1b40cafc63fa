#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

/// What one artefact of a kind adds; the outcome is of all of them.
class Tally {
public:
    Tally(HostContext& host, Dataset dataset, std::string artefact)
        : host_(host), dataset_(dataset), artefact_(std::move(artefact)) {}

    void add(const Result<void>& done, const std::string& path) {
        ++files_;
        if (done) return;
        damaged_ = true;
        host_.notes(Note{.kind = NoteKind::Unreadable, .path = path, .what = done.error().what});
    }
    void tell(State&& state) {
        host_.states(std::move(state));
        ++documents_;
    }
    void observe() {
        if (files_ == 0) {
            host_.observations({.dataset = dataset_,
                                .outcome = Outcome::Absent,
                                .artefact = artefact_,
                                .what = msg::reader_absent(artefact_)});
            return;
        }
        host_.observations({.dataset = dataset_,
                            .outcome = damaged_ ? Outcome::Partly : Outcome::Read,
                            .artefact = artefact_,
                            .what = msg::reader_lines(documents_),
                            .documents = documents_});
    }

private:
    HostContext& host_;
    Dataset dataset_;
    std::string artefact_;
    std::uint64_t files_ = 0;
    std::uint64_t documents_ = 0;
    bool damaged_ = false;
};

/// Calls `each(index, source)` for the artefacts of a kind; what cannot be opened is a note.
template <class Each>
void each_artefact(HostContext& host, evidence::ArtefactKind kind, const Each& each) {
    for (const std::size_t index : host.volume.artefacts()) {
        if (host.volume.artefact(index).kind != kind) continue;
        auto source = host.volume.collection().open(index);
        if (source) {
            each(index, **source);
        } else {
            host.notes(Note{.kind = NoteKind::Unreadable,
                            .path = host.volume.artefact(index).path,
                            .what = source.error().what});
        }
    }
}

Proof line_proof(const std::string& path, const text::Place& place) {
    return {.path = path,
            .parser = "text",
            .place = "line " + std::to_string(place.line),
            .offset = place.offset};
}

const auto kIgnore = [](const Damage&) {};

}  // namespace

void read_hosts_file(HostContext& host) {
    Tally tally(host, Dataset::HostsEntry, "hosts");
    each_artefact(
        host, evidence::ArtefactKind::Hosts, [&](std::size_t index, const ByteSource& source) {
            const std::string& path = host.volume.artefact(index).path;
            std::vector<text::HostsLine> lines;
            constexpr std::size_t kLinesMax = 100'000;  // block lists of advertisements are long
            tally.add(text::read_hosts(
                          source,
                          [&](const text::HostsLine& line) {
                              if (!line.address.empty()) lines.push_back(line);
                              return lines.size() < kLinesMax;
                          },
                          kIgnore),
                      path);
            for (const text::HostsLine& line : lines) {
                for (const std::string& name : line.names) {
                    State state(Dataset::HostsEntry);
                    state.set(StateField::HostsAddress, line.address);
                    state.set(StateField::HostsName, folded(name));
                    state.set_number(StateField::HostsLine, line.place.line);
                    state.set_number(StateField::HostsEntries, lines.size());
                    state.proofs.push_back(line_proof(path, line.place));
                    tally.tell(std::move(state));
                }
            }
        });
    tally.observe();
}

void read_powershell_history(HostContext& host) {
    Tally tally(host, Dataset::PowershellLine, "ConsoleHost_history.txt");
    each_artefact(host, evidence::ArtefactKind::PowerShellHistory,
                  [&](std::size_t index, const ByteSource& source) {
                      const std::string& path = host.volume.artefact(index).path;
                      tally.add(text::read_history(
                                    source,
                                    [&](const text::HistoryCommand& command) {
                                        State state(Dataset::PowershellLine);
                                        state.set(StateField::PowershellText, command.text);
                                        state.set(StateField::ProcessCommandLine, command.text);
                                        state.set_number(StateField::PowershellLine,
                                                         command.place.line);
                                        state.set(StateField::UserName, host.volume.user_of(index));
                                        state.proofs.push_back(line_proof(path, command.place));
                                        tally.tell(std::move(state));
                                        return true;
                                    },
                                    kIgnore),
                                path);
                  });
    tally.observe();
}

void read_policy_scripts(HostContext& host) {
    each_artefact(
        host, evidence::ArtefactKind::PolicyScripts,
        [&](std::size_t index, const ByteSource& source) {
            const std::string& path = host.volume.artefact(index).path;
            const auto done = text::read_policy_scripts(
                source,
                [&](const text::PolicyScript& script) {
                    State state(Dataset::Autostart);
                    state.set(StateField::AutostartLocation, "group-policy-scripts-ini");
                    state.set(StateField::AutostartCategory, "Logon");
                    state.set(StateField::AutostartTechnique, "T1037.001");
                    state.set(StateField::AutostartName, script.section + ' ' + script.number);
                    std::string line = script.command_line;
                    if (!script.parameters.empty()) line += ' ' + script.parameters;
                    set_command(state, line, host.paths);
                    state.set_truth(StateField::TraitDefault, false);  // Windows brings none
                    Proof proof = line_proof(path, script.place);
                    proof.place = "[" + script.section + "] | " + script.number + "CmdLine";
                    state.proofs.push_back(std::move(proof));
                    host.states(std::move(state));
                    return true;
                },
                kIgnore);
            if (!done) {
                host.notes(
                    Note{.kind = NoteKind::Unreadable, .path = path, .what = done.error().what});
            }
        });
}

}  // namespace xiezhi::readers
