#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// What a scheduled task does: the same four kinds in its XML and in the registry's TaskCache
/// (docs/formats/task.md). Texts are UTF-8, as stored: variables are not expanded.
namespace xiezhi::task {

struct ExecAction {
    std::string id;
    std::string command;
    std::string arguments;
    std::string working_directory;
    bool operator==(const ExecAction&) const = default;
};

struct ComHandlerAction {
    std::string id;
    std::string class_id;  // `{…}`, letter case as stored; lower case from the registry
    std::string data;
    bool operator==(const ComHandlerAction&) const = default;
};

struct EmailAction {
    std::string id;
    std::string server;
    std::string subject;
    std::string from;
    std::string to;
    std::string cc;
    std::string bcc;
    std::string reply_to;
    std::string body;
    std::vector<std::string> attachments;
    std::vector<std::pair<std::string, std::string>> headers;
    bool operator==(const EmailAction&) const = default;
};

struct MessageAction {
    std::string id;
    std::string title;
    std::string body;
    bool operator==(const MessageAction&) const = default;
};

using Action = std::variant<ExecAction, ComHandlerAction, EmailAction, MessageAction>;

/// What is run, as one command line: a program with blanks gets the quotes that it needs.
[[nodiscard]] std::string command_line(const ExecAction& action);

/// Do both do the same? Ids, blanks around texts, quotes around a command and the letter case of
/// commands, folders and class ids do not count; arguments do as they are.
[[nodiscard]] bool same_action(const Action& one, const Action& other);
[[nodiscard]] bool same_actions(std::span<const Action> some, std::span<const Action> others);

}  // namespace xiezhi::task
