#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"

/// A .job file: a scheduled task of Windows 2000 to 7 (at.exe, schtasks of XP). Source: [MS-TSCH]
/// 2.4, ".JOB file format"; libyal, "Windows Job file format".
namespace xiezhi::task {

inline constexpr std::uint64_t kJobSizeMax = std::uint64_t{1}
                                             << 20U;  // of 65,536 at most by format

struct JobTrigger {
    std::string start;  // local time without zone, ISO 8601 to the second
    std::string end;    // a day; empty: none
    std::uint32_t duration_minutes = 0;
    std::uint32_t interval_minutes = 0;
    std::uint32_t flags = 0;  // 1 has an end, 2 killed at the end of its duration, 4 disabled
    std::uint32_t type = 0;   // 0 once, 1 daily, 2 weekly, 3 month day, 4 month weekday, 5 idle,
                              // 6 system start, 7 logon
    std::uint16_t specific_0 = 0;  // what the type says: days, weeks, day bits, month bits …
    std::uint16_t specific_1 = 0;
    std::uint16_t specific_2 = 0;
};

struct Job {
    std::uint16_t product_version = 0;  // 0x0501 XP, 0x0601 Windows 7 …
    std::uint16_t file_version = 0;
    std::string id;  // GUID in braces
    std::uint16_t error_retry_count = 0;
    std::uint16_t error_retry_minutes = 0;
    std::uint16_t idle_deadline_minutes = 0;
    std::uint16_t idle_wait_minutes = 0;
    std::uint32_t priority = 0;
    std::uint32_t run_time_max_ms = 0;
    std::uint32_t exit_code = 0;
    std::uint32_t status = 0;  // 0x41300 ready, 0x41301 running, 0x41305 no trigger
    std::uint32_t flags = 0;
    std::string last_run;  // local time without zone, milliseconds; empty: never
    std::uint16_t running_instances = 0;
    std::string application;
    std::string parameters;
    std::string working_directory;
    std::string author;
    std::string comment;
    std::vector<JobTrigger> triggers;

    [[nodiscard]] bool disabled() const noexcept { return (flags & 0x4U) != 0; }
    [[nodiscard]] bool hidden() const noexcept { return (flags & 0x200U) != 0; }
};

/// What is cut off is told; the texts and triggers before it are there. Error: not even the fixed
/// part, or it does not look like one.
[[nodiscard]] Result<Job> parse_job(Bytes bytes, const DamageSink& damages);
[[nodiscard]] Result<Job> read_job(const ByteSource& source, const DamageSink& damages);

}  // namespace xiezhi::task
