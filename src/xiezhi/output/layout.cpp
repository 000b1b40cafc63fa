#include "xiezhi/output/layout.h"

#include <fmt/format.h>

#include <array>

namespace xiezhi::output {
namespace {

std::string with_code(std::string_view text, std::string_view code, bool colour) {
    if (!colour || code.empty()) return std::string(text);
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace

std::string painted(std::string_view text, Style style, bool colour) {
    switch (style) {
        case Style::Plain:
            return std::string(text);
        case Style::Heading:
            return with_code(text, "1", colour);
        case Style::Label:
            return with_code(text, "36", colour);
        case Style::Quiet:
            return with_code(text, "90", colour);
        case Style::Hit:
            return with_code(text, "1;33", colour);
    }
    return std::string(text);
}

std::string painted(std::string_view text, rules::Level level, bool colour) {
    switch (level) {
        case rules::Level::Informational:
            return with_code(text, "90", colour);
        case rules::Level::Low:
            return with_code(text, "32", colour);
        case rules::Level::Medium:
            return with_code(text, "33", colour);
        case rules::Level::High:
            return with_code(text, "1;31", colour);
        case rules::Level::Critical:
            return with_code(text, "1;97;41", colour);
    }
    return std::string(text);
}

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string size_text(std::uint64_t bytes) {
    constexpr auto kUnits = std::to_array<std::string_view>({"kB", "MB", "GB", "TB", "PB"});
    if (bytes < 1000) return fmt::format("{} B", bytes);
    double amount = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    while (amount >= 999.95 && unit + 1 < kUnits.size()) {
        amount /= 1000;
        ++unit;
    }
    return fmt::format("{:.1f} {}", amount, kUnits.at(unit));
}

std::string duration_text(std::uint64_t seconds) {
    if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace xiezhi::output
