#include "xiezhi/platform/terminal.h"

#include "xiezhi/platform/windows/wide.h"

namespace xiezhi::platform {
namespace {

HANDLE handle_of(Stream stream) {
    return standard_handle(static_cast<int>(stream));
}

}  // namespace

bool is_terminal(Stream stream) {
    DWORD mode = 0;
    return GetConsoleMode(handle_of(stream), &mode) != 0;
}

std::size_t terminal_width(Stream stream) {
    CONSOLE_SCREEN_BUFFER_INFO info{};
    if (GetConsoleScreenBufferInfo(handle_of(stream), &info) == 0) return 0;
    return static_cast<std::size_t>(info.srWindow.Right - info.srWindow.Left) + 1;
}

bool enable_colours(Stream stream) {
    constexpr DWORD kVirtualTerminal = 0x4;  // refused before Windows 10 1511
    DWORD mode = 0;
    if (GetConsoleMode(handle_of(stream), &mode) == 0) return false;
    return SetConsoleMode(handle_of(stream), mode | kVirtualTerminal) != 0;
}

}  // namespace xiezhi::platform
