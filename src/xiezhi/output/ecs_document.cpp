#include "xiezhi/output/ecs_document.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "xiezhi/schema/ecs.h"

namespace xiezhi::output {
namespace {

using schema::ecs::FieldType;

/// What stands below these are names that providers gave.
constexpr std::string_view kGiven[] = {"winlog.event_data.", "winlog.user_data."};

std::vector<std::string_view> steps_of(std::string_view field) {
    std::string_view last;
    for (const std::string_view prefix : kGiven) {
        if (!field.starts_with(prefix)) continue;
        last = field.substr(prefix.size());
        field = prefix.substr(0, prefix.size() - 1);
    }
    std::vector<std::string_view> steps;
    while (true) {
        const std::size_t dot = field.find('.');
        steps.push_back(field.substr(0, dot));
        if (dot == std::string_view::npos) break;
        field.remove_prefix(dot + 1);
    }
    if (last.data() != nullptr) steps.push_back(last);
    return steps;
}

template <class Number>
bool write_number(JsonText& out, std::string_view text) {
    const std::span<const char> digits(text);
    const char* const end = std::to_address(digits.end());
    Number value{};
    const auto read = std::from_chars(std::to_address(digits.begin()), end, value);
    if (read.ec != std::errc{} || read.ptr != end) return false;
    out.value(value);
    return true;
}

/// A text that is not of the field's type stays a text: nothing is lost.
void write_value(JsonText& out, FieldType type, std::string_view text) {
    switch (type) {
        case FieldType::Long:
            if (write_number<std::uint64_t>(out, text)) return;
            break;
        case FieldType::Double:
            if (write_number<double>(out, text)) return;
            break;
        case FieldType::Boolean:
            if (text == "true" || text == "false") return out.value(text == "true");
            break;
        case FieldType::Keyword:
            break;
    }
    out.value(text);
}

void write_values(JsonText& out, std::string_view field, const std::vector<std::string>& values) {
    const auto index = schema::ecs::field_index(field);
    const schema::ecs::FieldInfo info =
        index ? schema::ecs::fields()[*index] : schema::ecs::FieldInfo{};
    const bool is_list = info.is_list || values.size() != 1;
    if (is_list) out.begin_array();
    for (const std::string& value : values) write_value(out, info.type, value);
    if (is_list) out.end_array();
}

}  // namespace

void write_ecs(JsonText& out, ecs::Document& document) {
    std::vector<std::string> names;
    document.fields(names);
    out.begin_object();
    std::vector<std::string_view> open;  // objects that we stand in
    std::vector<std::string> values;
    // By steps, not by letters: "a.b" and "a.c" must follow each other whatever "a-x" is.
    std::vector<std::pair<std::vector<std::string_view>, const std::string*>> ordered;
    ordered.reserve(names.size());
    for (const std::string& name : names) ordered.emplace_back(steps_of(name), &name);
    std::ranges::sort(ordered);
    for (const auto& [steps, name] : ordered) {
        const std::size_t depth = steps.size() - 1;
        std::size_t same = 0;
        while (same < depth && same < open.size() && open[same] == steps[same]) ++same;
        for (; open.size() > same; open.pop_back()) out.end_object();
        for (; open.size() < depth; open.push_back(steps[open.size()])) {
            out.key(steps[open.size()]);
            out.begin_object();
        }
        values.clear();
        document.values(*name, values);
        out.key(steps.back());
        write_values(out, *name, values);
    }
    for (; !open.empty(); open.pop_back()) out.end_object();
    out.end_object();
}

}  // namespace xiezhi::output
