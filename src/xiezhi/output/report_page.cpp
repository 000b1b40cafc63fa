#include "xiezhi/output/report_page.h"

#include <utility>

#include "xiezhi/output/json.h"
#include "xiezhi/output/report_page_data.h"
#include "xiezhi/schema/dataset.h"
#include "xiezhi/triage/measures.h"

namespace xiezhi::output {
namespace {

template <class Array>
std::string text_of(const Array& data) {
    return {data.begin(), data.end()};
}

void two_texts(JsonText& out, std::string_view name, std::string_view en, std::string_view zh) {
    out.key(name);
    out.begin_object();
    out.member("en", en);
    out.member("zh", zh);
    out.end_object();
}

/// What the page needs besides the rows: names of datasets, commands, the language to begin in.
std::string about_row(const ReportOptions& options) {
    JsonText out;
    out.begin_object();
    out.key("xiezhi");
    out.begin_object();
    out.member("record", "about");
    out.member("version", options.version);
    out.member("lang", options.lang == Lang::Zh ? "zh" : "en");
    out.key("datasets");
    out.begin_object();
    for (const schema::DatasetRow& row : schema::datasets()) {
        two_texts(out, row.name, row.en, row.zh);
    }
    out.end_object();
    out.key("measures");
    out.begin_array();
    for (const triage::Measure& measure : triage::builtin_measures()) {
        out.begin_object();
        out.member("kind", measure.kind);
        out.member("act", measure.act);
        two_texts(out, "title", measure.title.en, measure.title.zh);
        out.member("command", measure.command);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    out.end_object();
    return std::string(out.text());
}

std::string cut_row(std::string_view dataset, std::uint64_t left_out) {
    JsonText out;
    out.begin_object();
    out.key("xiezhi");
    out.begin_object();
    out.member("record", "cut");
    out.member("dataset", dataset);  // none: findings
    out.member("left_out", left_out);
    out.end_object();
    out.end_object();
    return std::string(out.text());
}

}  // namespace

ReportPage::ReportPage(TextSink sink, ReportOptions options)
    : sink_(std::move(sink)), rows_(sink_), options_(std::move(options)) {}

bool ReportPage::begin() {
    return sink_(text_of(kReportHead)) && write(about_row(options_));
}

bool ReportPage::row(std::string_view json, RowKind kind, std::string_view dataset) {
    if (kind == RowKind::Finding) {
        if (finding_bytes_ + json.size() > options_.finding_bytes_max) {
            ++findings_left_out_;
            return true;
        }
        finding_bytes_ += json.size();
    }
    if (kind == RowKind::Document) {
        std::uint64_t& count = documents_.try_emplace(std::string(dataset), 0).first->second;
        if (count >= options_.documents_of_dataset_max ||
            document_bytes_ + json.size() > options_.document_bytes_max) {
            ++documents_left_out_;
            ++cut_.try_emplace(std::string(dataset), 0).first->second;
            return true;
        }
        ++count;
        document_bytes_ += json.size();
    }
    return write(json);
}

bool ReportPage::rows(std::string_view lines) {
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        if (!row(lines.substr(0, end), RowKind::Other)) return false;
        if (end == std::string_view::npos) break;
        lines.remove_prefix(end + 1);
    }
    return true;
}

bool ReportPage::end() {
    for (const auto& [dataset, count] : cut_) {
        if (!write(cut_row(dataset, count))) return false;
    }
    if (findings_left_out_ > 0 && !write(cut_row({}, findings_left_out_))) return false;
    return rows_.end() && sink_(text_of(kReportTail));
}

bool ReportPage::write(std::string_view json) {
    return rows_.write(json) && rows_.write("\n");
}

}  // namespace xiezhi::output
