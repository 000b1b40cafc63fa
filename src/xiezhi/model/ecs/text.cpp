#include "xiezhi/model/ecs/text.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <span>
#include <utility>

#include "xiezhi/base/ascii.h"

namespace xiezhi::ecs {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";

void add(std::string_view text, Texts& out) {
    if (!text.empty()) out.emplace_back(text);
}

/// The backslashes at `at`, and what they are worth before a quote; true when they escape it.
bool take_backslashes(std::string_view text, std::size_t& at, std::string& argument) {
    std::size_t count = 0;
    while (at < text.size() && text[at] == '\\') {
        ++count;
        ++at;
    }
    const bool is_before_quote = at < text.size() && text[at] == '"';
    argument.append(is_before_quote ? count / 2 : count, '\\');
    if (!is_before_quote || count % 2 == 0) return false;
    argument += '"';
    ++at;
    return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

std::optional<std::uint64_t> number(std::string_view text) noexcept {
    const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
    const std::span<const char> digits(text.substr(is_hex ? 2 : 0));
    const char* const end = std::to_address(digits.end());
    std::uint64_t value = 0;
    const auto read =
        std::from_chars(std::to_address(digits.begin()), end, value, is_hex ? 16 : 10);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

std::string_view take_until(std::string_view& text, char separator) noexcept {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

void lower(std::string_view text, Texts& out) {
    if (!text.empty()) out.push_back(ascii_lower(text));
}

void no_dash(std::string_view text, Texts& out) {
    if (text != "-") add(text, out);
}

void before_at(std::string_view text, Texts& out) {
    no_dash(text.substr(0, text.find('@')), out);
}

void decimal(std::string_view text, Texts& out) {
    if (const auto value = number(text)) out.push_back(std::to_string(*value));
}

void not_zero(std::string_view text, Texts& out) {
    if (const auto value = number(text); value && *value != 0) {
        out.push_back(std::to_string(*value));
    }
}

void name_of(std::string_view path, Texts& out) {
    const std::size_t at = path.rfind('\\');
    if (at != std::string_view::npos) add(path.substr(at + 1), out);
}

void directory_of(std::string_view path, Texts& out) {
    const std::size_t at = path.rfind('\\');
    if (at != std::string_view::npos) add(path.substr(0, at), out);
}

void last_part_of(std::string_view path, Texts& out) {
    add(path.substr(path.rfind('\\') + 1), out);  // npos + 1 is 0
}

void extension_of(std::string_view path, Texts& out) {
    const std::size_t at = path.rfind('.');
    if (at != std::string_view::npos) add(path.substr(at + 1), out);
}

void account(std::string_view text, std::string_view part, Texts& out) {
    const std::size_t at = text.find('\\');
    if (at == std::string_view::npos) return;
    add(part == "domain" ? text.substr(0, at) : text.substr(at + 1), out);
}

void member(std::string_view text, std::string_view part, Texts& out) {
    const std::string_view mark = part == "name" ? "CN=" : "DC=";
    const int skipped = part == "name" ? 0 : 3;
    for (int i = 0; i < skipped; ++i) take_until(text, ',');
    std::string_view found = take_until(text, ',');
    if (found.size() > mark.size() &&
        ascii_lower(found.substr(0, mark.size())) == ascii_lower(mark))
        found.remove_prefix(mark.size());
    no_dash(found, out);
}

void fqbn(std::string_view text, std::string_view part, Texts& out) {
    take_until(text, '\\');
    const std::string_view product = take_until(text, '\\');
    const std::string_view file = take_until(text, '\\');
    add(part == "product" ? product : part == "original_file_name" ? file : text, out);
}

void words(std::string_view text, Texts& out) {
    while (!text.empty()) {
        const std::size_t begin = text.find_first_not_of(kWhiteSpace);
        if (begin == std::string_view::npos) return;
        text.remove_prefix(begin);
        const std::size_t size = std::min(text.find_first_of(kWhiteSpace), text.size());
        out.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
}

void argv(std::string_view text, Texts& out) {
    std::string argument;
    bool is_open = false;    // an argument has begun
    bool is_quoted = false;  // we are between quotes
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (!is_quoted && (c == ' ' || c == '\t')) {
            if (is_open) out.push_back(std::exchange(argument, {}));
            is_open = false;
            ++at;
            continue;
        }
        is_open = true;
        if (c == '\\') {
            take_backslashes(text, at, argument);
        } else if (c == '"' && is_quoted && text.substr(at + 1).starts_with('"')) {
            argument += '"';
            at += 2;
        } else if (c == '"') {
            is_quoted = !is_quoted;
            ++at;
        } else {
            argument += c;
            ++at;
        }
    }
    if (is_open) out.push_back(std::move(argument));
}

void argv_quoted(std::string_view text, Texts& out) {
    if (text.empty()) return;
    std::string argument;
    bool is_quoted = false;
    for (const char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (!is_quoted && kWhiteSpace.find(c) != std::string_view::npos) {
            out.push_back(std::exchange(argument, {}));
        } else {
            argument += c;
        }
    }
    out.push_back(std::move(argument));
}

}  // namespace xiezhi::ecs
