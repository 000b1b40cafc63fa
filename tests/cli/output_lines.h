#pragma once

#include <string>
#include <vector>

namespace xiezhi::testing {

/// A line of `triage -f ndjson --documents` that is a finding or a document.
struct OutputLine {
    std::string text;
    std::string rule;   // id; empty: it is a document
    std::string level;  // of a finding
    std::vector<std::string> capabilities;
    std::string dataset;  // of the document; empty: a record of a log
    bool has_command = false;

    /// Whether it speaks of an item: of the artefact (part of its path), with that text.
    [[nodiscard]] bool is_about(const std::string& artefact, const std::string& item) const;
    [[nodiscard]] bool is_high() const { return level == "high" || level == "critical"; }
};

/// Lines that are neither are left out; an expectation fails for what is no JSON.
[[nodiscard]] std::vector<OutputLine> output_lines(const std::string& output);

}  // namespace xiezhi::testing
