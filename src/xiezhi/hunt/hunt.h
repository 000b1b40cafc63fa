#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/evidence/collection.h"
#include "xiezhi/hunt/finding.h"
#include "xiezhi/model/note.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::hunt {

/// Tuning without editing rules: a finding is left out (and counted) when `rule` names it (id, name
/// or `*`) and every field has the value (Sigma text: wildcards, case ignored). Expired ones only
/// give a note.
struct Exception {
    std::string rule;
    std::vector<std::pair<std::string, std::string>> fields;
    std::string reason;
    std::optional<FileTime> expires;
    std::string place;  // file:line
};

namespace ioc {
struct Lists;
}

struct HuntOptions {
    std::size_t threads = 1;
    bool keep_duplicates = false;  // a record met twice counts once unless this is set
    bool collapse = false;  // findings equal in rule, host and matches become one with a count
    bool carve = false;
    rules::Level min_level = rules::Level::Informational;
    std::optional<FileTime> from{};  // by System/TimeCreated, both inclusive
    std::optional<FileTime> to{};
    std::vector<Exception> exceptions{};
    FileTime now{};  // for the expiry of exceptions
    /// Indicators to look for in all texts; their rules are in the rule set (ioc::add_rules).
    std::shared_ptr<const ioc::Lists> indicators{};
    /// Gives each thread a maker, when set: then findings on single records are written by the
    /// threads that judge, and only texts have to be put in order. Not together with `collapse`.
    std::function<DocumentMaker()> documents{};
};

/// What of one channel was met.
struct ChannelSummary {
    /// Event ids that are counted; Windows has fewer in any channel.
    static constexpr std::size_t kEventIdsMax = 4'096;

    std::uint64_t records = 0;
    FileTime first{};
    FileTime last{};
    std::uint64_t lowest_id = 0;  // EventRecordID; above 1: older records are gone; 0: not known
    /// Records by event id; of the Security log alone, since there the audit policy decides which
    /// events there can be.
    std::map<std::uint32_t, std::uint64_t> events{};

    void add(const ChannelSummary& other);
    void note_id(std::uint64_t record_id) noexcept {
        if (record_id != 0 && (lowest_id == 0 || record_id < lowest_id)) lowest_id = record_id;
    }
};

struct HuntSummary {
    std::uint64_t files = 0;  // event logs read
    std::uint64_t hives = 0;  // registry hives that were searched (search_hives)
    std::uint64_t bytes = 0;
    std::uint64_t records = 0;
    std::uint64_t duplicate_records = 0;
    std::uint64_t damaged_places = 0;
    std::uint64_t unreadable_files = 0;
    std::uint64_t excepted = 0;  // findings left out by exceptions
    std::array<std::uint64_t, 5> findings_by_level{};
    std::map<std::string, ChannelSummary> channels;
    std::map<std::string, std::uint64_t> hosts;  // computer -> records
    /// Indices of rules that could not apply because no channel of theirs was in the evidence.
    std::vector<std::uint32_t> blind_rules;
    bool stopped = false;  // by the sink or by `cancel`

    /// What another hunt with the same rules saw, too. `blind_rules` stays.
    void add(const HuntSummary& other);
};

struct Progress {
    std::uint64_t bytes_done = 0;
    std::uint64_t bytes_total = 0;
    std::uint64_t findings = 0;
    std::string path;  // being read
};
using ProgressSink = std::function<void(const Progress&)>;

/// Runs the rules over every event log of the collection: match (parallel, by blocks of chunks),
/// then relate (correlations, joined script blocks). Findings come in order of path, then record;
/// correlations' after all of them, by time. Memory does not grow with the evidence.
/// `cancel` (may be null) is asked between blocks.
[[nodiscard]] Result<HuntSummary> hunt(const evidence::Collection& collection,
                                       const rules::RuleSet& rules, const HuntOptions& options,
                                       const FindingSink& findings, const NoteSink& notes,
                                       const ProgressSink& progress,
                                       const std::atomic<bool>* cancel);

}  // namespace xiezhi::hunt
