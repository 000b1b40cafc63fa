#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "xiezhi/base/record_sink.h"
#include "xiezhi/output/text_sink.h"

namespace xiezhi::output {

/// Native records as JSON lines: `{"file": …, "record": <kind>, <fields>}`.
[[nodiscard]] std::unique_ptr<RecordSink> json_records(TextSink sink, std::string file);

/// Native records as CSV, one line a field, since each kind of record has fields of its own:
/// `file,number,record,field,value`. Names of nested fields are joined with dots, items of lists
/// are numbered (`run_times.0`).
[[nodiscard]] std::unique_ptr<RecordSink> csv_records(TextSink sink, std::string file);
[[nodiscard]] std::string_view csv_records_header();

}  // namespace xiezhi::output
