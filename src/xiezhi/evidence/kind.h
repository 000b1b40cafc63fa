#pragma once

#include <string_view>

#include "xiezhi/base/byte_source.h"

namespace xiezhi::evidence {

/// What an artefact is, told by its content; by its name only where the content says nothing (text
/// files, parts of the WMI repository).
enum class ArtefactKind : std::uint8_t {
    EventLog,   // EVTX: ElfFile\0; or ElfChnk\0 at 0 or, behind a destroyed header, in one of the
                // first slots
    EventJson,  // evtx_dump JSON or JSONL, UTF-8 or UTF-16LE with a byte order mark
    Hive,       // registry hive, primary file
    HiveLog,    // its transaction log, old or new format
    TaskXml,    // scheduled task of Vista and later
    TaskJob,    // scheduled task of XP and at.exe
    WmiObjects,
    WmiIndex,
    WmiMap,
    Prefetch,         // SCCA, plain or compressed
    RecentFileCache,  // RecentFileCache.bcf
    Link,             // LNK
    JumpList,         // automaticDestinations-ms
    CustomJumpList,   // customDestinations-ms
    RecycleBin,       // $I of Vista and later, INFO2 of XP
    Program,          // PE
    Catalog,          // signature catalog, .cat
    RegistryPol,
    DefenderDetection,  // DetectionHistory
    DefenderLog,        // MPLog, MPDetection
    Hosts,
    PowerShellHistory,
    PowerShellTranscript,
    FirewallLog,
    PolicyScripts,      // scripts.ini, psscripts.ini
    CompatibilityList,  // PcaAppLaunchDic.txt, PcaGeneralDb*.txt
    Zip,                // an archive to look into; not a document package (docx, jar, apk …)
    SevenZip,
    Other,
};

/// Logs are what `hunt` reads.
[[nodiscard]] constexpr bool is_log(ArtefactKind kind) noexcept {
    return kind == ArtefactKind::EventLog || kind == ArtefactKind::EventJson;
}

/// The name by which a kind is asked for (`dump --kind hive`); parts of one artefact share theirs.
/// Empty for what is not read.
[[nodiscard]] std::string_view kind_name(ArtefactKind kind) noexcept;

/// Reads at most the first 1 MiB, for most files 4 KiB. `path`: '/' between components, its letter
/// case does not matter.
[[nodiscard]] Result<ArtefactKind> artefact_kind(const ByteSource& source, std::string_view path);

}  // namespace xiezhi::evidence
