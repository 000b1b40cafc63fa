#include <set>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/services/service_kind.h"
#include "xiezhi/readers/host/services/service_rights.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/readers/host/windows_version.h"

namespace xiezhi::readers {
namespace {

/// FAILURE_ACTIONS as the registry keeps it: an action of type 3 runs FailureCommand.
bool runs_command(const regf::Key& key) {
    const auto value = key.value("FailureActions");
    if (!value) return false;
    std::vector<std::byte> room;
    const Bytes data = value->data(room).bytes;
    Cursor in(data);
    in.seek(12);
    const auto count = in.read<std::uint32_t>();
    in.read<std::uint32_t>();
    for (std::uint32_t i = 0; i < count && in.ok() && in.remaining() >= 8; ++i) {
        const auto type = in.read<std::uint32_t>();
        in.read<std::uint32_t>();
        if (type == 3) return true;
    }
    return false;
}

/// `svchost.exe -k netsvcs -p` -> netsvcs.
std::string host_group(std::string_view command_line) {
    const std::vector<std::string> arguments = arguments_of(command_line);
    if (arguments.empty() || !folded(arguments.front()).ends_with("svchost.exe")) return {};
    for (std::size_t i = 1; i + 1 < arguments.size(); ++i) {
        if (arguments[i] == "-k" || arguments[i] == "/k") return arguments[i + 1];
    }
    return {};
}

class ServiceReader {
public:
    explicit ServiceReader(HostContext& host) : host_(host), registry_(*host.registry) {}

    void read() {
        const OpenHive* const system = registry_.first(HiveKind::System);
        if (system == nullptr) {
            host_.observations({.dataset = Dataset::Service,
                                .outcome = Outcome::Absent,
                                .artefact = "SYSTEM",
                                .what = msg::reader_absent("SYSTEM")});
            return;
        }
        read_groups();
        type_code_ = host_type_code(registry_);
        const std::string base = registry_.control_set() + "\\Services";
        std::uint64_t count = 0;
        if (const auto services = system->hive.find(base)) {
            for (const regf::Key& key : services->subkeys()) {
                if (read_one(*system, key, base + '\\' + key.name().text())) ++count;
            }
        }
        host_.observations({.dataset = Dataset::Service,
                            .outcome = system->incomplete ? Outcome::Partly : Outcome::Read,
                            .artefact = "SYSTEM",
                            .what = msg::reader_services(count),
                            .documents = count});
    }

private:
    /// Which services each group of Svchost may host.
    void read_groups() {
        const auto key = registry_.software(R"(Microsoft\Windows NT\CurrentVersion\Svchost)");
        if (!key) return;
        has_groups_ = true;
        for (const regf::KeyValue& value : key->values()) {
            for (const std::string& name : value.multi_text()) {
                in_groups_.insert(folded(value.name().text()) + '\n' + folded(name));
            }
        }
    }

    bool read_one(const OpenHive& hive, const regf::Key& key, const std::string& path) {
        const auto type = key.number("Type");
        const std::string image = key.text("ImagePath").value_or("");
        if (!type && image.empty()) return false;  // a key that only holds settings
        const std::string name = key.name().text();
        State state(Dataset::Service);
        describe_service(state, {.name = name,
                                 .display_name = key.text("DisplayName").value_or(""),
                                 .description = key.text("Description").value_or(""),
                                 .account = key.text("ObjectName").value_or(""),
                                 .type = type,
                                 .start = key.number("Start")});
        state.set(StateField::HostOsTypeCode, type_code_);
        if (key.number("DelayedAutostart").value_or(0) == 1) {
            state.set_truth(StateField::ServiceDelayed, true);
        }
        set_image(state, name, image, type.value_or(kUsualServiceType));
        set_library(state, hive, key, path);
        const std::string failure = key.text("FailureCommand").value_or("");
        state.set(StateField::ServiceFailureCommand, failure);
        if (!failure.empty()) {
            state.set_truth(StateField::ServiceRunsFailureCommand, runs_command(key));
            const auto command = key.value("FailureCommand");
            state.proofs.push_back(proof_of(hive, path, &*command, nullptr));
        }
        for (std::string& sid : service_writers(key)) {
            state.add(StateField::ServiceWritableBy, std::move(sid));
        }
        for (std::string& sid : service_hidden_from(key)) {
            state.add(StateField::ServiceHiddenFrom, std::move(sid));
        }
        state.time = key.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        const auto value = key.value("ImagePath");
        state.proofs.insert(state.proofs.begin(), value ? proof_of(hive, path, &*value, nullptr)
                                                        : proof_of(hive, path, nullptr, &key));
        host_.states(std::move(state));
        return true;
    }

    void set_image(State& state, const std::string& name, const std::string& image,
                   std::uint64_t type) const {
        if (is_driver_type(type)) {
            set_file(state, driver_path(name, image, host_.paths));
            if (!image.empty()) state.set(StateField::ProcessCommandLine, image);
            return;
        }
        if (image.empty()) return;
        const Command command = resolve_command(image, host_.paths);
        set_command(state, image, host_.paths);
        const bool blanks =
            command.unquoted_blanks && command.program.find(' ') != std::string::npos;
        state.set_truth(StateField::ServiceUnquoted, blanks);
        const std::string group = host_group(host_.paths.expanded(image));
        state.set(StateField::ServiceHostGroup, group);
        if (!group.empty() && has_groups_) {
            // Instances of users have their template's name with a number behind it.
            const std::string stem = name.substr(0, name.rfind('_'));
            const bool listed = in_groups_.contains(folded(group) + '\n' + folded(name)) ||
                                in_groups_.contains(folded(group) + '\n' + folded(stem));
            state.set_truth(StateField::ServiceInHostGroup, listed);
        }
    }

    void set_library(State& state, const OpenHive& hive, const regf::Key& key,
                     const std::string& path) const {
        const auto dll = service_dll(key);
        if (!dll) return;
        const std::string library = full_path(dll->value.text(), host_.paths);
        state.set(StateField::ServiceDll, library);
        if (!library.empty()) set_file(state, library);  // what runs is the library, not svchost
        state.proofs.push_back(proof_of(hive, dll->below_parameters ? path + "\\Parameters" : path,
                                        &dll->value, nullptr));
    }

    HostContext& host_;
    const Registry& registry_;
    std::string type_code_;
    bool has_groups_ = false;
    std::set<std::string> in_groups_;
};

}  // namespace

void read_services(HostContext& host) {
    ServiceReader(host).read();
}

}  // namespace xiezhi::readers
