#include "xiezhi/platform/process.h"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <span>

namespace xiezhi::platform {
namespace {

std::atomic<bool>& interrupt_flag() {
    static std::atomic<bool> flag = false;
    static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");
    return flag;
}

}  // namespace

std::vector<std::string> arguments(int count, const char* const* values) {
    const std::span all(values, static_cast<std::size_t>(count > 0 ? count : 0));
    if (all.empty()) return {};
    return {all.begin() + 1, all.end()};
}

void prepare_process() {
    std::signal(SIGPIPE, SIG_IGN);
}

std::optional<std::string> environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
}

Lang user_language() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const auto value = environment(name);
        if (value && !value->empty()) return value->starts_with("zh") ? Lang::Zh : Lang::En;
    }
    return Lang::En;
}

const std::atomic<bool>& interrupted() {
    struct Installed {
        Installed() {
            interrupt_flag() = false;  // made before a handler can ask for it
            struct sigaction action{};
            // SA_RESETHAND: the second Ctrl-C finds the system's own handler and ends us.
            action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
            action.sa_handler = [](int) { interrupt_flag() = true; };
            ::sigaction(SIGINT, &action, nullptr);
        }
    };
    static const Installed installed;
    return interrupt_flag();
}

int local_offset_minutes(FileTime time) {
    const auto seconds = static_cast<std::time_t>(time.ticks / kTicksPerSecond) -
                         static_cast<std::time_t>(kUnixEpochTicks / kTicksPerSecond);
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) return 0;
    return static_cast<int>(local.tm_gmtoff / 60);
}

}  // namespace xiezhi::platform
