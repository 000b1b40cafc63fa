#include "xiezhi/output/report_rows.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::output {
namespace {

constexpr std::size_t kWindow = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // what editors put in front

class Rows {
public:
    Rows(const ByteSource& source, const ReportRowSink& sink) : source_(source), sink_(sink) {}

    Result<void> read() {
        std::uint64_t offset = 0;
        std::vector<std::byte> window(kWindow);
        while (true) {
            XZ_TRY(const std::size_t count, source_.read(offset, window), "");
            if (count == 0) break;
            std::string_view text = as_text(Bytes(window).first(count));
            if (offset == 0 && text.starts_with(kByteOrderMark)) {
                text.remove_prefix(kByteOrderMark.size());
            }
            offset += count;
            if (auto taken = take(text); !taken) return taken;
            if (stopped_) return {};
        }
        if (!line_.empty()) {
            if (auto taken = line(true); !taken) return taken;
        }
        if (count_ == 0) return Error{Errc::Unsupported, msg::report_empty(), {}};
        return {};
    }

private:
    Result<void> take(std::string_view text) {
        while (!text.empty() && !stopped_) {
            const std::size_t end = text.find('\n');
            const std::string_view part = text.substr(0, end);
            if (line_.size() + part.size() > kReportLineMax) {
                return Error{
                    Errc::TooBig,
                    msg::report_long_line(number_ + 1, fmt::format("{}", kReportLineMax >> 20)),
                    {}};
            }
            line_ += part;
            if (end == std::string_view::npos) return {};
            text.remove_prefix(end + 1);
            if (auto taken = line(false); !taken) return taken;
        }
        return {};
    }

    Result<void> line(bool last) {
        ++number_;
        const std::size_t text_end = line_.find_last_not_of(" \t\r");
        line_.resize(text_end == std::string::npos ? 0 : text_end + 1);
        if (line_.empty()) return {};
        simdjson::dom::object object;
        const auto error = parser_.parse(line_).get_object().get(object);
        if (error == simdjson::MEMALLOC)
            return Error{Errc::TooBig, msg::report_no_json(number_), {}};
        if (error != simdjson::SUCCESS) {
            const bool cut = last && line_.front() == '{' && count_ > 0;
            return Error{Errc::Damaged,
                         cut ? msg::report_cut_line(number_) : msg::report_no_json(number_),
                         {}};
        }
        simdjson::dom::object own;
        if (object["xiezhi"].get_object().get(own) != simdjson::SUCCESS) {
            return Error{Errc::Unsupported, msg::report_no_row(number_), {}};
        }
        ++count_;
        stopped_ = !sink_(row_of(object, own));
        line_.clear();
        return {};
    }

    static std::string_view text_of(simdjson::simdjson_result<simdjson::dom::element> value) {
        std::string_view text;
        return value.get_string().get(text) == simdjson::SUCCESS ? text : std::string_view();
    }

    [[nodiscard]] ReportRow row_of(const simdjson::dom::object& object,
                                   const simdjson::dom::object& own) const {
        ReportRow row{.json = line_};
        std::string_view kind;
        std::string_view record;
        if (object["event"]["kind"].get_string().get(kind) == simdjson::SUCCESS &&
            kind == "alert") {
            row.kind = RowKind::Finding;
            row.rule = text_of(object["rule"]["id"]);
        } else if (own["record"].get_string().get(record) != simdjson::SUCCESS &&
                   own["dataset"].get_string().get(row.dataset) == simdjson::SUCCESS) {
            row.kind = RowKind::Document;
        } else if (record == "rule") {
            row.rule = text_of(own["rule"]);
        }
        return row;
    }

    const ByteSource& source_;
    const ReportRowSink& sink_;
    simdjson::dom::parser parser_;
    std::string line_;
    std::uint64_t number_ = 0;
    std::uint64_t count_ = 0;
    bool stopped_ = false;
};

}  // namespace

Result<void> read_report_rows(const ByteSource& source, const ReportRowSink& sink) {
    return Rows(source, sink).read();
}

}  // namespace xiezhi::output
