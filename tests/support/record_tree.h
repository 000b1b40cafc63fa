#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/record_sink.h"

namespace xiezhi::testing {

/// One native record as text: path of a field (`triggers.0.type`) to its value.
struct TreeRecord {
    std::string kind;
    std::map<std::string, std::string> fields;

    [[nodiscard]] std::string at(const std::string& path) const {
        const auto found = fields.find(path);
        return found == fields.end() ? std::string("(absent)") : found->second;
    }
};

/// Collects native records for tests.
class RecordTree final : public RecordSink {
public:
    std::vector<TreeRecord> records;

    void begin_record(std::string_view kind) override;
    bool end_record() override;
    void text(std::string_view name, std::string_view utf8) override;
    void number(std::string_view name, std::uint64_t number) override;
    void negative(std::string_view name, std::int64_t number) override;
    void real(std::string_view name, double number) override;
    void truth(std::string_view name, bool truth) override;
    void begin_object(std::string_view name) override;
    void end_object() override;
    void begin_list(std::string_view name) override;
    void end_list() override;

private:
    struct Level {
        std::string path;
        bool list = false;
        std::size_t items = 0;
    };
    std::string path(std::string_view name);
    void set(std::string_view name, std::string value);

    std::vector<Level> levels_;
};

}  // namespace xiezhi::testing
