#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/output/neutral.h"
#include "xiezhi/output/sentence.h"
#include "xiezhi/output/state_document.h"
#include "xiezhi/output/writers.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::output {
namespace {

// Excel holds 32,767 characters a cell and breaks the row beyond; Timesketch's index holds as many
// bytes. Whoever needs more has NDJSON.
constexpr std::size_t kCellSizeMax = 32'000;

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) {
        if (!out.empty()) out += " | ";
        out += text;
    }
    return out;
}

std::string match_text(const hunt::Finding& finding) {
    std::vector<std::string> parts;
    for (const Fact& fact : matched_facts(finding)) {
        std::string part = joined(fact.selections) + ": ";
        if (!fact.label.empty()) part += fact.label + "=";
        parts.push_back(std::move(part) + fact.text);
    }
    for (const auto& [name, value] : finding.group) parts.push_back(name + "=" + value);
    return joined(parts);
}

std::string context_text(const KeptEvent& event) {
    constexpr std::size_t kFieldsMax = 12;
    std::vector<std::string> parts;
    for (const Fact& fact : context_facts(event, {}, kFieldsMax)) {
        parts.push_back(fact.label + "=" + fact.text);
    }
    return joined(parts);
}

std::string iso(FileTime time) {
    std::string text;
    append_iso(text, time, 7);
    return text;
}

/// One line; `line_end` is CRLF after RFC 4180, on both systems.
std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front()) line += ',';
        line += csv_cell(shortened(cell, kCellSizeMax));
    }
    return line + "\r\n";
}

/// The columns that both tables share, named as in NDJSON.
const std::vector<std::string>& shared_columns() {
    static const std::vector<std::string> columns = {
        "xiezhi.level",        "rule.name",        "host.name",          "winlog.channel",
        "winlog.event_id",     "winlog.record_id", "xiezhi.match",       "xiezhi.fields",
        "threat.technique.id", "rule.id",          "rule.author",        "rule.ruleset",
        "xiezhi.capability",   "xiezhi.derived",   "xiezhi.event_count", "log.file.path",
        "log.offset",
    };
    return columns;
}

void add_shared_cells(const hunt::Finding& finding, const hunt::FindingEvent& found,
                      std::vector<std::string>& cells) {
    const rules::RuleHead& rule = *finding.rule;
    const KeptEvent& event = found.event;
    cells.insert(cells.end(), {
                                  std::string(rules::level_name(rule.level)),
                                  title(rule, Lang::En),
                                  event.computer,
                                  event.channel,
                                  std::to_string(event.event_id),
                                  std::to_string(event.record_id),
                                  match_text(finding),
                                  context_text(event),
                                  joined(techniques(rule)),
                                  rule.id,
                                  rule.author,
                                  std::string(rules::ruleset_name(rule.ruleset)),
                                  joined(rule.pack.capabilities),
                                  finding.derived ? "true" : "false",
                                  std::to_string(finding.event_count),
                                  found.path,
                                  std::to_string(event.place.offset),
                              });
}

/// What a time says, in the words that Timesketch's users know.
std::string meaning_text(const KeptEvent& event) {
    std::string own(event.field("xiezhi.time.meaning"));  // documents say it themselves
    if (own.empty()) return std::string(time_meaning(event));
    std::ranges::replace(own, '_', ' ');
    return own;
}

std::string sentence_of(const KeptEvent& event, bool document, Lang lang) {
    return document ? telling_text(event) : event_sentence(event, lang);
}

std::vector<std::string> time_cells(std::string message, FileTime time, std::string meaning) {
    const std::uint64_t micros =
        time.ticks < kUnixEpochTicks ? 0 : (time.ticks - kUnixEpochTicks) / 10;
    return {std::move(message), iso(time), std::move(meaning), std::to_string(micros)};
}

/// One row a finding.
class CsvWriter final : public FindingWriter {
public:
    CsvWriter(bool bom, Lang lang, TextSink sink)
        : sink_(std::move(sink)), bom_(bom), lang_(lang) {}

