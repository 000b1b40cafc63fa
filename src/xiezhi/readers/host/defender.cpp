#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/defender/detection.h"
#include "xiezhi/formats/defender/log.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

using evidence::ArtefactKind;

constexpr std::size_t kDetectionsMax = 20'000;
constexpr std::size_t kResourcesMax = 100;

std::string_view field(const defender::LogEvent& event, std::string_view name) {
    const auto found = std::ranges::find(event.fields, name,
                                         [](const auto& one) -> const auto& { return one.first; });
    return found == event.fields.end() ? std::string_view() : std::string_view(found->second);
}

class DefenderReader {
public:
    explicit DefenderReader(HostContext& host) : host_(host) {}

    void read() {
        each(ArtefactKind::DefenderDetection, [&](std::size_t index) { read_history(index); });
        each(ArtefactKind::DefenderLog, [&](std::size_t index) { read_log(index); });
        observe(host_, Dataset::DefenderDetection, "DetectionHistory, MPLog", files_ > 0,
                damaged_ || documents_ == kDetectionsMax, documents_);
    }

private:
    void each(ArtefactKind kind, const std::function<void(std::size_t)>& read) const {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind == kind) read(index);
        }
    }

    /// Whether it is new: history and log write one detection down several times.
    bool is_new(const State& state) {
        std::string key(state.text(StateField::DefenderThreatName));
        key += '|';
        key += folded(state.text(StateField::DefenderResources));
        return told_.size() < kDetectionsMax && told_.insert(std::move(key)).second;
    }

    void unreadable(std::size_t index, const Error& error) {
        damaged_ = true;
        host_.notes({.kind = NoteKind::Unreadable,
                     .path = host_.volume.artefact(index).path,
                     .what = error.what});
    }

    void read_history(std::size_t index) {
        ++files_;
        const auto source = host_.volume.collection().open(index);
        if (!source) return unreadable(index, source.error());
        const auto detection =
            defender::read_detection(**source, [&](const Damage&) { damaged_ = true; });
        if (!detection) return unreadable(index, detection.error());
        State state(Dataset::DefenderDetection);
        state.set(StateField::DefenderSource, "history");
        state.set(StateField::DefenderThreatName, detection->threat_name);
        state.set(StateField::UserName, detection->user);
        if (detection->process != "Unknown") {
            state.set(StateField::DefenderProcess, detection->process);
        }
        for (const defender::Resource& resource : detection->resources) {
            add_resource(state, resource.type, resource.location);
            if (resource.type == "file") add_hashes(state, resource);
        }
        state.time = detection->recorded.value_or(
            detection->times.empty() ? FileTime{} : detection->times.front());
        state.meaning = TimeMeaning::Detected;
        (void)is_new(state);  // the log tells it again
        tell(std::move(state), index, detection->id, "defender");
    }

    /// What was found: the first file is what the document is about, a command line is one.
    static void add_resource(State& state, std::string_view type, std::string_view location) {
        if (type.starts_with("internal") || location.empty()) return;
        if (state.values(StateField::DefenderResources).size() == kResourcesMax) return;
        state.add(StateField::DefenderResources, std::string(type) + ':' + std::string(location));
        if (type == "file" && !state.has(StateField::FilePath)) {
            set_file(state, location);
        }
        if (type == "CmdLine") {
            state.set(StateField::ProcessCommandLine, std::string(location));
        }
    }

    static void add_hashes(State& state, const defender::Resource& resource) {
        for (const defender::Tracking& one : resource.tracking) {
            if (one.name == "ThreatTrackingSha256") state.set(StateField::FileHashSha256, one.text);
            if (one.name == "ThreatTrackingSha1") state.set(StateField::FileHashSha1, one.text);
            if (one.name == "ThreatTrackingMD5") state.set(StateField::FileHashMd5, one.text);
        }
    }

    void read_log(std::size_t index) {
        ++files_;
        const auto source = host_.volume.collection().open(index);
        if (!source) return unreadable(index, source.error());
        const auto done = defender::read_log(**source, [&](const defender::LogEvent& event) {
            const bool denied = event.kind == defender::LogEventKind::DeniedRegistry;
            const bool detected = event.kind == defender::LogEventKind::Detection &&
                                  field(event, "event") == "DETECTIONEVENT";
            if (denied || detected) tell_event(index, event, denied);
            return documents_ < kDetectionsMax;
        });
        if (!done) unreadable(index, done.error());
    }

    void tell_event(std::size_t index, const defender::LogEvent& event, bool denied) {
        State state(Dataset::DefenderDetection);
        state.set(StateField::DefenderSource, "log");
        if (denied) {
            state.set(StateField::DefenderAction, "denied_setting");
            add_resource(
                state, "regkeyvalue",
                std::string(field(event, "key")) + "\\" + std::string(field(event, "value")));
        } else {
            state.set(StateField::DefenderThreatName, std::string(field(event, "threat")));
            add_resources(state, field(event, "resources"));
        }
        state.time = parse_iso(event.time).value_or(FileTime{});
        if (state.time.ticks != 0) state.meaning = TimeMeaning::Detected;
        if (!is_new(state)) return;
        tell(std::move(state), index, "line " + std::to_string(event.line), "text");
    }

    /// `file:C:\a;file:C:\b;`
    static void add_resources(State& state, std::string_view text) {
        while (!text.empty()) {
            const std::size_t end = std::min(text.find(';'), text.size());
            const std::string_view one = text.substr(0, end);
            const std::size_t colon = one.find(':');
            if (colon != std::string_view::npos) {
                add_resource(state, one.substr(0, colon), one.substr(colon + 1));
            }
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    void tell(State&& state, std::size_t index, std::string place, const char* parser) {
        if (documents_ == kDetectionsMax) return;
        state.proofs.push_back({.path = host_.volume.artefact(index).path,
                                .parser = parser,
                                .place = std::move(place)});
        host_.states(std::move(state));
        ++documents_;
    }

    HostContext& host_;
    std::uint64_t files_ = 0;
    std::uint64_t documents_ = 0;
    bool damaged_ = false;
    std::set<std::string> told_;
};

}  // namespace

void read_defender(HostContext& host) {
    DefenderReader(host).read();
}

}  // namespace xiezhi::readers
