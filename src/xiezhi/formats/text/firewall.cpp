#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::text {
namespace {

constexpr std::size_t kFieldsMax = 64;

/// One log; the header lines come together and are told with the first entry behind them.
class Reader {
public:
    Reader(const FirewallSink& sink, const DamageSink& damages) : sink_(sink), damages_(damages) {}

    bool line(const Line& line) {
        if (line.text.starts_with('#')) {
            header_line(line);
            return true;
        }
        if (trimmed(line.text).empty()) return true;
        return tell_header() && entry(line);
    }
    bool tell_header() {
        if (!told_ && !sink_.header(header_)) return false;
        told_ = true;
        return true;
    }

private:
    void header_line(const Line& line) {
        const std::size_t colon = line.text.find(':');
        if (colon == std::string::npos) return;
        if (told_) header_ = {};
        if (told_) header_.place = {line.number, line.offset};
        told_ = false;
        const std::string_view name = std::string_view(line.text).substr(1, colon - 1);
        const std::string_view value = trimmed(std::string_view(line.text).substr(colon + 1));
        if (name == "Version") header_.version = value;
        if (name == "Software") header_.software = value;
        if (name == "Time Format") header_.time_format = value;
        if (name != "Fields") return;
        header_.fields.clear();
        for (const std::string_view field : words(value)) {
            if (header_.fields.size() < kFieldsMax) header_.fields.emplace_back(field);
        }
    }

    /// The last column may hold blanks: in the path of a program.
    bool entry(const Line& line) {
        const std::vector<std::string_view> values = words(line.text);
        const std::size_t count = header_.fields.size();
        if (values.size() < count || count == 0) {
            damages_({line.offset, msg::text_firewall_columns(line.number, values.size(), count)});
        }
        FirewallEntry entry{.place = {line.number, line.offset}, .time = {}, .values = {}};
        std::string date;
        for (std::size_t i = 0; i < std::min(values.size(), count); ++i) {
            const std::string& field = header_.fields[i];
            if (field == "date") {
                date = values[i];
            } else if (field == "time") {
                entry.time =
                    date.empty() ? std::string(values[i]) : date + "T" + std::string(values[i]);
            } else if (values[i] != "-") {
                entry.values.emplace_back(field, values[i]);
            }
        }
        return sink_.entry(entry);
    }

    const FirewallSink& sink_;
    const DamageSink& damages_;
    FirewallHeader header_{
        .place = {1, 0}, .version = {}, .software = {}, .time_format = {}, .fields = {}};
    bool told_ = false;
};

}  // namespace

Result<void> read_firewall_log(const ByteSource& source, const FirewallSink& sink,
                               const DamageSink& damages) {
    LineReader lines(source, damages);
    Reader reader(sink, damages);
    for (Line line;;) {
        XZ_TRY(const bool more, lines.next(line), "log");
        if (!more) break;
        if (!reader.line(line)) return {};
    }
    (void)reader.tell_header();
    return {};
}

}  // namespace xiezhi::text
