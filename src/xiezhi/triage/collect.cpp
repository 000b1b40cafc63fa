#include "xiezhi/triage/collect.h"

#include <charconv>
#include <memory>
#include <string>

#include "xiezhi/base/text.h"
#include "xiezhi/readers/command.h"
#include "xiezhi/schema/dataset.h"
#include "xiezhi/schema/logging.h"

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

/// `530070006F00…` -> `Spo…`, up to a NUL.
std::string utf16_of_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        unsigned value = 0;
        const std::string_view pair = digits.substr(i, 2);
        const auto [stop, error] =
            std::from_chars(std::to_address(pair.begin()), std::to_address(pair.end()), value, 16);
        if (error != std::errc{}) return {};
        bytes += static_cast<char>(value);
    }
    std::string text;
    append_utf8(text, as_bytes(bytes).first(bytes.size() / 2 * 2));
    return text.substr(0, text.find('\0'));
}

/// 4719: `%%8448, %%8450` of a subcategory, by its GUID.
State audit_change(const KeptEvent& event) {
    struct Change {
        std::string_view code;
        const char* name;
    };
    State state(Dataset::AuditChange);
    const auto* const known = schema::find_audit_guid(event.field("SubcategoryGuid"));
    if (known != nullptr) {
        state.set(StateField::AuditCategory, std::string(known->category));
        state.set(StateField::AuditSubcategory, std::string(known->name));
    }
    const std::string_view changes = event.field("AuditPolicyChanges");
    for (const Change& change :
         {Change{"%%8448", "success_removed"}, Change{"%%8449", "success_added"},
          Change{"%%8450", "failure_removed"}, Change{"%%8451", "failure_added"}}) {
        if (changes.find(change.code) != std::string_view::npos) {
            state.add(StateField::AuditChange, change.name);
        }
    }
    state.set(StateField::UserName, first_of(event, {"SubjectUserName"}));
    state.set(StateField::UserId, first_of(event, {"SubjectUserSid"}));
    return state;
}

/// 7045. Types and starts are words of the host's language.
State service_install(const KeptEvent& event) {
    struct Word {
        std::string_view logged;
        const char* name;
    };
    State state(Dataset::ServiceInstall);
    state.set(StateField::ServiceName, first_of(event, {"ServiceName"}));
    const std::string image = first_of(event, {"ImagePath"});
    const std::string_view type = event.field("ServiceType");
    const bool driver = type.find("driver") != std::string_view::npos;
    state.set(StateField::ServiceKind, driver ? "driver" : "service");
    if (driver) {
        state.set(StateField::ProcessCommandLine, image);
        readers::set_file(state, readers::full_path(image, readers::HostPaths()));
    } else if (!image.empty()) {
        readers::set_command(state, image, readers::HostPaths());
    }
    std::string start = first_of(event, {"StartType"});
    for (const Word& word : {Word{"boot start", "boot"}, Word{"system start", "system"},
                             Word{"auto start", "auto"}, Word{"demand start", "demand"}}) {
        if (start == word.logged) start = word.name;
    }
    state.set(StateField::ServiceStart, std::move(start));
    state.set(StateField::ServiceAccount, first_of(event, {"AccountName"}));
    return state;
}

/// The data of 7036 are the name of the key and the new state, `Spooler/4`, as UTF-16 in hex: the
/// other fields have the display name and a word of the host's language.
std::optional<State> service_state(const KeptEvent& event) {
    std::string name = utf16_of_hex(event.field("Binary"));
    const std::size_t slash = name.rfind('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 >= name.size()) return std::nullopt;
    // Windows SDK, winsvc.h: SERVICE_STOPPED, SERVICE_RUNNING.
    const char code = name[slash + 1];
    if (code != '1' && code != '4') return std::nullopt;
    name.resize(slash);
    State state(Dataset::ServiceState);
    state.set(StateField::ServiceName, std::move(name));
    state.set(StateField::ServiceDisplayName, first_of(event, {"param1"}));
    state.set(StateField::ServiceState, code == '4' ? "running" : "stopped");
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
    if (*known == Dataset::AuditChange) state = audit_change(first.event);
    if (*known == Dataset::ServiceInstall) state = service_install(first.event);
    if (*known == Dataset::ServiceState) state = service_state(first.event);
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
