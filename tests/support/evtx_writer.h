#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/evtx_writer_chunk.h"

namespace xiezhi::testing {

/// Named data of an event; an empty name makes an unnamed `Data`.
struct EvtxField {
    std::string name;
    EvtxValue value;
    bool optional = false;   // declared so; always when the value is NULL
    bool dependent = false;  // with `optional`: the element goes when the value is NULL
};

/// How the record is written. Windows nearly always uses the first, sometimes the second (CAPI2 and
/// many UserData events), the third in some forwarded logs.
enum class EvtxStyle : std::uint8_t {
    Template,      // outer template, inside it an instance of the provider's template
    BareElements,  // outer template, inside it elements without a template
    Literal,       // no template at all: everything is literal text
};

/// One event. Only the first five members need a value.
struct EvtxEvent {
    std::string provider;
    std::uint32_t event_id = 0;
    FileTime time;
    std::string computer;
    std::vector<EvtxField> fields;

    EvtxStyle style = EvtxStyle::Template;
    std::string channel{};        // empty: the log's
    std::uint64_t record_id = 0;  // 0: the next one; this is System/EventRecordID
    FileTime written{};           // 0: `time`
    std::uint8_t level = 4;
    std::uint8_t version = 0;
    std::uint8_t opcode = 0;
    std::uint16_t task = 0;
    std::uint64_t keywords = 0x8000000000000000;
    std::optional<std::uint16_t> qualifiers{};  // set: a classic source (no Version, Opcode …)
    std::string provider_guid{};
    std::string user{};  // a SID
    std::uint32_t process_id = 4;
    std::uint32_t thread_id = 8;
    bool constant_names = false;  // provider, channel, computer stand literally in the template
    std::string user_data{};      // name of the element below UserData that holds the fields
    std::string user_data_namespace{};
    std::optional<XmlElement> body{};  // own tree instead; the fields are its values
};

struct EvtxLogOptions {
    std::uint64_t first_record_id = 1;
    std::size_t records_per_chunk = 0;  // 0: as many as fit
    std::size_t spare_chunks = 0;       // preallocated, all zero, at the end
    std::uint16_t minor_version = 1;
    bool dirty = false;  // header counts stay as they were when the log was created
    bool full = false;
    bool checksums = true;  // false: flag 4 and zeros, as some writers leave it
};

/// Writes an event log of real chunks: names and templates in line on first use and referred to
/// afterwards, tables, record numbers, checksums. Same events, same bytes.
///     EvtxLog log("Security");
///     log.add({"Microsoft-Windows-Security-Auditing", 4625, time, "host",
///              {{"TargetUserName", "admin"}, {"LogonType", 3U}}});
///     write_file(path, log.bytes());
class EvtxLog {
public:
    explicit EvtxLog(std::string channel, EvtxLogOptions options = {});

    /// False when the record would not fit in a chunk of its own; then the log is as before.
    bool add(const EvtxEvent& event);

    /// The next record begins a new chunk.
    void end_chunk();

    [[nodiscard]] std::uint64_t records() const noexcept {
        return next_id_ - options_.first_record_id;
    }
    [[nodiscard]] std::vector<std::byte> bytes() const;

private:
    void write(EvtxChunk& chunk, const EvtxEvent& event) const;

    std::string channel_;
    EvtxLogOptions options_;
    std::uint64_t next_id_;
    std::uint64_t chunk_first_id_;
    EvtxChunk chunk_;
    std::vector<std::byte> finished_;
};

/// Makes the checksums of the file header and of every whole chunk right again after a test changed
/// bytes.
void sign_log(std::vector<std::byte>& log);

}  // namespace xiezhi::testing
