#include "xiezhi/evidence/signs.h"

#include <array>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"

namespace xiezhi::evidence {
namespace {

using namespace std::string_view_literals;

/// What a file of one kind looks like. Each format adds its line; the first that is true counts.
struct Sign {
    ArtefactKind kind;
    bool (*matches)(std::string_view head, std::string_view path);
};

bool is_program(std::string_view head, std::string_view /*path*/) {
    return head.starts_with("MZ") && head.size() >= 64;  // the DOS header
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

constexpr std::array kSigns = {
    Sign{ArtefactKind::Program, is_program},
    Sign{ArtefactKind::TaskXml, is_task_xml},
    Sign{ArtefactKind::TaskJob, is_task_job},
    Sign{ArtefactKind::WmiObjects, is_wmi_objects},
    Sign{ArtefactKind::WmiIndex, is_wmi_index},
    Sign{ArtefactKind::WmiMap, is_wmi_map},
    Sign{ArtefactKind::DefenderDetection, is_defender_detection},
    Sign{ArtefactKind::DefenderLog, is_defender_log},
    Sign{ArtefactKind::RegistryPol, is_registry_pol},
};

}  // namespace

ArtefactKind kind_by_signs(std::string_view head, std::string_view path) {
    for (const Sign& sign : kSigns) {
        if (sign.matches(head, path)) return sign.kind;
    }
    return ArtefactKind::Other;
}

}  // namespace xiezhi::evidence
