#include <algorithm>
#include <array>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::text {
namespace {

// A transcript is blocks between lines of stars, and what the console showed between blocks. The
// words in a block are translated, their order is not:
//   begin    title, start time, user, RunAs user, [configuration,] machine (… Windows NT …), host
//            application, process id, then names that are not translated: PSVersion …
//   command  one line with the time (policy "include invocation headers")
//   end      title and time
constexpr std::string_view kStars = "**********************";
constexpr std::size_t kTimeDigits = 14;  // 20220721023749
constexpr std::size_t kBlockLinesMax = 64;
constexpr std::size_t kEndLinesMax = 3;
constexpr std::size_t kTextMax = std::size_t{1} << 20U;  // of one entry's output

struct Field {
    std::string_view name;
    std::string_view value;
};

/// Up to the first colon; Chinese and Japanese texts may have the wide one.
std::optional<Field> field_of(std::string_view line) {
    constexpr std::string_view kWide = "：";
    const std::size_t narrow = line.find(':');
    const std::size_t wide = line.find(kWide);
    const std::size_t at = std::min(narrow, wide);
    if (at == line.npos) return std::nullopt;
    return Field{trimmed(line.substr(0, at)),
                 trimmed(line.substr(at + (wide < narrow ? kWide.size() : 1)))};
}

/// 20220721023749 as 2022-07-21T02:37:49; empty for anything else.
std::string time_of(std::string_view digits) {
    const bool is_time = digits.size() == kTimeDigits &&
                         digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (!is_time) return {};
    std::string time;
    for (std::size_t i = 0; i < kTimeDigits; ++i) {
        if (i == 4 || i == 6) time += '-';
        if (i == 8) time += 'T';
        if (i == 10 || i == 12) time += ':';
        time += digits[i];
    }
    return time;
}

/// The first time in a block, and the line on which it stands.
struct BlockTime {
    std::string time;
    std::size_t line = 0;
};
BlockTime block_time(const std::vector<std::string>& block) {
    for (std::size_t i = 0; i < block.size(); ++i) {
        const auto field = field_of(block[i]);
        std::string time = field ? time_of(field->value) : std::string();
        if (!time.empty()) return {std::move(time), i};
    }
    return {};
}

std::string value_of(const std::vector<std::string>& block, std::size_t line) {
    const auto field = line < block.size() ? field_of(block[line]) : std::nullopt;
    return field ? std::string(field->value) : std::string();
}

bool is_untranslated(std::string_view name) {
    constexpr std::array<std::string_view, 9> kNames = {
        "PSVersion",  "PSEdition",         "PSCompatibleVersions",      "BuildVersion",
        "CLRVersion", "WSManStackVersion", "PSRemotingProtocolVersion", "SerializationVersion",
        "GitCommitId"};
    return std::ranges::find(kNames, name) != kNames.end() || name == "OS" || name == "Platform";
}

/// The names that are not translated say so; before PowerShell 5 there were none, and the block was
/// title, time, user and machine.
bool begins_transcript(const std::vector<std::string>& block, const BlockTime& time) {
    if (!time.time.empty() && time.line == 1 && block.size() > kEndLinesMax) return true;
    return std::ranges::any_of(block, [](const std::string& line) {
        const auto field = field_of(line);
        return field && field->name == "PSVersion";
    });
}

TranscriptHeader header_of(const std::vector<std::string>& block, const BlockTime& time) {
    TranscriptHeader header;
    header.start_time = time.time;
    header.username = value_of(block, time.line + 1);
    const auto machine = std::ranges::find_if(block, [](const std::string& line) {
        return line.ends_with(')') && line.find('(') != std::string::npos;
    });
    const auto at = static_cast<std::size_t>(std::distance(block.begin(), machine));
    if (at > time.line + 2) header.runas_user = value_of(block, time.line + 2);
    header.machine = value_of(block, at);
    header.host_application = value_of(block, at + 1);
    header.process_id = value_of(block, at + 2);
    if (at == time.line + 4) header.configuration = value_of(block, time.line + 3);
    for (const std::string& line : block) {
        const auto field = field_of(line);
        if (field && is_untranslated(field->name)) {
            header.versions.emplace_back(field->name, field->value);
        }
    }
    return header;
}

/// Where the command begins behind `PS C:\>`, `PS>` or `[host]: PS C:\>`; nothing without a prompt.
std::optional<std::size_t> after_prompt(std::string_view line) {
    std::size_t begin = 0;
    if (line.starts_with('[')) {
        begin = line.find("]: ");
        if (begin == line.npos) return std::nullopt;
        begin += 3;
    }
    const std::string_view rest = line.substr(begin);
    if (!rest.starts_with("PS ") && !rest.starts_with("PS>")) return std::nullopt;
    const std::size_t end = line.find('>', begin);
    if (end == line.npos) return std::nullopt;
    return end + 1;
}

class Reader {
public:
    Reader(const TranscriptSink& sink, const DamageSink& damages)
        : sink_(sink), damages_(damages) {}

