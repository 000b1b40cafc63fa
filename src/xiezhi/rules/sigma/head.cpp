#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/sigma/document.h"

namespace xiezhi::rules::sigma {
namespace {

/// `2024/01/31` is the older spelling.
std::string date_of(const YamlNode& document, std::string_view key) {
    std::string date(document.text_of(key));
    std::ranges::replace(date, '/', '-');
    return date;
}

std::vector<TwoTexts> two_texts(const YamlNode* node) {
    std::vector<TwoTexts> out;
    if (node == nullptr) return out;
    const auto add = [&](const YamlNode& each) {
        if (each.is_map()) {
            out.push_back({std::string(each.text_of("en")), std::string(each.text_of("zh"))});
        } else if (each.is_scalar()) {
            out.push_back({each.text, each.text});
        }
    };
    if (!node->is_list()) add(*node);
    for (const YamlNode& each : node->items) add(each);
    return out;
}

PackNotes read_pack_notes(const YamlNode& notes) {
    PackNotes out;
    if (const YamlNode* title = notes.find("title")) out.title_zh = title->text_of("zh");
    out.why = two_texts(notes.find("why"));
    out.supports = two_texts(notes.find("for"));
    out.against = two_texts(notes.find("against"));
    out.next = two_texts(notes.find("next"));
    out.capabilities = texts_of(notes.find("capabilities"));
    out.at_rest = notes.text_of("at_rest") != "false";
    return out;
}

/// The id as GUIDs are compared.
std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

struct TimeSpanUnit {
    char letter;
    std::uint64_t seconds;
};
// Month and year: a twelfth of and a whole mean Gregorian year, as pySigma has them.
constexpr auto kUnits = std::to_array<TimeSpanUnit>({{'s', 1},
                                                     {'m', 60},
                                                     {'h', 3600},
                                                     {'d', 86'400},
                                                     {'w', 604'800},
                                                     {'M', 2'629'746},
                                                     {'y', 31'556'952}});

}  // namespace

std::vector<std::string> texts_of(const YamlNode* node) {
    std::vector<std::string> out;
    if (node == nullptr || node->is_null()) return out;
    if (node->is_scalar()) out.push_back(node->text);
    for (const YamlNode& each : node->items) {
        if (each.is_scalar()) out.push_back(each.text);
    }
    return out;
}

std::optional<std::uint64_t> parse_timespan(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto* unit = std::ranges::find(kUnits, text.back(), &TimeSpanUnit::letter);
    const std::string digits(text.substr(0, text.size() - 1));
    std::uint64_t count = 0;
    const char* end = std::to_address(digits.end());
    const auto [stop, error] = std::from_chars(digits.data(), end, count);
    constexpr std::uint64_t kCountMax = 1'000'000'000;
    if (unit == kUnits.end() || digits.empty() || error != std::errc() || stop != end ||
        count == 0 || count > kCountMax / unit->seconds) {
        return std::nullopt;
    }
    return count * unit->seconds * kTicksPerSecond;
}

RuleHead read_head(const YamlNode& document, const DocumentContext& context, Diagnosis& diagnosis) {
    RuleHead head;
    head.id = lower(document.text_of("id"));
    head.name = document.text_of("name");
    head.title = document.text_of("title");
    head.status = document.text_of("status");
    head.description = document.text_of("description");
    head.author = document.text_of("author");
    head.date = date_of(document, "date");
    head.modified = date_of(document, "modified");
    head.ruleset = context.ruleset;
    head.references = texts_of(document.find("references"));
    head.tags = texts_of(document.find("tags"));
    head.falsepositives = texts_of(document.find("falsepositives"));
    head.place = {context.path, document.mark.line, document.mark.column};
    if (const YamlNode* notes = document.find("xiezhi")) head.pack = read_pack_notes(*notes);
    if (const YamlNode* level = document.find("level")) {
        if (const auto known = parse_level(level->text)) {
            head.level = *known;
        } else {
            diagnosis.warn(level->mark, msg::sigma_level(level->text));
        }
    }
    const YamlNode* taxonomy = document.find("taxonomy");
    if (taxonomy != nullptr && taxonomy->text != "sigma") {
        diagnosis.refuse(taxonomy->mark, msg::sigma_taxonomy(taxonomy->text));
    }
    return head;
}

std::optional<LogSource> read_log_source(const YamlNode& document, Diagnosis& diagnosis) {
    const YamlNode* node = document.find("logsource");
    if (node == nullptr || !node->is_map() || node->entries.empty()) {
        return diagnosis.refuse(node == nullptr ? document.mark : node->mark,
                                msg::sigma_no_logsource());
    }
    LogSource source;
    source.category = node->text_of("category");
    source.product = node->text_of("product");
    source.service = node->text_of("service");
    source.definition = node->text_of("definition");
    if (source.category.empty() && source.product.empty() && source.service.empty()) {
        return diagnosis.refuse(node->mark, msg::sigma_no_logsource());
    }
    return source;
}

}  // namespace xiezhi::rules::sigma
