#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/record_sink.h"

/// Defender's own log, `Support\MPLog-*.log` (and MPDetection-*.log): text for people, most of it
/// about the engine. What tells of the host is picked out line by line (docs/formats/defender.md).
namespace xiezhi::defender {

enum class LogEventKind : std::uint8_t {
    Detection,       // DETECTIONEVENT, DETECTION_ADD …: source, threat, resources
    Exclusion,       // a path, process or extension that is not scanned
    ProcessImpact,   // how long files of a process were scanned: the process ran
    BlockedFile,     // file and process
    DeniedRegistry,  // an attempt to change Defender's settings: key, value, process id
    CloudQuery,      // SDN: a file asked about, its hashes
    Telemetry,       // a block about a behaviour: `name:value` lines
};
[[nodiscard]] std::string_view log_event_name(LogEventKind kind) noexcept;

struct LogEvent {
    LogEventKind kind = LogEventKind::Detection;
    std::uint64_t line = 0;  // from 1
    std::string time;        // `2022-03-10T16:33:52.593Z`; empty: the line has none
    std::vector<std::pair<std::string, std::string>> fields;
};

/// Longer lines are cut to this.
inline constexpr std::size_t kLineBytesMax = std::size_t{64} << 10U;

/// Reads the log in windows, UTF-16LE with a byte order mark or else UTF-8; the sink returns false
/// to stop.
[[nodiscard]] Result<void> read_log(const ByteSource& source,
                                    const std::function<bool(const LogEvent&)>& sink);

/// One record an event, named like its kind.
[[nodiscard]] Result<void> dump_log(const ByteSource& source, RecordSink& sink);

}  // namespace xiezhi::defender
