#pragma once

#include "xiezhi/model/state.h"
#include "xiezhi/output/writer.h"

namespace xiezhi::output {

/// Rows of the timeline for a document: one for each time that it has; none without a time.
[[nodiscard]] std::string timeline_rows(const State& state, const std::string& computer, Lang lang);

// One maker for each format; make_writer chooses.
[[nodiscard]] std::unique_ptr<FindingWriter> make_ndjson_writer(TextSink sink);
[[nodiscard]] std::unique_ptr<FindingWriter> make_json_writer(TextSink sink);
[[nodiscard]] std::unique_ptr<FindingWriter> make_csv_writer(bool bom, Lang lang, TextSink sink);
[[nodiscard]] std::unique_ptr<FindingWriter> make_timeline_writer(Lang lang, TextSink sink);
[[nodiscard]] std::unique_ptr<FindingWriter> make_terminal_writer(const WriterOptions& options,
                                                                  TextSink sink);
[[nodiscard]] std::unique_ptr<FindingWriter> make_markdown_writer(const WriterOptions& options,
                                                                  TextSink sink);

}  // namespace xiezhi::output
