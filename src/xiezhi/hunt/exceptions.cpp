#include "xiezhi/hunt/exceptions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/rules/sigma/value.h"
#include "xiezhi/rules/sigma/yaml.h"
#include "xiezhi/rules/wildcard.h"

namespace xiezhi::hunt {
namespace {

using rules::sigma::Diagnosis;
using rules::sigma::Mark;
using rules::sigma::YamlEntry;
using rules::sigma::YamlNode;

constexpr std::uint64_t kFileMax = std::uint64_t{4} << 20U;

std::string place_of(const std::string& file, Mark mark) {
    return file + ":" + std::to_string(mark.line);
}

Error refusal(const std::string& file, Mark mark, Message what) {
    return Error{Errc::Usage, std::move(what), place_of(file, mark)};
}

/// "2027-01-31" lasts until the end of that day; with a time of day it is meant to the tick.
std::optional<FileTime> parse_expiry(const std::string& text) {
    constexpr std::size_t kDateSize = 10;
    if (text.size() != kDateSize) return parse_iso(text);
    auto day = parse_iso(text + "T00:00:00Z");
    if (day) day->ticks += kTicksPerDay - 1;
    return day;
}

Result<void> read_fields(const std::string& file, const YamlNode& node, Exception& out) {
    if (!node.is_map()) return refusal(file, node.mark, msg::exception_fields_not_map());
    for (const YamlEntry& field : node.entries) {
        const std::vector<YamlNode> one{field.value};
        for (const YamlNode& value : field.value.is_list() ? field.value.items : one) {
            if (!value.is_scalar() || value.is_null()) {
                return refusal(file, value.mark, msg::exception_value(field.key));
            }
            out.fields.emplace_back(field.key, value.text);
        }
    }
    return {};
}

Result<void> read_entry(const std::string& file, const YamlEntry& entry, Exception& out) {
    if (entry.key == "fields") return read_fields(file, entry.value, out);
    if (entry.key == "rule") {
        out.rule = entry.value.text;
    } else if (entry.key == "reason") {
        out.reason = entry.value.text;
    } else if (entry.key == "expires") {
        out.expires = parse_expiry(entry.value.text);
        if (!out.expires) {
            return refusal(file, entry.value.mark, msg::exception_expires(entry.value.text));
        }
    } else {
        return refusal(file, entry.mark, msg::exception_key(entry.key));
    }
    return {};
}

Result<Exception> read_exception(const std::string& file, const YamlNode& node) {
    if (!node.is_map()) return refusal(file, node.mark, msg::exception_not_map());
    Exception out;
    out.place = place_of(file, node.mark);
    for (const YamlEntry& entry : node.entries) {
        if (auto read = read_entry(file, entry, out); !read) return std::move(read.error());
    }
    if (out.rule.empty()) return refusal(file, node.mark, msg::exception_no_rule());
    if (out.reason.empty()) return refusal(file, node.mark, msg::exception_no_reason(out.rule));
    if (out.rule == "*" && out.fields.empty()) {
        return refusal(file, node.mark, msg::exception_everything());
    }
    return out;
}

/// Sigma text: `*`, `?` and their escapes.
rules::Pattern pattern_of(const std::string& value) {
    rules::Pattern pattern;
    for (const auto& part : rules::sigma::parse_text(value).parts) {
        if (const auto* text = std::get_if<std::string>(&part)) {
            pattern.emplace_back(*text);
        } else if (std::holds_alternative<rules::AnyRun>(part)) {
            pattern.emplace_back(rules::AnyRun{});
        } else if (std::holds_alternative<rules::AnyOne>(part)) {
            pattern.emplace_back(rules::AnyOne{});
        }
    }
    return rules::folded_pattern(pattern);
}

bool fits(const std::vector<rules::Pattern>& patterns, const std::string& value) {
    const std::string text = folded(value);
    return std::ranges::any_of(
        patterns, [&](const auto& pattern) { return rules::wildcard_match(pattern, text); });
}

/// A field of the finding: of its group (correlations), else of its first event.
bool field_fits(const Finding& finding, const std::string& name,
                const std::vector<rules::Pattern>& patterns) {
    for (const auto& [group, value] : finding.group) {
        if (group == name) return fits(patterns, value);
    }
    if (finding.events.empty()) return false;
    const KeptEventView event(finding.events.front().event);
    const int index = event.shape().find(name);
    if (index == Shape::kAbsent) return false;
    const auto& values =
        finding.events.front().event.fields[static_cast<std::size_t>(index)].values;
    return std::ranges::any_of(values, [&](const auto& value) { return fits(patterns, value); });
}

}  // namespace

Result<std::vector<Exception>> parse_exceptions(const std::string& name, Bytes bytes) {
    Diagnosis diagnosis;
    const std::vector<YamlNode> documents = rules::sigma::parse_yaml(bytes, diagnosis);
    if (diagnosis.refusal) {
        return refusal(name, diagnosis.refusal->mark, std::move(diagnosis.refusal->what));
    }
    std::vector<Exception> out;
    for (const YamlNode& document : documents) {
        const YamlNode* list = document.is_map() ? document.find("exceptions") : &document;
        if (list == nullptr || !list->is_list()) {
            return refusal(name, document.mark, msg::exception_no_list());
        }
        for (const YamlNode& item : list->items) {
            auto exception = read_exception(name, item);
            if (!exception) return std::move(exception.error());
            out.push_back(std::move(*exception));
        }
    }
    return out;
}

Result<std::vector<Exception>> load_exceptions(const std::string& path) {
    auto file = platform::open_file(path);
    if (!file) return std::move(file.error()).in(path);
    auto bytes = read_all(**file, kFileMax);
    if (!bytes) return std::move(bytes.error()).in(path);
    return parse_exceptions(platform::with_slashes(path), *bytes);
}

ExceptionFilter::ExceptionFilter(const std::vector<Exception>& exceptions, FileTime now,
                                 const NoteSink& notes) {
    for (const Exception& exception : exceptions) {
        if (exception.expires && *exception.expires < now) {
            std::string date;
            append_iso(date, *exception.expires, 0);
            notes(Note{.kind = NoteKind::Skipped,
                       .path = exception.place,
                       .what = msg::exception_expired(exception.rule, date)});
            continue;
        }
        Ready& ready = exceptions_.emplace_back(Ready{exception.rule, {}});
        for (const auto& [name, value] : exception.fields) {
            const auto same = std::ranges::find(ready.fields, name, &Field::name);
            Field& field =
                same != ready.fields.end() ? *same : ready.fields.emplace_back(Field{name, {}});
            field.patterns.push_back(pattern_of(value));
        }
    }
}

bool ExceptionFilter::excepts(const Finding& finding) const {
    return std::ranges::any_of(exceptions_, [&](const Ready& exception) {
        if (exception.rule != "*" && exception.rule != finding.rule->id &&
            exception.rule != finding.rule->name) {
            return false;
        }
        return std::ranges::all_of(exception.fields, [&](const Field& field) {
            return field_fits(finding, field.name, field.patterns);
        });
    });
}

}  // namespace xiezhi::hunt
