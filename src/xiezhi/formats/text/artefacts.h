#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/base/time.h"

/// The artefacts that are plain text. Each is read line by line and pushed to a sink, which returns
/// false to stop; every record has the number of its first line and the offset of that line.
namespace xiezhi::text {

struct Place {
    std::uint64_t line = 0;  // from 1
    std::uint64_t offset = 0;
};

template <class T>
using Sink = std::function<bool(const T&)>;

// --- hosts (and hosts.ics, lmhosts has a syntax of its own)

struct HostsLine {
    Place place;
    std::string address;             // as written; empty for a line that is a comment alone
    std::vector<std::string> names;  //
    std::string comment;             // behind the first #, without it
    std::uint64_t blank_lines = 0;   // in front of it: a long run pushes entries out of view
    std::size_t indent = 0;          // blanks in front of the address, for the same reason
};
[[nodiscard]] Result<void> read_hosts(const ByteSource& source, const Sink<HostsLine>& sink,
                                      const DamageSink& damages);

// --- PSReadLine's ConsoleHost_history.txt

/// A command; those of several lines end each but the last with a back-tick, which is not kept.
struct HistoryCommand {
    Place place;
    std::uint64_t line_count = 1;
    std::string text;
};
[[nodiscard]] Result<void> read_history(const ByteSource& source, const Sink<HistoryCommand>& sink,
                                        const DamageSink& damages);

// --- PowerShell transcripts

/// The block with which a transcript begins. Times are local, as ISO text without a zone.
struct TranscriptHeader {
    Place place;
    std::string start_time;
    std::string username;
    std::string runas_user;
    std::string configuration;
    std::string machine;  // name and (version of Windows)
    std::string host_application;
    std::string process_id;
    /// What is not translated: PSVersion, PSEdition, BuildVersion …
    std::vector<std::pair<std::string, std::string>> versions;
};
/// What stands between two prompts or blocks of stars.
struct TranscriptEntry {
    Place place;
    std::string start_time;  // of the invocation header in front of it, else empty
    std::string prompt;      // empty for output without one: of a script
    std::string command;     // continuation lines (>>) joined with line feeds
    std::string output;      // lines joined with line feeds
};
struct TranscriptEnd {
    Place place;
    std::string end_time;
};
struct TranscriptSink {
    std::function<bool(const TranscriptHeader&)> header;
    std::function<bool(const TranscriptEntry&)> entry;
    std::function<bool(const TranscriptEnd&)> end;
};
[[nodiscard]] Result<void> read_transcript(const ByteSource& source, const TranscriptSink& sink,
                                           const DamageSink& damages);

// --- pfirewall.log

/// The lines with # in front of the entries; a log may hold several.
struct FirewallHeader {
    Place place;
    std::string version;
    std::string software;
    std::string time_format;          // Local, else UTC
    std::vector<std::string> fields;  // as written: date, time, action, src-ip …
};
struct FirewallEntry {
    Place place;
    std::string time;  // ISO text without a zone: see the header's time format
    /// All other columns but those with a dash, by the names of the header.
    std::vector<std::pair<std::string, std::string>> values;
};
struct FirewallSink {
    std::function<bool(const FirewallHeader&)> header;
    std::function<bool(const FirewallEntry&)> entry;
};
[[nodiscard]] Result<void> read_firewall_log(const ByteSource& source, const FirewallSink& sink,
                                             const DamageSink& damages);

// --- scripts.ini and psscripts.ini of group policy

struct PolicyScript {
    Place place;
    std::string section;  // Startup, Shutdown, Logon, Logoff
    std::string number;
    std::string command_line;
    std::string parameters;
};
[[nodiscard]] Result<void> read_policy_scripts(const ByteSource& source,
                                               const Sink<PolicyScript>& sink,
                                               const DamageSink& damages);

// --- lists of the program compatibility assistant, Windows 11 22H2

/// A line of PcaAppLaunchDic.txt (path and time alone) or PcaGeneralDb0.txt.
struct CompatibilityEntry {
    Place place;
    std::string path;
    std::optional<FileTime> time;  // UTC
    bool general = false;          // the following are of PcaGeneralDb
    std::string status;
    std::string description;
    std::string vendor;
    std::string version;
    std::string program_id;
    std::string exit_text;
};
[[nodiscard]] Result<void> read_compatibility_list(const ByteSource& source,
                                                   const Sink<CompatibilityEntry>& sink,
                                                   const DamageSink& damages);

}  // namespace xiezhi::text
