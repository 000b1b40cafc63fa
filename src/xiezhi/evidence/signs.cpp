#include "xiezhi/evidence/signs.h"

#include <array>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
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

constexpr std::size_t kHeadLooked = 4096;  // less of a head is the whole file
constexpr std::size_t kPeOffsetField = 0x3c;

/// A DOS header that leads to `PE`, or farther than was looked. DOS programs alone are none.
bool is_program(std::string_view head, std::string_view /*path*/) {
    if (!head.starts_with("MZ") || head.size() < kPeOffsetField + 4) return false;
    const std::size_t offset = load_le<std::uint32_t>(as_bytes(head), kPeOffsetField);
    constexpr std::string_view kSignature = "PE\0\0"sv;
    if (offset + kSignature.size() > head.size()) return head.size() >= kHeadLooked;
    return head.substr(offset).starts_with(kSignature);
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

bool is_hive_file(std::string_view head) {
    return head.starts_with("regf") && head.size() >= 512;  // what a log keeps of a base block
}

/// The file type of the base block; a log is known by what follows too, should that be damaged.
bool is_hive_log(std::string_view head, std::string_view /*path*/) {
    if (!is_hive_file(head)) return false;
    const std::string_view content = head.substr(512, 4);
    const char type = head[0x1c];
    return type == 1 || type == 2 || type == 6 || content == "DIRT" || content == "HvLE";
}

bool is_hive(std::string_view head, std::string_view path) {
    return is_hive_file(head) && !is_hive_log(head, path);
}

/// The root element's namespace stands at the beginning of every task's XML.
bool is_task_xml(std::string_view head, std::string_view /*path*/) {
    std::string converted;
    if (head.starts_with("\xFF\xFE") || head.starts_with("<\0"sv)) {
        append_utf8(converted, as_bytes(head));
        head = converted;
    }
    return head.find("http://schemas.microsoft.com/windows/2004/02/mit/task") !=
               std::string_view::npos &&
           head.find("Task") != std::string_view::npos;
}

bool is_task_job(std::string_view head, std::string_view /*path*/) {
    Cursor in(as_bytes(head));
    const auto product_version = in.read<std::uint16_t>();
    const auto file_version = in.read<std::uint16_t>();
    in.take(16);
    const auto name_offset = in.read<std::uint16_t>();
    constexpr std::uint16_t kNameOffset = 70;  // behind 68 fixed bytes and a count
    return product_version >= 0x0400 && product_version <= 0x0a00 && file_version == 1 &&
           name_offset == kNameOffset && head.size() > kNameOffset;
}

/// The last component of a path, in lower case.
std::string name_of(std::string_view path) {
    return ascii_lower(path.substr(path.rfind('/') + 1));
}

/// A page of records says nothing by itself.
bool is_wmi_objects(std::string_view head, std::string_view path) {
    return head.size() >= 4096 && name_of(path).ends_with("objects.data");
}

bool is_wmi_index(std::string_view head, std::string_view path) {
    const auto signature =
        load_le<std::uint32_t>(as_bytes(head), 0);  // active, admin, deleted page
    return (signature == 0xaccc || signature == 0xaddd || signature == 0xbadd) &&
           name_of(path).ends_with("index.btr");
}

bool is_wmi_map(std::string_view head, std::string_view path) {
    return load_le<std::uint32_t>(as_bytes(head), 0) == 0xabcd && name_of(path).ends_with(".map");
}

/// Threat id, detection id, and the first text.
bool is_defender_detection(std::string_view head, std::string_view /*path*/) {
    constexpr std::size_t kTextAt = 0x30;
    constexpr auto kBegin = "M\0a\0g\0i\0c\0.\0V\0e\0r\0s\0i\0o\0n\0"sv;
    return head.starts_with("\x08\0\0\0\x08\0\0\0"sv) && head.size() > kTextAt &&
           head.substr(kTextAt).starts_with(kBegin);
}

bool is_defender_log(std::string_view /*head*/, std::string_view path) {
    const std::string name = name_of(path);
    return (name.starts_with("mplog-") || name.starts_with("mpdetection-")) &&
           name.ends_with(".log");
}

bool is_registry_pol(std::string_view head, std::string_view /*path*/) {
    return head.starts_with("PReg\x01\0\0\0"sv);
}

/// PKCS#7 SignedData whose content is a certificate trust list (1.3.6.1.4.1.311.10.1).
bool is_catalog(std::string_view head, std::string_view /*path*/) {
    constexpr std::string_view kSignedData = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"sv;
    constexpr std::string_view kTrustList = "\x06\x09\x2b\x06\x01\x04\x01\x82\x37\x0a\x01"sv;
    constexpr std::size_t kBegin = 128;  // the lists of digest algorithms before it are short
    if (!head.starts_with('\x30')) return false;
    const std::string_view begin = head.substr(0, kBegin);
    return begin.find(kSignedData) < 8 && begin.find(kTrustList) != std::string_view::npos;
}

constexpr std::array kSigns = {
    Sign{ArtefactKind::Hive, is_hive},
    Sign{ArtefactKind::HiveLog, is_hive_log},
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
    Sign{ArtefactKind::TaskXml, is_task_xml},
    Sign{ArtefactKind::TaskJob, is_task_job},
    Sign{ArtefactKind::WmiObjects, is_wmi_objects},
    Sign{ArtefactKind::WmiIndex, is_wmi_index},
    Sign{ArtefactKind::WmiMap, is_wmi_map},
    Sign{ArtefactKind::DefenderDetection, is_defender_detection},
    Sign{ArtefactKind::DefenderLog, is_defender_log},
    Sign{ArtefactKind::RegistryPol, is_registry_pol},
    Sign{ArtefactKind::Catalog, is_catalog},
};

}  // namespace

ArtefactKind kind_by_signs(std::string_view head, std::string_view path) {
    for (const Sign& sign : kSigns) {
        if (sign.matches(head, path)) return sign.kind;
    }
    return ArtefactKind::Other;
}

}  // namespace xiezhi::evidence
