#include "tests/support/native_records.h"

#include <fmt/format.h>

#include "tests/support/corpus.h"
#include "xiezhi/cli/native_dump.h"

namespace xiezhi::testing {
namespace {

std::string without_numbers(std::string_view name) {
    std::string out;
    bool inside = false;
    for (const char c : name) {
        if (c == '[') inside = true;
        if (!inside) out += c;
        if (c == ']') inside = false;
    }
    return out;
}

}  // namespace

std::optional<std::string> NativeRecord::get(std::string_view name) const {
    for (const auto& [field, value] : fields) {
        if (field == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string> NativeRecord::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [field, value] : fields) {
        if (without_numbers(field) == name) values.push_back(value);
    }
    return values;
}

void RecordKeeper::begin_record(std::string_view kind) {
    records.push_back({.kind = std::string(kind), .fields = {}});
}

bool RecordKeeper::end_record() {
    levels_.clear();
    return true;
}

std::string RecordKeeper::path(std::string_view name) {
    if (levels_.empty()) return std::string(name);
    Level& level = levels_.back();
    if (level.list) return fmt::format("{}[{}]", level.prefix, level.count++);
    return level.prefix + "." + std::string(name);
}

void RecordKeeper::open(std::string_view name, bool list) {
    levels_.push_back({.prefix = path(name), .list = list});
}

void RecordKeeper::text(std::string_view name, std::string_view utf8) {
    records.back().fields.emplace_back(path(name), utf8);
}
void RecordKeeper::number(std::string_view name, std::uint64_t number) {
    text(name, std::to_string(number));
}
void RecordKeeper::negative(std::string_view name, std::int64_t number) {
    text(name, std::to_string(number));
}
void RecordKeeper::real(std::string_view name, double number) {
    text(name, fmt::format("{}", number));
}
void RecordKeeper::truth(std::string_view name, bool truth) {
    text(name, truth ? "true" : "false");
}
void RecordKeeper::begin_object(std::string_view name) {
    open(name, false);
}
void RecordKeeper::end_object() {
    levels_.pop_back();
}
void RecordKeeper::begin_list(std::string_view name) {
    open(name, true);
}
void RecordKeeper::end_list() {
    levels_.pop_back();
}

NativeDumped native_dumped(std::string_view bytes, std::string_view path) {
    const Bytes raw = as_bytes(bytes);
    const MemorySource source({raw.begin(), raw.end()});
    NativeDumped dumped;
    const auto kind = evidence::artefact_kind(source, path);
    if (kind) dumped.kind = *kind;
    const cli::NativeDump native = cli::native_dump(dumped.kind);
    if (native == nullptr) return dumped;
    RecordKeeper keeper;
    const cli::NativeInput input{
        .bytes = source, .path = path, .beside = [](std::string_view) { return nullptr; }};
    const auto done = native(input, keeper, [&](const Damage& damage) {
        dumped.damages.emplace_back(message_name(damage.what));
    });
    if (!done) dumped.error = message_name(done.error().what);
    dumped.records = std::move(keeper.records);
    return dumped;
}

NativeDumped native_dumped(const std::filesystem::path& file) {
    return native_dumped(read_file(file), file.generic_string());
}

}  // namespace xiezhi::testing
