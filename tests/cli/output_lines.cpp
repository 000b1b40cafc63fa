#include "tests/cli/output_lines.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <sstream>

namespace xiezhi::testing {
namespace {

/// As JSON has it inside of a string.
std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        out += c;
    }
    return out;
}

std::string text_at(const simdjson::dom::element& line, const char* pointer) {
    std::string_view text;
    return line.at_pointer(pointer).get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

}  // namespace

bool OutputLine::is_about(const std::string& artefact, const std::string& item) const {
    return text.find(artefact) != std::string::npos &&
           text.find(escaped(item)) != std::string::npos;
}

std::vector<OutputLine> output_lines(const std::string& output) {
    std::vector<OutputLine> lines;
    std::istringstream in(output);
    simdjson::dom::parser parser;
    for (std::string text; std::getline(in, text);) {
        simdjson::dom::element json;
        EXPECT_EQ(parser.parse(text).get(json), simdjson::SUCCESS) << text;
        OutputLine line{.text = text,
                        .rule = text_at(json, "/rule/id"),
                        .level = text_at(json, "/xiezhi/level"),
                        .capabilities = {},
                        .dataset = text_at(json, "/xiezhi/dataset"),
                        .has_command = !text_at(json, "/process/command_line").empty()};
        if (line.rule.empty() && line.dataset.empty()) continue;
        simdjson::dom::array list;
        if (json.at_pointer("/xiezhi/capability").get(list) == simdjson::SUCCESS) {
            for (const auto item : list) {
                std::string_view id;
                if (item.get(id) == simdjson::SUCCESS) line.capabilities.emplace_back(id);
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace xiezhi::testing
