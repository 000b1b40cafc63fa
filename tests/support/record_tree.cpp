#include "tests/support/record_tree.h"

#include <fmt/format.h>

namespace xiezhi::testing {

void RecordTree::begin_record(std::string_view kind) {
    records.push_back({std::string(kind), {}});
    levels_ = {Level{}};
}

bool RecordTree::end_record() {
    levels_.clear();
    return true;
}

std::string RecordTree::path(std::string_view name) {
    Level& level = levels_.back();
    const std::string last = level.list ? std::to_string(level.items++) : std::string(name);
    return level.path.empty() ? last : level.path + "." + last;
}

void RecordTree::set(std::string_view name, std::string value) {
    records.back().fields[path(name)] = std::move(value);
}

void RecordTree::text(std::string_view name, std::string_view utf8) {
    set(name, std::string(utf8));
}
void RecordTree::number(std::string_view name, std::uint64_t number) {
    set(name, std::to_string(number));
}
void RecordTree::negative(std::string_view name, std::int64_t number) {
    set(name, std::to_string(number));
}
void RecordTree::real(std::string_view name, double number) {
    set(name, fmt::format("{}", number));
}
void RecordTree::truth(std::string_view name, bool truth) {
    set(name, truth ? "true" : "false");
}
void RecordTree::begin_object(std::string_view name) {
    levels_.push_back({path(name)});
}
void RecordTree::end_object() {
    levels_.pop_back();
}
void RecordTree::begin_list(std::string_view name) {
    levels_.push_back({path(name), true});
}
void RecordTree::end_list() {
    levels_.pop_back();
}

}  // namespace xiezhi::testing
