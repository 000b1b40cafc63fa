#include "xiezhi/formats/defender/log.h"

#include <algorithm>
#include <array>
#include <optional>

#include "xiezhi/base/text.h"

namespace xiezhi::defender {
namespace {

constexpr std::size_t kWindow = std::size_t{64} << 10U;
constexpr std::size_t kTelemetryFieldsMax = 64;
constexpr std::string_view kDenied = "Denied access to registry: ";  // tidy: no text, the log's own
constexpr std::string_view kQuery = "Issuing SDN query for ";        // tidy: no text, the log's own

/// Calls `take` with each line of a text file, without its end, as UTF-8.
Result<void> for_each_line(const ByteSource& source,
                           const std::function<bool(std::string_view)>& take) {
    std::vector<std::byte> window(kWindow);
    std::vector<std::byte> line;
    std::uint64_t offset = 0;
    std::size_t unit = 1;
    bool cut = false;
    const auto finish = [&] {
        std::string text;
        if (unit == 2) {
            append_utf8(text, line);
        } else {
            text = as_text(line);
        }
        if (text.ends_with('\r')) text.pop_back();
        line.clear();
        cut = false;
        return take(text);
    };
    for (;;) {
        auto got = source.read(offset, window);
        if (!got) return std::move(got.error());
        Bytes part = Bytes(window).first(*got);
        if (offset == 0 && as_text(part).starts_with("\xFF\xFE")) unit = 2;
        const std::size_t skip = offset == 0 && unit == 2 ? 2 : 0;
        offset += *got;
        part = part.subspan(skip);
        for (std::size_t at = 0; at + unit <= part.size(); at += unit) {
            const bool high_zero = unit == 1 || part[at + 1] == std::byte{0};
            if (part[at] == std::byte{'\n'} && high_zero) {
                if (!finish()) return {};
                continue;
            }
            cut = cut || line.size() >= kLineBytesMax;
            if (cut) continue;
            const Bytes one = part.subspan(at, unit);
            line.insert(line.end(), one.begin(), one.end());
        }
        if (*got < window.size()) break;
    }
    if (!line.empty()) finish();
    return {};
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The time that a line begins with, taken off.
std::string take_time(std::string_view& line) {
    const auto end = line.find(' ');
    const std::string_view first = line.substr(0, end);
    if (first.size() < 20 || !first.ends_with('Z') || first[4] != '-' || first[10] != 'T')
        return {};
    line = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
    return std::string(first);
}

std::string_view take_word(std::string_view& text) {
    text = trimmed(text);
    const auto end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : trimmed(text.substr(end));
    return word;
}

/// What stands between `begin` and `end`; to the end of the line when `end` is not there.
std::optional<std::string> between(std::string_view line, std::string_view begin,
                                   std::string_view end) {
    const auto found = line.find(begin);
    if (found == std::string_view::npos) return std::nullopt;
    const std::string_view rest = line.substr(found + begin.size());
    return std::string(trimmed(end.empty() ? rest : rest.substr(0, rest.find(end))));
}

class Reader {
public:
    explicit Reader(const std::function<bool(const LogEvent&)>& sink) : sink_(sink) {}

    bool line(std::string_view text) {
        ++number_;
        const std::string whole(text);
        std::string time = take_time(text);
        if (in_telemetry_) return telemetry(whole);
        if (text == "BEGIN BM telemetry") {
            in_telemetry_ = true;
            pending_ = {LogEventKind::Telemetry, number_, std::move(time), {}};
            return true;
        }
        if (auto event = of_line(text)) {
            event->line = number_;
            event->time = std::move(time);
            section_.clear();
            return sink_(*event);
        }
        return of_section(text);
    }

private:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    bool telemetry(const std::string& line) {
        if (line == "END BM telemetry") {
            in_telemetry_ = false;
            return pending_.fields.empty() || sink_(pending_);
        }
        const auto colon = line.find(':');
        if (colon == std::string::npos || pending_.fields.size() >= kTelemetryFieldsMax)
            return true;
        pending_.fields.emplace_back(line.substr(0, colon), line.substr(colon + 1));
        return true;
    }

    /// `Path Exclusions:` and the lines up to the next heading.
    bool of_section(std::string_view line) {
        constexpr std::string_view kHeading = " Exclusions:";
        if (line.ends_with(kHeading)) {
            section_ = line.substr(0, line.size() - kHeading.size());
            return true;
        }
        const std::string_view text = trimmed(line);
        if (section_.empty() || text.empty() || text.ends_with(':')) {
            section_.clear();
            return true;
        }
        return sink_({LogEventKind::Exclusion,
                      number_,
                      {},
                      {{"type", section_}, {"excluded", std::string(text)}}});
    }

    static std::optional<LogEvent> of_line(std::string_view line) {
        if (line.starts_with("DETECTION")) return detection(line);
        if (const auto excluded = between(line, "[ProcessExclusion] ", " -> ")) {
            return LogEvent{
                LogEventKind::Exclusion, 0, {}, {{"type", "Process"}, {"excluded", *excluded}}};
        }
        if (const auto image = between(line, "ProcessImageName: ", ",")) {
            Fields fields = {{"process_image_name", *image}};
            add(fields, "total_time", between(line, "TotalTime: ", ","));
            add(fields, "count", between(line, "Count: ", ","));
            add(fields, "max_time", between(line, "MaxTime: ", ","));
            add(fields, "max_time_file", between(line, "MaxTimeFile: ", ", EstimatedImpact"));
            add(fields, "estimated_impact", between(line, "EstimatedImpact: ", ""));
            return LogEvent{LogEventKind::ProcessImpact, 0, {}, std::move(fields)};
        }
        if (const auto file = between(line, "Blocked file: ", ". Process: ")) {
            Fields fields = {{"blocked", *file}};
            add(fields, "process", between(line, ". Process: ", ", Status:"));
            return LogEvent{LogEventKind::BlockedFile, 0, {}, std::move(fields)};
        }
        if (const auto key = between(line, kDenied, ", value: ")) {
            Fields fields = {{"key", *key}};
            add(fields, "value", between(line, ", value: ", ", pid: "));
            add(fields, "pid", between(line, ", pid: ", ""));
            return LogEvent{LogEventKind::DeniedRegistry, 0, {}, std::move(fields)};
        }
        if (const auto file = between(line, kQuery, " (")) {
            Fields fields = {{"queried", *file}};
            add(fields, "sha1", between(line, "sha1=", ","));
            add(fields, "sha256", between(line, "sha2=", ")"));
            return LogEvent{LogEventKind::CloudQuery, 0, {}, std::move(fields)};
        }
        return std::nullopt;
    }

    static LogEvent detection(std::string_view line) {
        LogEvent event{LogEventKind::Detection, 0, {}, {}};
        const std::string name(take_word(line));
        event.fields.emplace_back("event", name);
        const bool cleaned = name.starts_with("DETECTION_CLEAN");
        if (name.ends_with("EVENT")) event.fields.emplace_back("source", take_word(line));
        if (cleaned) {
            event.fields.emplace_back("action", take_word(line));
            event.fields.emplace_back("result", take_word(line));
        }
        event.fields.emplace_back("threat", take_word(line));
        event.fields.emplace_back("resources", line);
        return event;
    }

    static void add(Fields& fields, const char* name, std::optional<std::string> text) {
        if (text) fields.emplace_back(name, std::move(*text));
    }

    const std::function<bool(const LogEvent&)>& sink_;
    std::uint64_t number_ = 0;
    std::string section_;  // of exclusions
    bool in_telemetry_ = false;
    LogEvent pending_;
};

}  // namespace

std::string_view log_event_name(LogEventKind kind) noexcept {
    switch (kind) {
        case LogEventKind::Detection:
            return "log_detection";
        case LogEventKind::Exclusion:
            return "exclusion";
        case LogEventKind::ProcessImpact:
            return "process_impact";
        case LogEventKind::BlockedFile:
            return "blocked_file";
        case LogEventKind::DeniedRegistry:
            return "denied_registry";
        case LogEventKind::CloudQuery:
            return "cloud_query";
        case LogEventKind::Telemetry:
            return "telemetry";
    }
    return {};
}

Result<void> read_log(const ByteSource& source, const std::function<bool(const LogEvent&)>& sink) {
    Reader reader(sink);
    return for_each_line(source, [&](std::string_view text) { return reader.line(text); });
}

Result<void> dump_log(const ByteSource& source, RecordSink& sink) {
    return read_log(source, [&](const LogEvent& event) {
        sink.begin_record(log_event_name(event.kind));
        if (!event.time.empty()) sink.text("time", event.time);
        sink.number("line", event.line);
        for (const auto& [name, text] : event.fields) sink.text(name, text);
        return sink.end_record();
    });
}

}  // namespace xiezhi::defender
