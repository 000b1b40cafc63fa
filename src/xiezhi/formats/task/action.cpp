#include "xiezhi/formats/task/action.h"

#include <algorithm>

#include "xiezhi/base/text.h"

namespace xiezhi::task {
namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view unquoted(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.starts_with('"') && text.ends_with('"')) {
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

bool same_path(std::string_view one, std::string_view other) {
    return folded(unquoted(one)) == folded(unquoted(other));
}

bool same_text(std::string_view one, std::string_view other) {
    return trimmed(one) == trimmed(other);
}

/// `{…}` or bare.
bool same_class(std::string_view one, std::string_view other) {
    const auto bare = [](std::string_view text) {
        text = trimmed(text);
        if (text.starts_with('{') && text.ends_with('}')) text = text.substr(1, text.size() - 2);
        return folded(text);
    };
    return bare(one) == bare(other);
}

bool same(const ExecAction& one, const ExecAction& other) {
    return same_path(one.command, other.command) && same_text(one.arguments, other.arguments) &&
           same_path(one.working_directory, other.working_directory);
}

bool same(const ComHandlerAction& one, const ComHandlerAction& other) {
    return same_class(one.class_id, other.class_id) && same_text(one.data, other.data);
}

bool same(const EmailAction& one, EmailAction other) {
    other.id = one.id;
    return one == other;
}

bool same(const MessageAction& one, const MessageAction& other) {
    return same_text(one.title, other.title) && same_text(one.body, other.body);
}

}  // namespace

std::string command_line(const ExecAction& action) {
    std::string line = action.command;
    if (action.arguments.empty()) return line;
    if (line.find(' ') != std::string::npos && !line.starts_with('"')) line = '"' + line + '"';
    return line + ' ' + action.arguments;
}

bool same_action(const Action& one, const Action& other) {
    if (one.index() != other.index()) return false;
    return std::visit(
        [&](const auto& value) {
            return same(value, std::get<std::remove_cvref_t<decltype(value)>>(other));
        },
        one);
}

bool same_actions(std::span<const Action> some, std::span<const Action> others) {
    return std::ranges::equal(some, others, same_action);
}

}  // namespace xiezhi::task
