#include "xiezhi/base/ascii.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/formats/text/line_reader.h"

namespace xiezhi::text {
namespace {

/// `0CmdLine=…` and `0Parameters=…`: the digits say which script of the section it is.
class Reader {
public:
    Reader(const Sink<PolicyScript>& sink, const DamageSink& damages)
        : sink_(sink), damages_(damages) {}

    bool line(const Line& line) {
        const std::string_view text = trimmed(line.text);
        if (text.empty() || text.starts_with(';')) return true;
        if (text.starts_with('[')) {
            section_ = text.substr(1, text.find(']') - 1);
            return tell();
        }
        const std::size_t equals = text.find('=');
        const std::string_view key = text.substr(0, equals);
        const std::size_t digits = std::min(key.find_first_not_of("0123456789"), key.size());
        if (equals == text.npos) {
            damages_({line.offset, msg::text_policy_line(line.number)});
            return true;
        }
        if (digits == 0) return true;  // a setting: StartExecutePSFirst
        if (open_ && open_->number != key.substr(0, digits) && !tell()) return false;
        if (!open_) {
            open_.emplace();
            open_->place = {line.number, line.offset};
            open_->section = section_;
            open_->number = key.substr(0, digits);
        }
        const std::string what = ascii_lower(key.substr(digits));
        if (what == "cmdline") open_->command_line = text.substr(equals + 1);
        if (what == "parameters") open_->parameters = text.substr(equals + 1);
        return true;
    }

    bool tell() {
        const std::optional<PolicyScript> script = std::exchange(open_, std::nullopt);
        return !script || sink_(*script);
    }

private:
    const Sink<PolicyScript>& sink_;
    const DamageSink& damages_;
    std::string section_;
    std::optional<PolicyScript> open_;
};

}  // namespace

Result<void> read_policy_scripts(const ByteSource& source, const Sink<PolicyScript>& sink,
                                 const DamageSink& damages) {
    LineReader lines(source, damages);
    Reader reader(sink, damages);
    for (Line line;;) {
        XZ_TRY(const bool more, lines.next(line), "scripts");
        if (!more) break;
        if (!reader.line(line)) return {};
    }
    (void)reader.tell();
    return {};
}

}  // namespace xiezhi::text