    bool begin() override {
        // Not @timestamp: a leading '@' would be a formula.
        std::vector<std::string> names = {"timestamp", "message"};
        names.insert(names.end(), shared_columns().begin(), shared_columns().end());
        return sink_((bom_ ? "\xef\xbb\xbf" : "") + csv_line(names));
    }
    bool finding(const hunt::Finding& finding) override {
        static const hunt::FindingEvent none;
        const hunt::FindingEvent& event = finding.events.empty() ? none : finding.events.front();
        std::vector<std::string> cells(2);
        if (event.event.time.ticks != 0) cells.front() = iso(event.event.time);
        cells.back() = sentence_of(event.event, !event.proofs.empty(), lang_);
        add_shared_cells(finding, event, cells);
        return sink_(csv_line(cells));
    }
    bool end(const hunt::HuntSummary& /*summary*/) override { return true; }

private:
    TextSink sink_;
    bool bom_;
    Lang lang_;
};

/// Timesketch (docs, "Import from JSON or CSV"): message, datetime, timestamp_desc are mandatory,
/// timestamp is in microseconds since 1970, further columns are free. One row for each event.
class TimelineWriter final : public FindingWriter {
public:
    TimelineWriter(Lang lang, TextSink sink) : sink_(std::move(sink)), lang_(lang) {}

    bool begin() override {
        std::vector<std::string> names = {"message", "datetime", "timestamp_desc", "timestamp"};
        names.insert(names.end(), shared_columns().begin(), shared_columns().end());
        return sink_(csv_line(names));
    }
    bool finding(const hunt::Finding& finding) override {
        for (const hunt::FindingEvent& found : finding.events) {
            const KeptEvent& event = found.event;
            std::string message = title(*finding.rule, lang_);
            const std::string sentence = sentence_of(event, !found.proofs.empty(), lang_);
            if (!sentence.empty()) message += ": " + sentence;
            std::vector<std::string> cells =
                time_cells(std::move(message), event.time, meaning_text(event));
            add_shared_cells(finding, found, cells);
            if (!sink_(csv_line(cells))) return false;
        }
        return true;
    }
    bool end(const hunt::HuntSummary& /*summary*/) override { return true; }

private:
    TextSink sink_;
    Lang lang_;
};

}  // namespace

std::string timeline_rows(const State& state, const std::string& computer, Lang lang) {
    std::vector<FileTime> times;
    if (state.time.ticks != 0) times.push_back(state.time);
    for (const std::string& text : state.values(StateField::ExecutionTimes)) {
        const auto time = parse_iso(text);
        if (time && std::ranges::find(times, *time) == times.end()) times.push_back(*time);
    }
    const KeptEvent document = keep(state);
    const schema::DatasetRow& dataset = schema::row_of(state.dataset());
    std::string rows;
    for (const FileTime time : times) {
        std::string message(lang == Lang::Zh ? dataset.zh : dataset.en);
        const std::string text = telling_text(document);
        if (!text.empty()) message += ": " + text;
        std::vector<std::string> cells =
            time_cells(std::move(message), time, meaning_text(document));
        const std::size_t first = cells.size();
        cells.resize(first + shared_columns().size());
        const auto set = [&](std::string_view column, std::string value) {
            const auto at = std::ranges::find(shared_columns(), column) - shared_columns().begin();
            cells[first + static_cast<std::size_t>(at)] = std::move(value);
        };
        set("host.name", computer);
        set("xiezhi.fields", context_text(document));
        if (!state.proofs.empty()) {
            const Proof& proof = state.proofs.front();
            set("log.file.path", proof.path);
            if (proof.offset) set("log.offset", std::to_string(*proof.offset));
        }
        rows += csv_line(cells);
    }
    return rows;
}

std::unique_ptr<FindingWriter> make_csv_writer(bool bom, Lang lang, TextSink sink) {
    return std::make_unique<CsvWriter>(bom, lang, std::move(sink));
}

std::unique_ptr<FindingWriter> make_timeline_writer(Lang lang, TextSink sink) {
    return std::make_unique<TimelineWriter>(lang, std::move(sink));
}

}  // namespace xiezhi::output
