#include "xiezhi/output/record_writer.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "xiezhi/output/json.h"
#include "xiezhi/output/neutral.h"

namespace xiezhi::output {
namespace {

class JsonRecords final : public RecordSink {
public:
    JsonRecords(TextSink sink, std::string file) : sink_(std::move(sink)), file_(std::move(file)) {}

    void begin_record(std::string_view kind) override {
        json_.clear();
        json_.begin_object();
        json_.member("file", file_);
        json_.member("record", kind);
    }
    bool end_record() override {
        json_.end_object();
        return sink_(json_.text()) && sink_("\n");
    }
    void text(std::string_view name, std::string_view utf8) override { field(name, utf8); }
    void number(std::string_view name, std::uint64_t number) override { field(name, number); }
    void negative(std::string_view name, std::int64_t number) override {
        if (number >= 0) return field(name, static_cast<std::uint64_t>(number));
        named(name);
        json_.value(number);
    }
    void real(std::string_view name, double number) override { field(name, number); }
    void truth(std::string_view name, bool truth) override { field(name, truth); }
    void begin_object(std::string_view name) override {
        named(name);
        json_.begin_object();
    }
    void end_object() override { json_.end_object(); }
    void begin_list(std::string_view name) override {
        named(name);
        json_.begin_array();
    }
    void end_list() override { json_.end_array(); }

private:
    void named(std::string_view name) {
        if (!name.empty()) json_.key(name);
    }
    template <class T>
    void field(std::string_view name, T value) {
        named(name);
        json_.value(value);
    }

    TextSink sink_;
    std::string file_;
    JsonText json_;
};

class CsvRecords final : public RecordSink {
public:
    CsvRecords(TextSink sink, std::string file) : sink_(std::move(sink)), file_(std::move(file)) {}

    void begin_record(std::string_view kind) override {
        ++number_;
        kind_ = kind;
        levels_.assign(1, {});
        lines_.clear();
    }
    bool end_record() override { return sink_(lines_); }
    void text(std::string_view name, std::string_view utf8) override {
        constexpr std::size_t kCellSizeMax = 32'000;  // as in the other tables
        lines_ += fmt::format("{},{},{},{},{}\r\n", csv_cell(file_), number_, csv_cell(kind_),
                              csv_cell(path_of(name)), csv_cell(shortened(utf8, kCellSizeMax)));
    }
    void number(std::string_view name, std::uint64_t number) override {
        text(name, std::to_string(number));
    }
    void negative(std::string_view name, std::int64_t number) override {
        text(name, std::to_string(number));
    }
    void real(std::string_view name, double number) override {
        text(name, fmt::format("{}", number));
    }
    void truth(std::string_view name, bool truth) override { text(name, truth ? "true" : "false"); }
    void begin_object(std::string_view name) override { enter(name, false); }
    void end_object() override { levels_.pop_back(); }
    void begin_list(std::string_view name) override { enter(name, true); }
    void end_list() override { levels_.pop_back(); }

private:
    struct Level {
        std::string path;
        bool list = false;
        std::uint64_t items = 0;
    };

    std::string path_of(std::string_view name) {
        Level& level = levels_.back();
        std::string path = level.path;
        if (!path.empty()) path += '.';
        return path + (level.list ? std::to_string(level.items++) : std::string(name));
    }
    void enter(std::string_view name, bool list) {
        std::string path = path_of(name);
        levels_.push_back({.path = std::move(path), .list = list});
    }

    TextSink sink_;
    std::string file_;
    std::string kind_;
    std::string lines_;
    std::uint64_t number_ = 0;  // of the record in its file, from 1
    std::vector<Level> levels_;
};

}  // namespace

std::unique_ptr<RecordSink> json_records(TextSink sink, std::string file) {
    return std::make_unique<JsonRecords>(std::move(sink), std::move(file));
}

std::unique_ptr<RecordSink> csv_records(TextSink sink, std::string file) {
    return std::make_unique<CsvRecords>(std::move(sink), std::move(file));
}

std::string_view csv_records_header() {
    return "file,number,record,field,value\r\n";
}

}  // namespace xiezhi::output
