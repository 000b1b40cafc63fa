#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xiezhi/base/damage.h"
#include "xiezhi/base/record_sink.h"
#include "xiezhi/base/result.h"
#include "xiezhi/evidence/kind.h"

namespace xiezhi::testing {

/// A native record with its fields flat and in order: names of nested ones joined with dots, items
/// of lists numbered (`run_times[3]`, `volumes[0].serial`).
struct NativeRecord {
    std::string kind;
    std::vector<std::pair<std::string, std::string>> fields;

    /// The value of a field; nothing when the record has none of that name.
    [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
    /// The values of all fields whose name, without the numbers of list items, is `name`.
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
};

/// Keeps the records that it is given.
class RecordKeeper final : public RecordSink {
public:
    void begin_record(std::string_view kind) override;
    [[nodiscard]] bool end_record() override;
    void text(std::string_view name, std::string_view utf8) override;
    void number(std::string_view name, std::uint64_t number) override;
    void negative(std::string_view name, std::int64_t number) override;
    void real(std::string_view name, double number) override;
    void truth(std::string_view name, bool truth) override;
    void begin_object(std::string_view name) override;
    void end_object() override;
    void begin_list(std::string_view name) override;
    void end_list() override;

    std::vector<NativeRecord> records;

private:
    struct Level {
        std::string prefix;
        bool list = false;
        std::size_t count = 0;
    };
    std::string path(std::string_view name);
    void open(std::string_view name, bool list);

    std::vector<Level> levels_;
};

/// What `dump` makes of bytes: their kind by content and name, records, damages by message id.
struct NativeDumped {
    evidence::ArtefactKind kind = evidence::ArtefactKind::Other;
    std::vector<NativeRecord> records;
    std::vector<std::string> damages;
    std::string error;  // message id; empty when it could be read
};
[[nodiscard]] NativeDumped native_dumped(std::string_view bytes, std::string_view path);
[[nodiscard]] NativeDumped native_dumped(const std::filesystem::path& file);

}  // namespace xiezhi::testing
