#pragma once

#include <functional>
#include <string>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/model/proof.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::hunt {

/// One event that takes part in a finding, with its proof.
struct FindingEvent {
    std::string path;             // log.file.path: as given by the user, with '/'
    KeptEvent event;              // event.place has chunk offset and record offset
    std::vector<Proof> proofs{};  // of a document of a dataset; a record's proof is its place
};

/// What one rule says about one record, or one correlation about several.
struct Finding {
    const rules::RuleHead* rule = nullptr;  // alive as long as the hunt's rule set
    bool derived = false;
    std::vector<rules::Match> matches;
    std::vector<std::string> unchecked;  // filters that the source could not answer
    bool joined_script = false;          // true of the joined script block, not of one part
    std::uint32_t script_parts = 0;      // of the script block that `events` are parts of; 0: none
    /// One; several (first and last among them) for correlations and for scripts logged in parts,
    /// of which only the first event has the script's text.
    std::vector<FindingEvent> events;
    std::vector<std::pair<std::string, std::string>> group;  // correlation: group-by name and value
    std::uint64_t event_count = 1;  // contributing events; `events` may hold fewer
    std::uint64_t duplicates = 0;   // collapsed on demand
    /// Made by HuntOptions::documents; then there are neither events nor matches.
    std::string document;
};

/// What one thread makes a finding's text with, in the form of an output.
using DocumentMaker = std::function<std::string(const Finding&)>;

/// Called in output order from one thread at a time; false stops the hunt (a closed pipe).
using FindingSink = std::function<bool(const Finding&)>;

}  // namespace xiezhi::hunt