    bool line(const Line& line) {
        if (line.text == kStars) return stars(line);
        if (in_block_ && block_.size() < kBlockLinesMax) {
            block_.push_back(line.text);
            return true;
        }
        if (in_block_) {  // stars that a command printed: what follows is its output
            in_block_ = false;
            for (const std::string& text : std::exchange(block_, {})) output(block_place_, text);
        }
        return shown(line);
    }

    bool finish() {
        if (in_block_ && !block_.empty()) damages_({block_place_.offset, msg::text_open_block()});
        return tell();
    }

private:
    bool stars(const Line& line) {
        const bool closes = in_block_ && block(std::exchange(block_, {}));
        in_block_ = !closes;
        if (in_block_) block_place_ = {line.number, line.offset};
        return !stopped_ && (closes || tell());
    }

    /// False when the lines are no block: then they are output between stars that a command
    /// printed, and the stars behind them may begin a block.
    bool block(const std::vector<std::string>& lines) {
        const BlockTime time = block_time(lines);
        if (begins_transcript(lines, time)) {
            start_time_.clear();
            TranscriptHeader header = header_of(lines, time);
            header.place = block_place_;
            stopped_ = !sink_.header(header);
            return true;
        }
        if (!time.time.empty() && lines.size() == 1) {
            start_time_ = time.time;
            return true;
        }
        if (!time.time.empty() && lines.size() <= kEndLinesMax) {
            stopped_ = !sink_.end({block_place_, time.time});
            return true;
        }
        if (!lines.empty()) {
            damages_({block_place_.offset, msg::text_unknown_block(block_place_.line)});
        }
        for (const std::string& line : lines) output(block_place_, line);
        return false;
    }

    bool shown(const Line& line) {
        const Place place{line.number, line.offset};
        const auto begin = after_prompt(line.text);
        if (begin) {
            if (!tell()) return false;
            open(place);
            entry_->prompt = line.text.substr(0, *begin);
            entry_->command = trimmed(std::string_view(line.text).substr(*begin));
            return true;
        }
        if (entry_ && line.text.starts_with(">> ") && entry_->output.empty()) {
            append(entry_->command, line.text.substr(3));
            return true;
        }
        output(place, line.text);
        return true;
    }

    void open(const Place& place) {
        entry_.emplace();
        entry_->place = place;
        entry_->start_time = start_time_;
    }

    void output(const Place& place, const std::string& text) {
        if (!entry_) open(place);
        append(entry_->output, text);
    }

    void append(std::string& to, std::string_view text) {
        if (to.size() + text.size() >= kTextMax) {
            if (!cut_) damages_({entry_->place.offset, msg::text_output_cut(entry_->place.line)});
            cut_ = true;
            return;
        }
        if (!to.empty()) to += '\n';
        to += text;
    }

    bool tell() {
        const std::optional<TranscriptEntry> entry = std::exchange(entry_, std::nullopt);
        cut_ = false;
        return !entry || sink_.entry(*entry);
    }

    const TranscriptSink& sink_;
    const DamageSink& damages_;
    bool in_block_ = false;
    Place block_place_;
    std::vector<std::string> block_;
    std::string start_time_;
    std::optional<TranscriptEntry> entry_;
    bool cut_ = false;
    bool stopped_ = false;  // the sink wants no more
};

}  // namespace

Result<void> read_transcript(const ByteSource& source, const TranscriptSink& sink,
                             const DamageSink& damages) {
    LineReader lines(source, damages);
    Reader reader(sink, damages);
    for (Line line;;) {
        XZ_TRY(const bool more, lines.next(line), "transcript");
        if (!more) break;
        if (!reader.line(line)) return {};
    }
    (void)reader.finish();
    return {};
}

}  // namespace xiezhi::text
