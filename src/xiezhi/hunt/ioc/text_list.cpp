#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "xiezhi/base/text.h"
#include "xiezhi/hunt/ioc/lists.h"
#include "xiezhi/hunt/ioc/text.h"

namespace xiezhi::hunt::ioc {
namespace {

/// The cells of a line after RFC 4180; a quote opens a cell only at its beginning.
std::vector<std::string> cells_of(std::string_view line, char separator) {
    constexpr std::size_t kCellsMax = 64;
    std::vector<std::string> cells;
    std::size_t at = 0;
    while (at <= line.size() && cells.size() < kCellsMax) {
        std::string cell;
        if (at < line.size() && line[at] == '"') {
            for (++at; at < line.size(); ++at) {
                if (line[at] == '"' && (at + 1 >= line.size() || line[at + 1] != '"')) break;
                if (line[at] == '"') ++at;
                cell += line[at];
            }
            at = std::min(line.find(separator, at), line.size());
        } else {
            const std::size_t end = std::min(line.find(separator, at), line.size());
            cell = std::string(trimmed(line.substr(at, end - at)));
            at = end;
        }
        cells.push_back(std::move(cell));
        ++at;
    }
    return cells;
}

enum class Column : std::uint8_t { Ignored, Value, About };

/// What a column's head says; nothing for a text that is no usual head.
std::optional<Column> column_of(const std::string& head) {
    constexpr auto kValues =
        std::to_array<std::string_view>({"indicator", "ioc",        "value",     "indicator_value",
                                         "ioc_value", "observable", "ip",        "ip_address",
                                         "address",   "dst_ip",     "domain",    "hostname",
                                         "fqdn",      "url",        "md5",       "md5_hash",
                                         "sha1",      "sha1_hash",  "sha256",    "sha256_hash",
                                         "hash",      "filename",   "file_name", "path",
                                         "filepath",  "registry",   "dstip",     "host"});
    constexpr auto kAbouts = std::to_array<std::string_view>(
        {"malware", "family", "threat", "signature", "description", "comment", "tags",
         "malware_printable", "threat_name", "first_seen", "first_seen_utc", "firstseen",
         "dateadded", "date", "last_seen", "source"});
    const std::string name = folded(trimmed(head));
    if (std::ranges::count(kValues, name) > 0) return Column::Value;
    if (std::ranges::count(kAbouts, name) > 0) return Column::About;
    return std::nullopt;
}

class TextList {
public:
    explicit TextList(ListSink& sink) : sink_(sink) {}

    bool line(std::string_view text) {
        text = trimmed(text);
        const bool comment = text.starts_with('#') || text.starts_with("//");
        if (comment && heads_.empty()) look_for_head(trimmed(text.substr(1)));
        if (text.empty() || comment || text.starts_with(';')) return true;
        if (heads_.empty() && look_for_head(text)) return true;
        if (!heads_.empty()) return row(cells_of(text, separator_));
        const Classified whole = classify(text);
        if (whole.indicator || whole.reason == Unusable::TooGeneral) {
            return sink_.take(whole, text, {});
        }
        return loose(text);
    }

private:
    /// Lists with a head name their columns, some behind a `#`.
    bool look_for_head(std::string_view text) {
        for (const char separator : {',', ';', '\t'}) {
            if (text.find(separator) == std::string_view::npos) continue;
            std::vector<Column> columns;
            std::size_t known = 0;
            for (const std::string& cell : cells_of(text, separator)) {
                const auto column = column_of(cell);
                known += column ? 1U : 0U;
                columns.push_back(column.value_or(Column::Ignored));
            }
            if (known == 0 || std::ranges::count(columns, Column::Value) == 0) continue;
            heads_ = std::move(columns);
            separator_ = separator;
            return true;
        }
        return false;
    }

    bool row(const std::vector<std::string>& cells) {
        std::string about;
        for (std::size_t i = 0; i < std::min(cells.size(), heads_.size()); ++i) {
            if (heads_[i] != Column::About || cells[i].empty()) continue;
            about += (about.empty() ? "" : ", ") + cells[i];
        }
        for (std::size_t i = 0; i < std::min(cells.size(), heads_.size()); ++i) {
            if (heads_[i] != Column::Value || cells[i].empty()) continue;
            if (!sink_.take(classify(cells[i]), cells[i], about)) return false;
        }
        return true;
    }

    /// Columns that nobody named: the first cell that means something, the rest is about it.
    bool loose(std::string_view text) {
        for (const char separator : {',', ';', '\t', ' '}) {
            if (text.find(separator) == std::string_view::npos) continue;
            const auto cells = cells_of(text, separator);
            for (const std::string& cell : cells) {
                const Classified one = classify(cell);
                if (!one.indicator && one.reason != Unusable::TooGeneral) continue;
                std::string about;
                for (const std::string& other : cells) {
                    if (&other == &cell || other.empty()) continue;
                    about += (about.empty() ? "" : separator == ' ' ? " " : ", ") + other;
                }
                return sink_.take(one, cell, about);
            }
        }
        return sink_.take({}, text, {});
    }

    ListSink& sink_;
    std::vector<Column> heads_;
    char separator_ = ',';
};

}  // namespace

void read_text_list(std::string_view text, ListSink& sink) {
    TextList list(sink);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (!list.line(text.substr(0, end))) return;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

}  // namespace xiezhi::hunt::ioc
