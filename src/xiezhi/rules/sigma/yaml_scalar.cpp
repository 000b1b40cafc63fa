#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "xiezhi/rules/sigma/yaml.h"

// What a plain scalar means: the implicit resolvers of PyYAML 6 (resolver.py), which is how Sigma's
// own tools read rules. YAML 1.1 has octal 010, binary, base 60 and needs a dot in a float.
namespace xiezhi::rules::sigma {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_of(std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::string without_underscores(std::string_view text) {
    std::string out(text);
    std::erase(out, '_');
    return out;
}

std::optional<std::uint64_t> to_unsigned(std::string_view digits, int base) {
    const std::string clean = without_underscores(digits);
    std::uint64_t value = 0;
    const char* end = std::to_address(clean.end());
    const auto [stop, error] = std::from_chars(clean.data(), end, value, base);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

/// `1:30` = 90; only the last group may have a fraction.
std::optional<double> base_sixty(std::string_view text) {
    double value = 0;
    for (bool first = true; !text.empty(); first = false) {
        const std::size_t colon = text.find(':');
        const std::string group = without_underscores(text.substr(0, colon));
        const bool last = colon == std::string_view::npos;
        if (group.empty() || !all_of(group, last ? "0123456789." : "0123456789"))
            return std::nullopt;
        double part = 0;
        const char* end = std::to_address(group.end());
        if (std::from_chars(group.data(), end, part).ptr != end) return std::nullopt;
        if (!first && part >= 60) return std::nullopt;
        value = value * 60 + part;
        if (last) return value;
        text.remove_prefix(colon + 1);
    }
    return std::nullopt;  // ends in a colon
}

struct Number {
    double value = 0;
    std::string text;
};

std::optional<Number> parse_integer(std::string_view text) {
    std::string sign;
    if (text.starts_with('+') || text.starts_with('-')) {
        if (text.front() == '-') sign = "-";
        text.remove_prefix(1);
    }
    std::optional<std::uint64_t> value;
    if (text.starts_with("0x") && all_of(text.substr(2), "0123456789abcdefABCDEF_")) {
        value = to_unsigned(text.substr(2), 16);
    } else if (text.starts_with("0b") && all_of(text.substr(2), "01_")) {
        value = to_unsigned(text.substr(2), 2);
    } else if (text.size() > 1 && text.front() == '0' && all_of(text.substr(1), "01234567_")) {
        value = to_unsigned(text, 8);
    } else if (text == "0") {
        value = 0;
    } else if (!text.empty() && text.front() != '0' && is_digit(text.front())) {
        if (all_of(text, "0123456789_")) {
            value = to_unsigned(text, 10);
        } else if (text.find(':') != std::string_view::npos &&
                   text.find('.') == std::string_view::npos) {
            const auto sixty = base_sixty(text);
            if (sixty && *sixty < 1e15) value = static_cast<std::uint64_t>(*sixty);
        }
    }
    if (!value) return std::nullopt;
    const double number = static_cast<double>(*value);
    if (*value == 0) sign.clear();
    return Number{sign.empty() ? number : -number, sign + std::to_string(*value)};
}

/// `1.`, `1_0.5e+3`, `.5`, `.inf`, `1:30.5`; not `1e3` and not `1.5e3` (no sign in the exponent).
std::optional<Number> parse_float(std::string_view text) {
    const std::string clean = without_underscores(text);
    std::string_view rest = clean;
    double sign = 1;
    if (rest.starts_with('+') || rest.starts_with('-')) {
        sign = rest.front() == '-' ? -1 : 1;
        rest.remove_prefix(1);
    }
    if (rest == ".inf" || rest == ".Inf" || rest == ".INF") {
        return Number{sign * std::numeric_limits<double>::infinity(), clean};
    }
    if (rest.find(':') != std::string_view::npos) {
        const auto sixty =
            is_digit(rest.empty() ? '?' : rest.front()) ? base_sixty(rest) : std::nullopt;
        if (!sixty) return std::nullopt;
        return Number{sign * *sixty, clean};
    }
    const std::size_t exponent = rest.find_first_of("eE");
    if (exponent != std::string_view::npos) {
        const std::string_view power = rest.substr(exponent + 1);
        if (power.size() < 2 || (power.front() != '+' && power.front() != '-') ||
            !all_of(power.substr(1), "0123456789")) {
            return std::nullopt;
        }
    }
    const std::string_view mantissa = rest.substr(0, exponent);
    if (!all_of(mantissa, "0123456789.") || std::ranges::count(mantissa, '.') != 1)
        return std::nullopt;
    // `\.[0-9][0-9_]*` has no sign and no underscore in front.
    if (mantissa.front() == '.' && (text.size() < 2 || text.front() != '.' || !is_digit(text[1]))) {
        return std::nullopt;
    }
    const std::string digits(rest);
    double value = 0;
    const char* end = std::to_address(digits.end());
    if (std::from_chars(digits.data(), end, value).ptr != end) return std::nullopt;
    return Number{sign * value, clean};
}

constexpr std::array<std::string_view, 9> kTrue = {"yes",  "Yes", "YES", "true", "True",
                                                   "TRUE", "on",  "On",  "ON"};
constexpr std::array<std::string_view, 9> kFalse = {"no",    "No",  "NO",  "false", "False",
                                                    "FALSE", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};

}  // namespace

void resolve_plain(YamlNode& node) {
    using Kind = YamlNode::Kind;
    const std::string_view text = node.text;
    constexpr std::size_t kLongestWord = 5;
    if (text.size() <= kLongestWord) {
        if (std::ranges::find(kNull, text) != kNull.end()) {
            node.kind = Kind::Null;
            return;
        }
        const bool is_true = std::ranges::find(kTrue, text) != kTrue.end();
        if (is_true || std::ranges::find(kFalse, text) != kFalse.end()) {
            node.kind = Kind::Bool;
            node.truth = is_true;
            return;
        }
    }
    const char first = text.empty() ? '?' : text.front();
    if (!is_digit(first) && first != '+' && first != '-' && first != '.') return;
    auto number = parse_integer(text);
    node.kind = number ? Kind::Integer : Kind::String;
    if (!number && text.find('.') != std::string_view::npos) {
        number = parse_float(text);
        if (number) node.kind = Kind::Float;
    }
    if (!number) return;
    node.number = number->value;
    node.text = std::move(number->text);
}

}  // namespace xiezhi::rules::sigma
