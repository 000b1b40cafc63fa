#include "xiezhi/output/width.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "xiezhi/base/text.h"

namespace xiezhi::output {
namespace {

struct WidthRun {
    char32_t first;
    char32_t last;
    std::uint8_t columns;
};

constexpr WidthRun kWidthRuns[] = {
#include "xiezhi/output/width_table.inc"
};

/// Chinese punctuation that never begins a line (GB/T 15834, "标点符号用法", 附录).
bool closes(char32_t c) {
    return std::u32string_view(U"，。、；：？！）》」』】〉”’…").find(c) !=
           std::u32string_view::npos;
}

/// A line may end after one of these without looking torn.
bool parts_words(char32_t c) {
    return closes(c) || std::u32string_view(U" \\/,;|&=").find(c) != std::u32string_view::npos;
}

/// One line of the text without line feeds, cut into pieces that fit.
void wrap_line(std::string_view line, std::size_t columns, std::vector<std::string>& out) {
    std::size_t start = 0;         // where the piece begins
    std::size_t good_end = 0;      // last place in it where a break is welcome
    std::size_t used = 0;          // columns since `start`
    std::size_t used_at_good = 0;  // columns up to `good_end`
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t before = at;
        const char32_t c = next_code_point(line, at);
        const std::size_t width = display_width(c);
        if (((width == 2 && !closes(c)) || c == ' ') && before > start) {
            good_end = before;
            used_at_good = used;
        }
        if (used + width > columns && before > start) {
            if (good_end <= start) {
                good_end = before;
                used_at_good = used;
            }
            out.emplace_back(line.substr(start, good_end - start));
            start = good_end;
            used -= used_at_good;
            for (; start < before && line[start] == ' '; ++start) --used;
            if (start == before && c == ' ') {  // a blank never begins a line
                start = at;
                continue;
            }
        }
        used += width;
        if (parts_words(c)) {
            good_end = at;
            used_at_good = used;
        }
    }
    out.emplace_back(line.substr(start));
}

}  // namespace

std::size_t display_width(char32_t code_point) noexcept {
    if (code_point < 0x300) return 1;
    const auto* run = std::ranges::upper_bound(kWidthRuns, code_point, {}, &WidthRun::first);
    if (run == std::begin(kWidthRuns)) return 1;
    const WidthRun& found = *std::prev(run);
    return code_point <= found.last ? found.columns : 1;
}

std::size_t display_width(std::string_view utf8) noexcept {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < utf8.size();) columns += display_width(next_code_point(utf8, at));
    return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
    std::string out(text);
    const std::size_t width = display_width(text);
    if (width < columns) out.append(columns - width, ' ');
    return out;
}

std::vector<std::string> wrapped(std::string_view utf8, std::size_t columns) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at <= utf8.size();) {
        const std::size_t end = std::min(utf8.find('\n', at), utf8.size());
        wrap_line(utf8.substr(at, end - at), std::max<std::size_t>(columns, 2), lines);
        at = end + 1;
    }
    for (std::string& line : lines) {
        while (line.ends_with(' ')) line.pop_back();
    }
    return lines;
}

}  // namespace xiezhi::output
