#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

/// Values of Explorer\UserAssist\{GUID}\Count: programs that a user started from the shell.
/// Source: libyal/winreg-kb, "User Assist"; regipy's published values.
namespace xiezhi::user_assist {

struct Entry {
    std::uint32_t session = 0;
    std::uint32_t run_count = 0;
    std::uint32_t focus_count = 0;  // since Windows 7
    std::uint32_t focus_milliseconds = 0;
    FileTime last_run;  // 0: none
};

/// 72 bytes (since Windows 7) or 16 (before; its count begins at 5, here at 0). Nothing for others:
/// counters of the shell itself.
[[nodiscard]] std::optional<Entry> parse(Bytes data);

/// Names are written in ROT13; letters of ASCII alone.
[[nodiscard]] std::string decoded_name(std::string_view name);

/// Counters of the shell itself (`UEME_CTLSESSION`), of a decoded name: no program.
[[nodiscard]] bool is_counter(std::string_view decoded_name) noexcept;

/// `{7C5A40EF-…}\Office14\EXCEL.EXE` with the known folder as a variable where it is one of those
/// that programs lie in: `%PROGRAMFILES(X86)%\Office14\EXCEL.EXE`; else the name as it is.
[[nodiscard]] std::string with_known_folder(std::string_view name);

}  // namespace xiezhi::user_assist
