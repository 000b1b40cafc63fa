#include "xiezhi/output/writer.h"

#include <array>
#include <utility>

#include "xiezhi/output/writers.h"

namespace xiezhi::output {

std::optional<Format> parse_format(std::string_view name) noexcept {
    constexpr auto kNames = std::to_array<std::pair<std::string_view, Format>>({
        {"terminal", Format::Terminal},
        {"ndjson", Format::Ndjson},
        {"json", Format::Json},
        {"csv", Format::Csv},
        {"md", Format::Markdown},
        {"timeline", Format::Timeline},
    });
    for (const auto& [known, format] : kNames) {
        if (known == name) return format;
    }
    return std::nullopt;
}

std::unique_ptr<FindingWriter> make_writer(Format format, const WriterOptions& options,
                                           TextSink sink) {
    switch (format) {
        case Format::Terminal:
            return make_terminal_writer(options, std::move(sink));
        case Format::Ndjson:
            return make_ndjson_writer(std::move(sink));
        case Format::Json:
            return make_json_writer(std::move(sink));
        case Format::Csv:
            return make_csv_writer(options.csv_bom, options.lang, std::move(sink));
        case Format::Markdown:
            return make_markdown_writer(options, std::move(sink));
        case Format::Timeline:
            return make_timeline_writer(options.lang, std::move(sink));
    }
    return nullptr;
}

}  // namespace xiezhi::output
