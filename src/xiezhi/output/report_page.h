#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "xiezhi/base/message.h"
#include "xiezhi/output/packed_text.h"
#include "xiezhi/output/text_sink.h"

namespace xiezhi::output {

/// The HTML report: the page of web/ around rows as `triage -f ndjson` writes them. Rows stand in a
/// block that no browser runs, packed: no text of theirs can end it.
struct ReportOptions {
    std::string version{};
    Lang lang = Lang::En;  // the one the page begins in; it has both
    /// A page with more opens slowly or not at all; what is left out is counted and said.
    std::uint64_t documents_of_dataset_max = 5'000;
    std::uint64_t document_bytes_max = std::uint64_t{48} << 20;
    std::uint64_t finding_bytes_max = std::uint64_t{192} << 20;
};

/// What a row is to the report.
enum class RowKind : std::uint8_t { Finding, Document, Other };

class ReportPage {
public:
    ReportPage(TextSink sink, ReportOptions options);

    // All say false when the sink wants no more.
    bool begin();
    /// One JSON object, valid and in UTF-8, without its line feed. `dataset`: of a document.
    bool row(std::string_view json, RowKind kind, std::string_view dataset = {});
    /// Several objects of RowKind::Other, each ending in a line feed.
    bool rows(std::string_view lines);
    bool end();

    [[nodiscard]] std::uint64_t documents_left_out() const noexcept { return documents_left_out_; }
    [[nodiscard]] std::uint64_t findings_left_out() const noexcept { return findings_left_out_; }

private:
    bool write(std::string_view json);

    TextSink sink_;
    PackedText rows_;
    ReportOptions options_;
    std::map<std::string, std::uint64_t, std::less<>> documents_;  // of a dataset, in the page
    std::map<std::string, std::uint64_t, std::less<>> cut_;        // of a dataset, left out
    std::uint64_t document_bytes_ = 0;
    std::uint64_t finding_bytes_ = 0;
    std::uint64_t documents_left_out_ = 0;
    std::uint64_t findings_left_out_ = 0;
};

}  // namespace xiezhi::output
