#pragma once

#include <cstdint>
#include <string_view>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

namespace xiezhi {

/// Takes the native records of a format in their order: what `dump` prints, and what tests compare
/// with other readers. A record is a list of named fields; objects and lists may nest. Names are
/// snake_case in the words of the format's documentation; inside of a list they are empty.
///
///     sink.begin_record("value");
///     sink.text("name", name);
///     sink.number("size", size);
///     if (!sink.end_record()) return;  // whoever reads has left
class RecordSink {
public:
    RecordSink() = default;
    RecordSink(const RecordSink&) = delete;
    RecordSink& operator=(const RecordSink&) = delete;
    RecordSink(RecordSink&&) = delete;
    RecordSink& operator=(RecordSink&&) = delete;
    virtual ~RecordSink() = default;

    /// `kind`: what the record is, in the format's words (`key`, `value`, `task`, `instance` …).
    virtual void begin_record(std::string_view kind) = 0;
    /// False: stop, nobody reads on.
    [[nodiscard]] virtual bool end_record() = 0;

    /// UTF-8 (or WTF-8); what is not valid is replaced by the printer. Empty text is a field too.
    /// Texts of fixed form (a local time without zone, a GUID, a SID) are text too.
    virtual void text(std::string_view name, std::string_view utf8) = 0;
    virtual void number(std::string_view name, std::uint64_t number) = 0;
    virtual void negative(std::string_view name, std::int64_t number) = 0;  // a signed field
    virtual void real(std::string_view name, double number) = 0;
    virtual void truth(std::string_view name, bool truth) = 0;
    virtual void begin_object(std::string_view name) = 0;
    virtual void end_object() = 0;
    virtual void begin_list(std::string_view name) = 0;
    virtual void end_list() = 0;

    /// UTC as ISO 8601 with 7 digits. Zero is a value like others: leave the field out for "none".
    void time(std::string_view name, FileTime time);
    /// Lower-case hex.
    void binary(std::string_view name, Bytes bytes);
};

}  // namespace xiezhi
