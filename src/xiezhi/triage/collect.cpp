#include "xiezhi/triage/collect.h"

#include <string>

#include "xiezhi/readers/command.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::triage {
namespace {

/// The first of the fields that the record has: Sysmon's name, then that of the Security log.
std::string first_of(const KeptEvent& event, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const std::string_view text = event.field(name);
        if (!text.empty() && text != "-") return std::string(text);
    }
    return {};
}

/// `MD5=…,SHA256=…` of Sysmon.
void set_hashes(State& state, std::string_view hashes) {
    struct Kind {
        std::string_view mark;
        StateField field;
    };
    for (const Kind& kind :
         {Kind{"MD5=", StateField::FileHashMd5}, Kind{"SHA1=", StateField::FileHashSha1},
          Kind{"SHA256=", StateField::FileHashSha256}}) {
        const std::size_t at = hashes.find(kind.mark);
        if (at == std::string_view::npos) continue;
        const std::string_view rest = hashes.substr(at + kind.mark.size());
        state.set(kind.field, std::string(rest.substr(0, rest.find(','))));
    }
}

State process(const KeptEvent& event) {
    State state(Dataset::Execution);
    state.set(StateField::ExecutionSource, "process");
    state.set_truth(StateField::ExecutionProvesRun, true);
    readers::set_file(state, first_of(event, {"Image", "NewProcessName"}));
    state.set(StateField::ProcessCommandLine, first_of(event, {"CommandLine"}));
    state.set(StateField::UserName, first_of(event, {"User", "TargetUserName", "SubjectUserName"}));
    state.set(StateField::FilePeOriginalFileName, first_of(event, {"OriginalFileName"}));
    state.set(StateField::FilePeCompany, first_of(event, {"Company"}));
    set_hashes(state, event.field("Hashes"));
    return state;
}

/// The parts of a script in one: as many as were named, up to what a document holds.
State script(const hunt::Finding& finding) {
    constexpr std::size_t kTextMax = 64U << 10U;
    State state(Dataset::Script);
    std::string text;
    for (const hunt::FindingEvent& part : finding.events) {
        if (text.size() < kTextMax) text += part.event.field("ScriptBlockText");
    }
    if (text.size() > kTextMax) text.resize(kTextMax);
    state.set(StateField::ScriptText, std::move(text));
    readers::set_file(state, finding.events.front().event.field("Path"));
    return state;
}

}  // namespace

std::optional<State> collect(std::string_view dataset, const hunt::Finding& finding) {
    const auto known = schema::find_dataset(dataset);
    if (!known || finding.events.empty()) return std::nullopt;
    const hunt::FindingEvent& first = finding.events.front();
    std::optional<State> state;
    if (*known == Dataset::Execution) state = process(first.event);
    if (*known == Dataset::Script) state = script(finding);
    if (!state) return std::nullopt;
    state->set(StateField::HostName, first.event.computer);
    state->time = first.event.time;
    state->meaning = TimeMeaning::Logged;
    for (const hunt::FindingEvent& found : finding.events) {
        state->proofs.push_back({.path = found.path,
                                 .parser = "evtx",
                                 .place = "record " + std::to_string(found.event.record_id),
                                 .offset = found.event.place.offset});
    }
    return state;
}

}  // namespace xiezhi::triage
