#include "xiezhi/platform/process.h"

#include <memory>
#include <span>

#include "xiezhi/platform/windows/wide.h"

namespace xiezhi::platform {
namespace {

std::atomic<bool>& interrupt_flag() {
    static std::atomic<bool> flag = false;
    return flag;
}

BOOL WINAPI on_control(DWORD event) {
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) return FALSE;
    const bool again = interrupt_flag().exchange(true);
    return again ? FALSE : TRUE;  // FALSE: the system's own handler ends us
}

struct FreeLocal {
    void operator()(void* memory) const { LocalFree(memory); }
};

FILETIME to_system(FileTime time) {
    return {static_cast<DWORD>(time.ticks), static_cast<DWORD>(time.ticks >> 32U)};
}

FileTime from_system(FILETIME time) {
    return {(static_cast<std::uint64_t>(time.dwHighDateTime) << 32U) | time.dwLowDateTime};
}

}  // namespace

std::vector<std::string> arguments(int, const char* const*) {
    int count = 0;
    const std::unique_ptr<wchar_t*, FreeLocal> values(
        CommandLineToArgvW(GetCommandLineW(), &count));
    std::vector<std::string> out;
    if (!values || count < 1) return out;
    for (const wchar_t* value :
         std::span(values.get(), static_cast<std::size_t>(count)).subspan(1)) {
        out.push_back(narrowed(value));
    }
    return out;
}

void prepare_process() {
    // A missing drive or a damaged disk is an error for us, not a dialogue for somebody.
    SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOOPENFILEERRORBOX);
}

std::optional<std::string> environment(const std::string& name) {
    const std::wstring wide = widened(name);
    SetLastError(ERROR_SUCCESS);
    std::wstring value(GetEnvironmentVariableW(wide.c_str(), nullptr, 0), L'\0');
    if (value.empty() && GetLastError() == ERROR_ENVVAR_NOT_FOUND) return std::nullopt;
    value.resize(
        GetEnvironmentVariableW(wide.c_str(), value.data(), static_cast<DWORD>(value.size())));
    return narrowed(value);
}

Lang user_language() {
    return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE ? Lang::Zh : Lang::En;
}

const std::atomic<bool>& interrupted() {
    static const bool installed = SetConsoleCtrlHandler(on_control, TRUE) != 0;
    (void)installed;
    return interrupt_flag();
}

int local_offset_minutes(FileTime time) {
    const FILETIME utc = to_system(time);
    SYSTEMTIME utc_parts{};
    SYSTEMTIME local_parts{};
    FILETIME local{};
    if (FileTimeToSystemTime(&utc, &utc_parts) == 0 ||
        SystemTimeToTzSpecificLocalTime(nullptr, &utc_parts, &local_parts) == 0 ||
        SystemTimeToFileTime(&local_parts, &local) == 0) {
        return 0;
    }
    // The parts hold milliseconds: what they cut is less than the half minute that rounding gives.
    const auto shift =
        static_cast<std::int64_t>(from_system(local).ticks) - static_cast<std::int64_t>(time.ticks);
    constexpr auto kMinute = static_cast<std::int64_t>(60 * kTicksPerSecond);
    return static_cast<int>((shift + (shift < 0 ? -kMinute : kMinute) / 2) / kMinute);
}

}  // namespace xiezhi::platform
