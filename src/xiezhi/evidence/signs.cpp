#include "xiezhi/evidence/signs.h"

#include <array>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/xpress_huffman.h"

namespace xiezhi::evidence {
namespace {

using namespace std::string_view_literals;

/// What a file of one kind looks like. Each format adds its line; the first that is true counts.
struct Sign {
    ArtefactKind kind;
    bool (*matches)(std::string_view head, std::string_view path);
};

/// `lower`: in lower case.
bool has_ending(std::string_view path, std::string_view lower) {
    return path.size() >= lower.size() &&
           ascii_lower(path.substr(path.size() - lower.size())) == lower;
}

bool is_program(std::string_view head, std::string_view /*path*/) {
    return head.starts_with("MZ") && head.size() >= 64;  // the DOS header
}

/// SCCA behind a version of two digits; compressed, the other files that SuperFetch keeps look
/// alike until their first bytes are expanded.
bool is_prefetch(std::string_view head, std::string_view /*path*/) {
    constexpr std::size_t kBegin = 8;
    constexpr std::uint32_t kVersionMax = 99;
    const auto is_scca = [](Bytes begin) {
        return begin.size() >= kBegin && as_text(begin.subspan(4, 4)) == "SCCA"sv &&
               load_le<std::uint32_t>(begin, 0) <= kVersionMax;
    };
    if (head.starts_with("MAM\x04"sv) || head.starts_with("MAM\x84"sv)) {
        const Bytes data = as_bytes(head.substr(std::min<std::size_t>(
            head.size(), head[3] == '\x04' ? kBegin : kBegin + 4)));  // behind a checksum
        return is_scca(expand_xpress_huffman(data, kBegin).bytes);
    }
    return is_scca(as_bytes(head));
}

bool is_recentfilecache(std::string_view head, std::string_view /*path*/) {
    return head.starts_with("\xFE\xFF\xEE\xFF\x11\x22\x00\x00"sv);
}

constexpr std::string_view kLinkBegin =
    "\x4C\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46"sv;

bool is_link(std::string_view head, std::string_view /*path*/) {
    return head.starts_with(kLinkBegin);
}

/// A compound file with the stream DestList; its directory may stand anywhere, so the name helps.
bool is_jump_list(std::string_view head, std::string_view path) {
    return head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv) &&
           (has_ending(path, ".automaticdestinations-ms") ||
            head.find("D\0e\0s\0t\0L\0i\0s\0t\0"sv) != std::string_view::npos);
}

/// Version 2 and a link; without links the name alone says what it is.
bool is_custom_jump_list(std::string_view head, std::string_view path) {
    return head.starts_with("\x02\0\0\0"sv) && (has_ending(path, ".customdestinations-ms") ||
                                                head.find(kLinkBegin) != std::string_view::npos);
}

/// Both begin with a small number alone, so the name counts; what a collector put in front of it
/// does not.
bool is_recycle_bin(std::string_view head, std::string_view path) {
    constexpr std::size_t kIdSize = 6;
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (head.starts_with("\x05\0\0\0"sv)) return name.find("INFO2") != name.npos;
    const bool version =
        head.starts_with("\x01\0\0\0\0\0\0\0"sv) || head.starts_with("\x02\0\0\0\0\0\0\0"sv);
    const auto mark = name.rfind("$I");
    return version && mark != name.npos && name.size() - mark >= 2 + kIdSize;
}

bool is_transcript(std::string_view head, std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    if (!head.starts_with("**********************")) {
        return ascii_lower(name).starts_with("powershell_transcript.");  // in UTF-16
    }
    return head.find("\nPSVersion:") != std::string_view::npos ||
           ascii_lower(name).starts_with("powershell_transcript");
}

bool is_firewall_log(std::string_view head, std::string_view /*path*/) {
    return head.starts_with('#') && head.find("\n#Fields: ") != head.npos;
}

bool is_powershell_history(std::string_view /*head*/, std::string_view path) {
    return has_ending(path, "host_history.txt");  // ConsoleHost_, Visual Studio Code Host_
}

bool is_policy_scripts(std::string_view /*head*/, std::string_view path) {
    return has_ending(path, "/scripts.ini") || has_ending(path, "/psscripts.ini");
}

bool is_compatibility_list(std::string_view /*head*/, std::string_view path) {
    const std::string name = ascii_lower(path.substr(path.rfind('/') + 1));
    return name.ends_with("pcaapplaunchdic.txt") ||
           (name.find("pcageneraldb") != std::string::npos && name.ends_with(".txt"));
}

/// hosts.ics is that of connection sharing.
bool is_hosts(std::string_view /*head*/, std::string_view path) {
    const std::string name = ascii_lower(path.substr(path.rfind('/') + 1));
    return name == "hosts" || name == "hosts.ics";
}

constexpr std::array kSigns = {
    Sign{ArtefactKind::Program, is_program},
    Sign{ArtefactKind::Prefetch, is_prefetch},
    Sign{ArtefactKind::RecentFileCache, is_recentfilecache},
    Sign{ArtefactKind::Link, is_link},
    Sign{ArtefactKind::JumpList, is_jump_list},
    Sign{ArtefactKind::CustomJumpList, is_custom_jump_list},
    Sign{ArtefactKind::RecycleBin, is_recycle_bin},
    Sign{ArtefactKind::PowerShellTranscript, is_transcript},
    Sign{ArtefactKind::FirewallLog, is_firewall_log},
    Sign{ArtefactKind::PowerShellHistory, is_powershell_history},
    Sign{ArtefactKind::PolicyScripts, is_policy_scripts},
    Sign{ArtefactKind::CompatibilityList, is_compatibility_list},
    Sign{ArtefactKind::Hosts, is_hosts},
};

}  // namespace

ArtefactKind kind_by_signs(std::string_view head, std::string_view path) {
    for (const Sign& sign : kSigns) {
        if (sign.matches(head, path)) return sign.kind;
    }
    return ArtefactKind::Other;
}

}  // namespace xiezhi::evidence
