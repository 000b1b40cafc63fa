#include "xiezhi/rules/wildcard.h"

#include <algorithm>
#include <optional>
#include <span>

#include "xiezhi/base/text.h"

namespace xiezhi::rules {
namespace {

using Run = std::span<const PatternPart>;  // parts without AnyRun

/// Where the value stands after `part` was found at `position`, or nothing.
std::optional<std::size_t> step(const PatternPart& part, std::string_view value,
                                std::size_t position) {
    if (const auto* text = std::get_if<std::string>(&part)) {
        if (!value.substr(position).starts_with(*text)) return std::nullopt;
        return position + text->size();
    }
    if (position >= value.size()) return std::nullopt;
    const char32_t c = next_code_point(value, position);
    if (const auto* any = std::get_if<AnyOf>(&part)) {
        if (any->choices.find(c) == std::u32string::npos) return std::nullopt;
    }
    return position;
}

std::optional<std::size_t> match_run(Run run, std::string_view value, std::size_t position) {
    for (const PatternPart& part : run) {
        const auto next = step(part, value, position);
        if (!next) return std::nullopt;
        position = *next;
    }
    return position;
}

/// A run is found only where a character begins: `?` must not see half of one.
void next_character(std::string_view value, std::size_t& position) {
    next_code_point(value, position);
}

/// Leftmost place at or after `position` where the run fits; gives its end.
std::optional<std::size_t> find_run(Run run, std::string_view value, std::size_t position) {
    const auto* head = run.empty() ? nullptr : std::get_if<std::string>(&run.front());
    while (position <= value.size()) {
        if (head != nullptr && !head->empty()) {
            position = value.find(*head, position);
            if (position == std::string_view::npos) return std::nullopt;
        }
        if (const auto end = match_run(run, value, position)) return end;
        if (position == value.size()) return std::nullopt;
        next_character(value, position);
    }
    return std::nullopt;
}

/// The last run must end where the value ends. Its size in bytes is not fixed, so it is tried at
/// every character from which it could just reach the end.
bool run_ends_value(Run run, std::string_view value, std::size_t position) {
    constexpr std::size_t kLongestCharacter = 4;
    std::size_t size_max = 0;
    for (const PatternPart& part : run) {
        const auto* text = std::get_if<std::string>(&part);
        size_max += text != nullptr ? text->size() : kLongestCharacter;
    }
    while (true) {
        const bool near = value.size() - position <= size_max;
        if (near && match_run(run, value, position) == value.size()) return true;
        if (position >= value.size()) return false;
        next_character(value, position);
    }
}

}  // namespace

bool wildcard_match(const Pattern& pattern, std::string_view value) {
    const auto is_run = [](const PatternPart& part) {
        return std::holds_alternative<AnyRun>(part);
    };
    Run rest(pattern);
    std::size_t position = 0;
    for (bool first = true;; first = false) {
        const auto star = std::ranges::find_if(rest, is_run);
        const Run run = rest.first(static_cast<std::size_t>(star - rest.begin()));
        if (star == rest.end()) {
            return first ? match_run(run, value, 0) == value.size()
                         : run_ends_value(run, value, position);
        }
        const auto end = first ? match_run(run, value, 0) : find_run(run, value, position);
        if (!end) return false;
        position = *end;
        rest = rest.subspan(run.size() + 1);
    }
}

Pattern folded_pattern(const Pattern& pattern) {
    Pattern out = pattern;
    for (PatternPart& part : out) {
        if (auto* text = std::get_if<std::string>(&part)) *text = folded(*text);
        if (auto* any = std::get_if<AnyOf>(&part)) {
            for (char32_t& c : any->choices) c = fold(c);
        }
    }
    return out;
}

std::string_view longest_literal(const Pattern& pattern) {
    std::string_view longest;
    for (const PatternPart& part : pattern) {
        const auto* text = std::get_if<std::string>(&part);
        if (text != nullptr && text->size() > longest.size()) longest = *text;
    }
    return longest;
}

}  // namespace xiezhi::rules
