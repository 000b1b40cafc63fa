#pragma once

#include <functional>
#include <optional>
#include <string>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/output/report_page.h"

namespace xiezhi::output {

/// A line of what `triage -f ndjson` or `hunt -f ndjson` wrote.
struct ReportRow {
    std::string_view json;  // valid until the sink returns
    RowKind kind = RowKind::Other;
    std::string_view dataset{};
    std::string_view rule{};  // id: of a finding, or the rule that a row tells of
};

using ReportRowSink = std::function<bool(const ReportRow&)>;

/// Reads rows one after another; false from the sink ends it. An Error names the first line that no
/// such run wrote, or says that the last one is cut off. A file whose only fault is a missing last
/// line feed is whole. Memory: one line.
[[nodiscard]] Result<void> read_report_rows(const ByteSource& source, const ReportRowSink& sink);

/// Longer lines are refused: no document of ours comes near.
inline constexpr std::size_t kReportLineMax = std::size_t{64} << 20;

}  // namespace xiezhi::output
