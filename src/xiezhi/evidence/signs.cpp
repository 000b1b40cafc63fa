#include "xiezhi/evidence/signs.h"

#include <array>

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

constexpr std::array kSigns = {
    Sign{ArtefactKind::Hive, is_hive},
    Sign{ArtefactKind::HiveLog, is_hive_log},
    Sign{ArtefactKind::Program, is_program},
};

}  // namespace

ArtefactKind kind_by_signs(std::string_view head, std::string_view path) {
    for (const Sign& sign : kSigns) {
        if (sign.matches(head, path)) return sign.kind;
    }
    return ArtefactKind::Other;
}

}  // namespace xiezhi::evidence
