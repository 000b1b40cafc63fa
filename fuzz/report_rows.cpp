// Rows of a report that anybody may have written: whatever is taken must be harmless in the page.
#include "xiezhi/output/report_rows.h"

#include <simdjson.h>

#include "fuzz/checked_sink.h"

using namespace xiezhi;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = fuzz::input(data, size);
    const MemorySource source({bytes.begin(), bytes.end()});
    simdjson::dom::parser parser;
    const auto read = output::read_report_rows(source, [&](const output::ReportRow& row) {
        require(parser.parse(row.json).is_object());
        require(row.json.find('\n') == std::string_view::npos);
        require(row.kind == output::RowKind::Document || row.dataset.empty());
        return true;
    });
    if (!read) require(!render(read.error().what, Lang::En).empty());
    return 0;
}
