#pragma once

#include "xiezhi/output/writer.h"

namespace xiezhi::output {

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
