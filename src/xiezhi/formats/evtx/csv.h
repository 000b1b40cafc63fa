#pragma once

#include <string_view>

#include "xiezhi/formats/evtx/facts.h"
#include "xiezhi/formats/evtx/render.h"

namespace xiezhi::evtx {

/// Byte order mark, so that Excel takes it for UTF-8, and the names of the columns.
inline constexpr std::string_view kCsvHead =
    "\xef\xbb\xbftime,computer,channel,provider,event_id,level,record_id,state,file,fields\r\n";

/// One line per record: fixed columns, and the rest of the record as JSON in the last one.
class CsvWriter {
public:
    CsvWriter() : renderer_(fields_) {}
    CsvWriter(const CsvWriter&) = delete;
    CsvWriter& operator=(const CsvWriter&) = delete;
    CsvWriter(CsvWriter&&) = delete;
    CsvWriter& operator=(CsvWriter&&) = delete;
    ~CsvWriter() = default;

    bool write(Writer& out, const Document& document, std::string_view state,
               std::string_view file);

private:
    Writer fields_;
    Renderer renderer_;
    FactMaps maps_;
    std::string cell_;
};

}  // namespace xiezhi::evtx
