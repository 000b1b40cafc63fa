#pragma once

#include "xiezhi/output/text_sink.h"
#include "xiezhi/output/writer.h"

namespace xiezhi::output {

/// The report of a search for people: by host, then by process, each in order of time. What it
/// keeps in memory is bounded; what is beyond that is counted.
[[nodiscard]] std::unique_ptr<FindingWriter> make_search_writer(const WriterOptions& options,
                                                                TextSink sink);

}  // namespace xiezhi::output
