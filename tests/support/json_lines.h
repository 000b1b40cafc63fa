#pragma once

#include <rapidjson/document.h>

#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>

#include "tests/support/corpus.h"

namespace xiezhi::testing {

/// Calls visit(document, line) for each line of a JSONL file; gives how many there were. A broken
/// line throws.
template <class Visit>
std::size_t each_json_line(const std::filesystem::path& path, const Visit& visit) {
    std::istringstream in(read_file(path));
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        rapidjson::Document document;
        document.Parse(line);
        if (document.HasParseError()) throw std::runtime_error("no JSON: " + line);
        visit(document, line);
    }
    return count;
}

}  // namespace xiezhi::testing
