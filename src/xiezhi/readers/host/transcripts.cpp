#include <string>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kCommandsMax = 50'000;  // of a host
constexpr std::size_t kTextMax = 64U << 10U;

const auto kIgnore = [](const Damage&) {};

class TranscriptReader {
public:
    explicit TranscriptReader(HostContext& host) : host_(host) {}

    void read() {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind == evidence::ArtefactKind::PowerShellTranscript) {
                read_file(index);
            }
        }
        if (files_ == 0) return;  // they are off by default: their absence says nothing
        const bool partly = damaged_ || commands_ == kCommandsMax;
        host_.observations({.dataset = Dataset::PowershellLine,
                            .outcome = partly ? Outcome::Partly : Outcome::Read,
                            .artefact = "PowerShell_transcript.*.txt",
                            .what = msg::reader_lines(commands_),
                            .documents = commands_});
    }

private:
    void read_file(std::size_t index) {
        ++files_;
        const std::string& path = host_.volume.artefact(index).path;
        const auto source = host_.volume.collection().open(index);
        std::string user = host_.volume.user_of(index);
        const text::TranscriptSink sink{.header =
                                            [&](const text::TranscriptHeader& header) {
                                                if (!header.username.empty())
                                                    user = header.username;
                                                // What PowerShell was started with is a command
                                                // too.
                                                return tell(path, header.place, user,
                                                            header.host_application);
                                            },
                                        .entry =
                                            [&](const text::TranscriptEntry& entry) {
                                                return tell(path, entry.place, user, entry.command);
                                            },
                                        .end = [](const text::TranscriptEnd&) { return true; }};
        const auto done =
            source ? text::read_transcript(**source, sink, kIgnore) : Result<void>(source.error());
        if (done) return;
        damaged_ = true;
        host_.notes({.kind = NoteKind::Unreadable, .path = path, .what = done.error().what});
    }

    bool tell(const std::string& path, const text::Place& place, const std::string& user,
              std::string command) {
        if (command.empty()) return true;
        if (command.size() > kTextMax) command.resize(kTextMax);
        State state(Dataset::PowershellLine);
        state.set(StateField::ProcessCommandLine, command);
        state.set(StateField::PowershellText, std::move(command));
        state.set_number(StateField::PowershellLine, place.line);
        state.set(StateField::UserName, user);
        state.proofs.push_back({.path = path,
                                .parser = "text",
                                .place = "line " + std::to_string(place.line),
                                .offset = place.offset});
        host_.states(std::move(state));
        return ++commands_ < kCommandsMax;
    }

    HostContext& host_;
    std::uint64_t files_ = 0;
    std::uint64_t commands_ = 0;
    bool damaged_ = false;
};

}  // namespace

void read_transcripts(HostContext& host) {
    TranscriptReader(host).read();
}

}  // namespace xiezhi::readers
