#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "xiezhi/base/message.h"
#include "xiezhi/hunt/finding.h"
#include "xiezhi/hunt/hunt.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/output/text_sink.h"

namespace xiezhi::output {

enum class Format : std::uint8_t { Terminal, Ndjson, Json, Csv, Markdown, Timeline };

/// The names of `-f`: terminal, ndjson, json, csv, md, timeline.
[[nodiscard]] std::optional<Format> parse_format(std::string_view name) noexcept;

struct WriterOptions {
    // Terminal and md; in csv and timeline the message. Other machine output is the same in all.
    Lang lang = Lang::En;
    bool colour = false;       // terminal
    std::size_t width = 80;    // terminal: columns of a line
    TimeZone zone;             // terminal and md
    bool csv_bom = true;       // csv: Excel takes a file without one for ANSI
    std::size_t examples = 3;  // terminal and md: findings shown of each rule on each host
};

/// Turns findings into one output format. All three say false when the sink wants no more.
class FindingWriter {
public:
    FindingWriter() = default;
    FindingWriter(const FindingWriter&) = delete;
    FindingWriter& operator=(const FindingWriter&) = delete;
    FindingWriter(FindingWriter&&) = delete;
    FindingWriter& operator=(FindingWriter&&) = delete;
    virtual ~FindingWriter() = default;

    /// For formats in which a finding's text depends on nothing else: makers of documents, which
    /// finding() then takes as they are (HuntOptions::documents).
    [[nodiscard]] virtual std::function<hunt::DocumentMaker()> documents() const { return {}; }

    virtual bool begin() = 0;
    virtual bool finding(const hunt::Finding& finding) = 0;
    virtual bool end(const hunt::HuntSummary& summary) = 0;
};

/// What the writers keep in memory does not grow with the findings.
[[nodiscard]] std::unique_ptr<FindingWriter> make_writer(Format format,
                                                         const WriterOptions& options,
                                                         TextSink sink);

}  // namespace xiezhi::output
