#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/services/service_kind.h"
#include "xiezhi/readers/host/subjects.h"

// Services of the current control set against those of the others, and against the files of the
// evidence. What differs is told; most of it is what updates and removals leave behind.
namespace xiezhi::readers {
namespace {

constexpr std::size_t kSetsMax = 8;
constexpr std::size_t kDifferencesMax = 2'000;
/// So many programs of a folder must be in the evidence before the absence of one says something.
constexpr std::size_t kProgramsOfFolder = 20;

struct Service {
    std::string name;
    std::string image;  // as written
    std::string dll;
    std::string program;  // full path of what runs: the library, else the program
    std::string path;     // of the key
    regf::Key key;
};
using Services = std::map<std::string, Service>;  // by folded name

/// What a service runs, in words.
std::string shown(const Service& service) {
    std::string text = service.image.empty() ? service.program : service.image;
    if (!service.dll.empty()) text += " (ServiceDll " + service.dll + ')';
    return text.empty() ? "-" : text;
}

class DifferenceReader {
public:
    DifferenceReader(HostContext& host, const OpenHive& system) : host_(host), system_(system) {}

    std::uint64_t read() {
        const std::string& current = host_.registry->control_set();
        const Services now = services_of(current);
        const auto root = system_.hive.root();
        if (now.empty() || !root) return 0;
        std::size_t sets = 0;
        for (const regf::Key& key : root->subkeys()) {
            const std::string name = key.name().text();
            const bool other = folded(name).starts_with("controlset") &&
                               folded(name) != folded(current) && ++sets <= kSetsMax;
            if (other) compare(now, services_of(name), name);
        }
        compare_files(now);
        return told_;
    }

private:
    [[nodiscard]] Services services_of(const std::string& set) const {
        Services out;
        const std::string base = set + "\\Services";
        const auto services = system_.hive.find(base);
        if (!services) return out;
        for (const regf::Key& key : services->subkeys()) {
            const auto type = key.number("Type");
            std::string image = key.text("ImagePath").value_or("");
            if (!type && image.empty()) continue;  // a key that only holds settings
            Service one{.name = key.name().text(),
                        .image = std::move(image),
                        .dll = {},
                        .program = {},
                        .path = base + '\\' + key.name().text(),
                        .key = key};
            set_program(one, type);
            out.insert_or_assign(folded(one.name), std::move(one));
        }
        return out;
    }

    void set_program(Service& service, std::optional<std::uint64_t> type) const {
        if (const auto dll = service_dll(service.key)) service.dll = dll->value.text();
        if (!service.dll.empty()) {
            service.program = full_path(service.dll, host_.paths);
        } else if (type && is_driver_type(*type)) {
            service.program = driver_path(service.name, service.image, host_.paths);
        } else if (!service.image.empty()) {
            service.program = resolve_command(service.image, host_.paths).program;
        }
    }

    void compare(const Services& now, const Services& before, const std::string& set) {
        for (const auto& [name, old] : before) {
            const auto found = now.find(name);
            if (found == now.end()) {
                tell("service_not_in_current_set", old, "-", set + ": " + shown(old), &old);
            } else if (folded(found->second.program) != folded(old.program) ||
                       folded(found->second.image) != folded(old.image)) {
                tell("service_differs_between_sets", found->second, shown(found->second),
                     set + ": " + shown(old), &old);
            }
        }
        if (before.empty()) return;
        for (const auto& [name, one] : now) {
            if (before.contains(name)) continue;
            tell("service_only_in_current_set", one, shown(one), set + ": -", nullptr);
        }
    }

    /// Ghosts: the key is there, its program is not, though its folder was collected.
    void compare_files(const Services& now) {
        std::map<std::string, std::size_t> programs;  // of folded folders
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind != evidence::ArtefactKind::Program) continue;
            ++programs[folder_of(folded(host_.volume.windows_path(index)))];
        }
        for (const auto& [name, one] : now) {
            const std::string program = folded(one.program);
            const auto folder = programs.find(folder_of(program));
            if (folder == programs.end() || folder->second < kProgramsOfFolder) continue;
            if (host_.volume.find_windows(one.program)) continue;
            tell("service_without_file", one, shown(one), one.program + ": -", nullptr);
        }
    }

    static std::string folder_of(const std::string& path) {
        const std::size_t at = path.rfind('\\');
        return at == std::string::npos ? std::string() : path.substr(0, at);
    }

    void tell(const char* kind, const Service& about, std::string first, std::string second,
              const Service* other) {
        if (told_ == kDifferencesMax) return;
        ++told_;
        State state(Dataset::Difference);
        state.set(StateField::DifferenceKind, kind);
        state.set(StateField::DifferenceSubject, about.name);
        state.set(StateField::DifferenceFirst, std::move(first));
        state.set(StateField::DifferenceSecond, std::move(second));
        place(state, system_, about.key, about.path, nullptr);
        if (other != nullptr && other != &about) {
            state.proofs.push_back(proof_of(system_, other->path, nullptr, &other->key));
        }
        host_.states(std::move(state));
    }

    HostContext& host_;
    const OpenHive& system_;
    std::uint64_t told_ = 0;
};

}  // namespace

void read_service_differences(HostContext& host) {
    const OpenHive* const system = host.registry->first(HiveKind::System);
    if (system == nullptr) return;  // said of the services themselves
    const std::uint64_t told = DifferenceReader(host, *system).read();
    observe_hive(host, Dataset::Difference, system, "SYSTEM", told);
}

}  // namespace xiezhi::readers
