#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/evidence/collection.h"
#include "xiezhi/hunt/hunt.h"
#include "xiezhi/hunt/seen_set.h"
#include "xiezhi/readers/evtx.h"
#include "xiezhi/readers/json.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::hunt {

/// A log that several blocks are read from; gone when the last of them is.
struct OpenLog {
    std::unique_ptr<ByteSource> source;
    std::unique_ptr<const evtx::Log> log;  // null for JSON
};

/// What a worker gets: a part of a big file, or a whole small file, which it opens itself.
struct WorkItem {
    std::size_t artefact = 0;
    std::shared_ptr<OpenLog> open;  // null: whole file
    std::uint64_t offset = 0;       // of an event log: where its part begins
    std::uint64_t size = 0;
    std::unique_ptr<readers::JsonBlock> json;
    std::uint64_t bytes = 0;    // what it adds to the progress
    bool first = true;          // of its file
    std::vector<Note> notes;    // found when the file was opened
    std::uint64_t damaged = 0;  // places among them
    bool unreadable = false;
};

/// A rule that is true of a record.
struct RuleHit {
    std::uint32_t rule = 0;
    bool derived = false;
    rules::Explanation explanation;
    std::string document;   // when one was made there is no explanation
    bool excepted = false;  // then neither was made
};

/// What a correlation needs of a record that one of its rules is true of.
struct BaseHit {
    std::uint32_t rule = 0;
    std::uint32_t correlation = 0;
    std::uint32_t slot = 0;           // index in Correlation::rules
    std::vector<std::string> group;   // values of group-by
    std::vector<std::string> values;  // of Correlation::fields; empty: the record lacks one
};

/// One record with hits, in file order.
struct RecordHits {
    RecordKey key;
    RecordPlace place;
    FileTime time;
    std::vector<RuleHit> hits;  // of rules that report by themselves
    std::vector<BaseHit> base_hits;
    std::unique_ptr<KeptEvent> event;  // for hits and script parts
    bool script_part = false;
    bool settled_before = false;  // a copy of a record that was settled; nothing else is filled
    bool identified = false;      // has a record id or a time: may be compared with others
};

struct ChannelTally {
    std::string channel;
    ChannelSummary summary;
};
struct HostTally {
    std::string host;
    std::uint64_t records = 0;
};

/// What became of a work item.
struct BlockResult {
    std::size_t artefact = 0;
    std::uint64_t bytes = 0;
    std::uint64_t file_bytes = 0;  // with the first block of a file that could be opened
    bool opened = false;           // likewise
    bool unreadable = false;
    std::uint64_t records = 0;
    std::uint64_t damaged = 0;
    std::vector<ChannelTally> channels;
    std::vector<HostTally> hosts;
    std::vector<RecordHits> hits;
    std::vector<Note> notes;
};

}  // namespace xiezhi::hunt
