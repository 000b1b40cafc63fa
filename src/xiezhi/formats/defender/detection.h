#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/record_sink.h"
#include "xiezhi/base/time.h"

/// A file of Defender's `Scans\History\Service\DetectionHistory` (docs/formats/defender.md).
namespace xiezhi::defender {

inline constexpr std::uint64_t kDetectionSizeMax = std::uint64_t{16} << 20U;  // real ones: some KiB

/// A named fact about a resource: `ThreatTrackingSha256` and its text. Numbers are decimal, bytes
/// hex.
struct Tracking {
    std::string name;
    std::string text;
};

/// Something that Defender acted on.
struct Resource {
    std::string type;  // file, containerfile, webfile, CmdLine, regkeyvalue, process, behavior …
    std::string location;  // as stored; of a webfile the file, the URL and the process between |
    std::vector<Tracking> tracking;
};

struct Detection {
    std::uint64_t threat_id = 0;
    std::string id;  // GUID in braces, the file's name and the Detection ID of event 1116
    std::string threat_name;
    std::vector<Resource> resources;
    std::optional<FileTime> recorded;  // ThreatTrackingStartTime of the last resource that has one
    std::vector<FileTime> times;       // three more; what each means is not known
    std::string user;
    std::string process;
    std::string other_user;          // who acted on it, it seems
    std::vector<std::string> texts;  // all texts of the file, in its order
};

/// What stands behind a damage is not read. Error: the file does not begin like one.
[[nodiscard]] Result<Detection> parse_detection(Bytes bytes, const DamageSink& damages);
[[nodiscard]] Result<Detection> read_detection(const ByteSource& source, const DamageSink& damages);

/// One record `detection`.
void dump(const Detection& detection, RecordSink& sink);

}  // namespace xiezhi::defender
