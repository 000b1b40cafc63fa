#include "xiezhi/triage/service_history.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "xiezhi/base/text.h"

namespace xiezhi::triage {
namespace {

constexpr std::size_t kDifferencesMax = 2'000;

using ByName = std::map<std::string, const State*>;  // by folded name of the service

/// The last document of each service.
void keep_last(ByName& all, const State& document) {
    const State*& known = all[folded(document.text(StateField::ServiceName))];
    if (known == nullptr || known->time < document.time) known = &document;
}

class History {
public:
    explicit History(const std::vector<State>& documents) {
        for (const State& document : documents) learn(document);
    }

    std::vector<State> differences() {
        if (services_.empty()) return {};
        for (const auto& [name, install] : installs_) compare_install(name, *install);
        for (const auto& [name, state] : states_) compare_state(name, *state);
        return std::move(told_);
    }

private:
    void learn(const State& document) {
        switch (document.dataset()) {
            case Dataset::Service:
                if (document.is_true(StateField::Deleted)) break;
                services_[folded(document.text(StateField::ServiceName))] = &document;
                hive_written_ = std::max(hive_written_, document.time);
                break;
            case Dataset::ServiceInstall:
                keep_last(installs_, document);
                break;
            case Dataset::ServiceState:
                keep_last(states_, document);
                break;
            case Dataset::Host:
                shutdown_ = parse_iso(document.text(StateField::HostShutdown)).value_or(FileTime{});
                break;
            default:
                break;
        }
    }

    /// Services of users are instances of a template: `cbdhsvc_3f2a1`.
    [[nodiscard]] const State* find(const std::string& name) const {
        auto found = services_.find(name);
        if (found == services_.end()) found = services_.find(name.substr(0, name.rfind('_')));
        return found == services_.end() ? nullptr : found->second;
    }

    void compare_install(const std::string& name, const State& install) {
        const State* const now = find(name);
        const std::string before(install.text(StateField::ProcessCommandLine));
        if (now == nullptr) {
            tell("service_installed_and_gone", install, before, "-", nullptr);
            return;
        }
        const std::string_view program = install.text(StateField::FilePath);
        const std::string_view line = now->text(StateField::ProcessCommandLine);
        const bool same = folded(before) == folded(line) ||
                          folded(program) == folded(now->text(StateField::FilePath)) ||
                          now->has(StateField::ServiceDll);
        if (same || before.empty()) return;
        const std::string_view shown = line.empty() ? now->text(StateField::FilePath) : line;
        tell("service_changed_since_install", install, before, std::string(shown), now);
    }

    void compare_state(const std::string& name, const State& state) {
        const bool running = state.text(StateField::ServiceState) == "running";
        const bool since_start = shutdown_.ticks != 0 && state.time > shutdown_;
        if (!running || !since_start || hive_written_ < state.time || find(name) != nullptr) return;
        tell("service_running_without_key", state, "running", "-", nullptr);
    }

    void tell(const char* kind, const State& logged, std::string first, std::string second,
              const State* now) {
        if (told_.size() == kDifferencesMax) return;
        State state(Dataset::Difference);
        state.set(StateField::DifferenceKind, kind);
        state.set(StateField::DifferenceSubject, std::string(logged.text(StateField::ServiceName)));
        state.set(StateField::DifferenceFirst, first.empty() ? "-" : std::move(first));
        state.set(StateField::DifferenceSecond, std::move(second));
        state.set(StateField::HostName, std::string(logged.text(StateField::HostName)));
        state.time = logged.time;
        state.meaning = TimeMeaning::Logged;
        state.proofs = logged.proofs;
        if (now != nullptr && !now->proofs.empty()) state.proofs.push_back(now->proofs.front());
        told_.push_back(std::move(state));
    }

    ByName services_;
    ByName installs_;
    ByName states_;
    FileTime shutdown_{};
    FileTime hive_written_{};  // newest key of a service
    std::vector<State> told_;
};

}  // namespace

std::vector<State> service_differences(const std::vector<State>& documents) {
    return History(documents).differences();
}

}  // namespace xiezhi::triage
