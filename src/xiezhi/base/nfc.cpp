#include "xiezhi/base/nfc.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "xiezhi/base/text.h"

namespace xiezhi {
namespace {

struct Decomposition {
    char32_t code = 0;
    char32_t first = 0;
    char32_t second = 0;  // 0: there is none
};
struct Composition {
    char32_t first = 0;
    char32_t second = 0;
    char32_t code = 0;
};
struct ClassRun {
    char32_t first = 0;
    char32_t last = 0;
    std::uint8_t combining_class = 0;
};

// clang-format off
constexpr auto kDecompositions = std::to_array<Decomposition>({
#include "xiezhi/base/nfc_decompositions.inc"
});
constexpr auto kCompositions = std::to_array<Composition>({
#include "xiezhi/base/nfc_compositions.inc"
});
constexpr auto kClasses = std::to_array<ClassRun>({
#include "xiezhi/base/nfc_classes.inc"
});
// clang-format on

constexpr char32_t kFirstCombining = 0x300;  // below, every code point is its own NFC

// The Unicode Standard, 3.12 "Conjoining Jamo Behavior".
constexpr char32_t kSyllables = 0xac00;
constexpr char32_t kLeading = 0x1100;
constexpr char32_t kVowels = 0x1161;
constexpr char32_t kTrailing = 0x11a7;
constexpr char32_t kLeadingCount = 19;
constexpr char32_t kVowelCount = 21;
constexpr char32_t kTrailingCount = 28;
constexpr char32_t kSyllableCount = kLeadingCount * kVowelCount * kTrailingCount;

std::uint8_t class_of(char32_t code) {
    const auto run = std::ranges::lower_bound(kClasses, code, {}, &ClassRun::last);
    return run == kClasses.end() || run->first > code ? std::uint8_t{0} : run->combining_class;
}

void decompose(char32_t code, std::vector<char32_t>& out) {
    if (code - kSyllables < kSyllableCount) {
        const char32_t index = code - kSyllables;
        out.push_back(kLeading + index / (kVowelCount * kTrailingCount));
        out.push_back(kVowels + index % (kVowelCount * kTrailingCount) / kTrailingCount);
        if (index % kTrailingCount != 0) out.push_back(kTrailing + index % kTrailingCount);
        return;
    }
    std::array<char32_t, 8> behind{};  // second halves, the last one first; four is the deepest
    std::size_t count = 0;
    for (auto found = std::ranges::lower_bound(kDecompositions, code, {}, &Decomposition::code);
         found != kDecompositions.end() && found->code == code && count < behind.size();
         found = std::ranges::lower_bound(kDecompositions, code, {}, &Decomposition::code)) {
        if (found->second != 0) behind.at(count++) = found->second;
        code = found->first;
    }
    out.push_back(code);
    while (count > 0) out.push_back(behind.at(--count));
}

/// Puts marks that follow one another into the order of their classes.
void order(std::vector<char32_t>& codes) {
    for (auto at = codes.begin(); at != codes.end();) {
        if (class_of(*at) == 0) {
            ++at;
            continue;
        }
        const auto end = std::find_if(at, codes.end(), [](char32_t c) { return class_of(c) == 0; });
        std::stable_sort(at, end, [](char32_t a, char32_t b) { return class_of(a) < class_of(b); });
        at = end;
    }
}

/// 0: the two make nothing together.
char32_t composed(char32_t first, char32_t second) {
    if (first - kLeading < kLeadingCount && second - kVowels < kVowelCount) {
        return kSyllables +
               ((first - kLeading) * kVowelCount + (second - kVowels)) * kTrailingCount;
    }
    if (first - kSyllables < kSyllableCount && (first - kSyllables) % kTrailingCount == 0 &&
        second > kTrailing && second < kTrailing + kTrailingCount) {
        return first + (second - kTrailing);
    }
    const auto found =
        std::ranges::lower_bound(kCompositions, std::pair(first, second), {},
                                 [](const Composition& c) { return std::pair(c.first, c.second); });
    const bool is_pair =
        found != kCompositions.end() && found->first == first && found->second == second;
    return is_pair ? found->code : 0;
}

void compose(std::vector<char32_t>& codes) {
    std::size_t starter = codes.size();  // none yet
    std::size_t kept = 0;
    std::uint8_t before = 0;  // class of what was kept last behind the starter
    for (const char32_t code : codes) {
        const std::uint8_t own = class_of(code);
        const bool is_next = starter < kept && (kept == starter + 1 || before < own);
        const char32_t both = is_next ? composed(codes[starter], code) : 0;
        if (both != 0) {
            codes[starter] = both;
            continue;
        }
        if (own == 0) starter = kept;
        before = own;
        codes[kept++] = code;
    }
    codes.resize(kept);
}

bool is_done(std::string_view utf8) {
    if (is_ascii(utf8)) return true;
    for (std::size_t position = 0; position < utf8.size();) {
        if (next_code_point(utf8, position) >= kFirstCombining) return false;
    }
    return true;
}

}  // namespace

std::string nfc(std::string_view utf8) {
    if (is_done(utf8)) return std::string(utf8);
    std::vector<char32_t> codes;
    for (std::size_t position = 0; position < utf8.size();) {
        decompose(next_code_point(utf8, position), codes);
    }
    order(codes);
    compose(codes);
    std::string out;
    for (const char32_t code : codes) append_code_point(out, code);
    return out;
}

}  // namespace xiezhi
