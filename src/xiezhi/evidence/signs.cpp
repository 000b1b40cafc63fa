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

constexpr std::array kSigns = {
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
