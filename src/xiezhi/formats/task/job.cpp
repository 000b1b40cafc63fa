#include "xiezhi/formats/task/job.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::task {
namespace {

constexpr std::uint16_t kFileVersion = 1;
constexpr std::uint16_t kFixedSize = 68;
constexpr std::uint16_t kNameOffset = kFixedSize + 2;  // behind the count of running instances
constexpr std::size_t kTriggerSize = 48;
// MS-TSCH 2.4.1, "Product Version", and 5.2 of Windows Server 2003.
constexpr std::array<std::uint16_t, 9> kProductVersions = {0x0400, 0x0500, 0x0501, 0x0502, 0x0600,
                                                           0x0601, 0x0602, 0x0603, 0x0a00};

/// SYSTEMTIME; empty when not set.
std::string system_time(Cursor& in) {
    const auto year = in.read<std::uint16_t>();
    const auto month = in.read<std::uint16_t>();
    in.read<std::uint16_t>();  // day of the week
    const auto day = in.read<std::uint16_t>();
    const auto hour = in.read<std::uint16_t>();
    const auto minute = in.read<std::uint16_t>();
    const auto second = in.read<std::uint16_t>();
    const auto millisecond = in.read<std::uint16_t>();
    if (year == 0) return {};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}", year, month, day, hour, minute,
                       second, millisecond);
}

/// A count of UTF-16 units, the NUL among them, and the units.
std::string counted_text(Cursor& in) {
    const auto units = in.read<std::uint16_t>();
    std::string text;
    append_utf8(text, until_nul(in.take(std::size_t{units} * 2)));
    return text;
}

JobTrigger read_trigger(Cursor& in) {
    JobTrigger trigger;
    in.read<std::uint16_t>();  // reserved
    const auto year = in.read<std::uint16_t>();
    const auto month = in.read<std::uint16_t>();
    const auto day = in.read<std::uint16_t>();
    const auto end_year = in.read<std::uint16_t>();
    const auto end_month = in.read<std::uint16_t>();
    const auto end_day = in.read<std::uint16_t>();
    const auto hour = in.read<std::uint16_t>();
    const auto minute = in.read<std::uint16_t>();
    trigger.duration_minutes = in.read<std::uint32_t>();
    trigger.interval_minutes = in.read<std::uint32_t>();
    trigger.flags = in.read<std::uint32_t>();
    trigger.type = in.read<std::uint32_t>();
    trigger.specific_0 = in.read<std::uint16_t>();
    trigger.specific_1 = in.read<std::uint16_t>();
    trigger.specific_2 = in.read<std::uint16_t>();
    trigger.start = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:00", year, month, day, hour, minute);
    if (end_year != 0) trigger.end = fmt::format("{:04}-{:02}-{:02}", end_year, end_month, end_day);
    return trigger;
}

/// Does it begin like a .job?
bool is_job(Bytes head) {
    Cursor in(head);
    const auto product = in.read<std::uint16_t>();
    const auto version = in.read<std::uint16_t>();
    in.take(16);
    const auto name_offset = in.read<std::uint16_t>();
    in.seek(kFixedSize);
    return in.ok() && version == kFileVersion && name_offset == kNameOffset &&
           std::ranges::find(kProductVersions, product) != kProductVersions.end();
}

void read_triggers(Job& job, Bytes bytes, std::size_t offset, const DamageSink& damages) {
    Cursor in(bytes);
    in.seek(offset);
    const auto count = in.read<std::uint16_t>();
    for (std::uint16_t i = 0; i < count && in.ok(); ++i) {
        const std::size_t begin = in.position();
        const auto size = in.read<std::uint16_t>();
        JobTrigger trigger = read_trigger(in);
        in.seek(begin + std::max<std::size_t>(size, kTriggerSize));
        if (in.ok()) job.triggers.push_back(std::move(trigger));
    }
    if (!in.ok()) damages({offset, msg::task_job_triggers_cut(job.triggers.size(), count)});
}

}  // namespace

Result<Job> parse_job(Bytes bytes, const DamageSink& damages) {
    if (!is_job(bytes)) return Error{Errc::Damaged, msg::task_no_job(), {}};
    Job job;
    Cursor in(bytes);
    job.product_version = in.read<std::uint16_t>();
    job.file_version = in.read<std::uint16_t>();
    append_text(job.id, Value{ValueType::Guid, in.take(16)});
    const auto name_offset = in.read<std::uint16_t>();
    const auto trigger_offset = in.read<std::uint16_t>();
    job.error_retry_count = in.read<std::uint16_t>();
    job.error_retry_minutes = in.read<std::uint16_t>();
    job.idle_deadline_minutes = in.read<std::uint16_t>();
    job.idle_wait_minutes = in.read<std::uint16_t>();
    job.priority = in.read<std::uint32_t>();
    job.run_time_max_ms = in.read<std::uint32_t>();
    job.exit_code = in.read<std::uint32_t>();
    job.status = in.read<std::uint32_t>();
    job.flags = in.read<std::uint32_t>();
    job.last_run = system_time(in);
    job.running_instances = in.read<std::uint16_t>();
    in.seek(name_offset);
    job.application = counted_text(in);
    job.parameters = counted_text(in);
    job.working_directory = counted_text(in);
    job.author = counted_text(in);
    job.comment = counted_text(in);
    if (!in.ok()) damages({in.offset(), msg::task_job_texts_cut()});
    read_triggers(job, bytes, trigger_offset, damages);
    return job;
}

Result<Job> read_job(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kJobSizeMax);
    if (!bytes) return std::move(bytes.error());
    return parse_job(*bytes, damages);
}

}  // namespace xiezhi::task
