#include "tools/demo/scheduled_task.h"

#include <algorithm>

#include "tests/support/task_writer.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {
namespace {

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string actions(const ScheduledTask& task) {
    if (!task.handler.empty()) {
        return "<ComHandler><ClassId>" + task.handler + "</ClassId></ComHandler>";
    }
    return "<Exec><Command>" + escaped(task.command) + "</Command><Arguments>" +
           escaped(task.arguments) + "</Arguments></Exec>";
}

}  // namespace

std::string task_file(const ScheduledTask& task) {
    const std::string level =
        task.run_level.empty() ? "" : "<RunLevel>" + task.run_level + "</RunLevel>";
    const std::string xml =
        R"(<?xml version="1.0" encoding="UTF-16"?>)"
        R"(<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">)"
        "<RegistrationInfo><Author>" +
        task.author + "</Author><URI>" + task.path + "</URI></RegistrationInfo><Triggers>" +
        task.trigger + R"(</Triggers><Principals><Principal id="Author"><UserId>)" + task.user +
        "</UserId>" + level +
        "</Principal></Principals><Settings><Enabled>true</Enabled></Settings>"
        R"(<Actions Context="Author">)" +
        actions(task) + "</Actions></Task>";
    return std::string(as_text(testing::utf16_file(xml)));
}

std::string task_file_path(const ScheduledTask& task) {
    std::string path = "Windows/System32/Tasks" + task.path;
    std::ranges::replace(path, '\\', '/');
    return path;
}

std::vector<testing::HiveValue> tree_values(const ScheduledTask& task) {
    constexpr std::uint32_t kOrdinary = 3;
    return {testing::text_value("Id", task.id), testing::number_value("Index", kOrdinary),
            testing::binary_value("SD", std::string("\1\0\4\x80", 4) + std::string(16, '\0'))};
}

std::vector<testing::HiveValue> task_values(const ScheduledTask& task) {
    return {testing::text_value("Path", task.path), testing::text_value("Author", task.author)};
}

}  // namespace xiezhi::demo
