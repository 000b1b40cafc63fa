#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/evtx_writer.h"
#include "tests/support/rule_text.h"
#include "xiezhi/hunt/hunt.h"

namespace xiezhi::hunt {

/// What a hunt gave, as text that can be compared whole.
struct Hunted {
    std::shared_ptr<const rules::RuleSet> rules;  // findings point into it
    HuntSummary summary;
    std::vector<Finding> findings;
    std::vector<Note> notes;

    /// One line a finding: rule, record ids, marks.
    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] std::vector<std::string> note_names() const;
    [[nodiscard]] std::string everything() const;
};

[[nodiscard]] Hunted hunt_through(const std::vector<std::string>& paths, rules::RuleSet rules,
                                  const HuntOptions& options = {});

/// 2026-03-01T00:00:00Z and some seconds.
[[nodiscard]] FileTime at_second(std::uint64_t second);

/// A failed or successful logon (4625, 4624).
[[nodiscard]] testing::EvtxEvent logon(std::uint64_t second, std::uint32_t event_id,
                                       const std::string& user, const std::string& host = "pc");

[[nodiscard]] std::string bytes_of(const testing::EvtxLog& log);

}  // namespace xiezhi::hunt
