#include "xiezhi/rules/leaf.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/analyse.h"
#include "xiezhi/rules/wildcard.h"

namespace xiezhi::rules {
namespace {

bool related(Op op, std::string_view value, std::string_view text) {
    switch (op) {
        case Op::Equals:
            return value == text;
        case Op::Contains:
            return contains_text(value, text);
        case Op::StartsWith:
            return value.starts_with(text);
        case Op::EndsWith:
            return value.ends_with(text);
        default:
            return false;
    }
}

bool time_fits(const ReadyLeaf& leaf, std::string_view value) {
    const auto time = parse_iso(value);
    return time && compare_numbers(time_part(*time, leaf.unit), leaf.compare, leaf.number);
}

bool number_fits(const ReadyLeaf& leaf, std::string_view value) {
    const auto number = parse_number(value);
    return number && compare_numbers(*number, leaf.compare, leaf.number);
}

bool address_fits(const ReadyLeaf& leaf, std::string_view value) {
    const auto address = parse_address(value);
    if (!address) return false;
    return std::ranges::any_of(leaf.networks,
                               [&](const Network& n) { return n.contains(*address); });
}

/// How the order of the value to the leaf's operand (-1, 0, 1) answers the comparison.
bool order_fits(int order, CompareOp op) {
    return compare_numbers(order, op, 0);
}

bool text_order_fits(const ReadyLeaf& leaf, std::string_view value) {
    const int order = value.compare(leaf.text);
    return order_fits(order < 0 ? -1 : order > 0 ? 1 : 0, leaf.compare);
}

bool address_order_fits(const ReadyLeaf& leaf, std::string_view value) {
    const auto address = parse_address(value);
    if (!address) return false;
    const auto order = *address <=> leaf.address;
    return order_fits(order < 0 ? -1 : order > 0 ? 1 : 0, leaf.compare);
}

bool instant_fits(const ReadyLeaf& leaf, std::string_view value) {
    const auto time = parse_iso(value);
    return time && *time >= leaf.first && *time <= leaf.last;
}

bool word_fits(const ReadyLeaf& leaf, std::string_view value) {
    for (Words words(value, leaf.analyser); words.next();) {
        if (wildcard_match(*leaf.pattern, words.word())) return true;
    }
    return false;
}

/// Longer than what a cluster indexes.
bool too_long(const ReadyLeaf& leaf, std::string_view value) {
    if (leaf.units_max == 0 || value.size() <= leaf.units_max) return false;
    std::size_t units = 0;
    for (std::size_t at = 0; at < value.size();) {
        units += next_code_point(value, at) > 0xffff ? 2U : 1U;
    }
    return units > leaf.units_max;
}

bool is_raw(Op op, bool cased) {
    switch (op) {
        case Op::Regex:
        case Op::TimePart:
        case Op::Phrase:
        case Op::TokenWildcard:
        case Op::CompareText:
        case Op::CompareAddress:
        case Op::Within:
            return true;
        case Op::Equals:
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
        case Op::Wildcard:
        case Op::Cidr:
        case Op::Compare:
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
            break;
    }
    return cased;
}

const FieldTexts& texts_for(const ReadyLeaf& leaf, std::uint32_t field, RecordFields& fields) {
    return is_raw(leaf.op, leaf.cased) ? fields.raw(field) : fields.folded(field);
}

/// Cutting a script into words and asking a regex are dear; most values do not have the text that
/// every fitting one must have.
bool may_fit(const ReadyLeaf& leaf, RecordFields& fields) {
    if (leaf.required.empty()) return true;
    const FieldTexts& values = fields.folded(leaf.field);
    for (std::size_t i = 0; i < values.count(); ++i) {
        const auto has_text = [&](const std::string& t) {
            return contains_text(values.text(i), t);
        };
        if (std::ranges::any_of(leaf.required, has_text)) return true;
    }
    return false;
}

LeafAnswer ask_exists(const ReadyLeaf& leaf, const FieldTexts& values) {
    if (leaf.units_max == 0) return {values.present()};
    for (std::size_t i = 0; i < values.count(); ++i) {
        if (!too_long(leaf, values.text(i))) return {true, i};
    }
    return {};
}

LeafAnswer ask_same_as(const ReadyLeaf& leaf, const FieldTexts& values, RecordFields& fields) {
    const FieldTexts& others = texts_for(leaf, leaf.other_field, fields);
    for (std::size_t i = 0; i < values.count(); ++i) {
        for (std::size_t k = 0; k < others.count(); ++k) {
            if (related(leaf.relation, values.text(i), others.text(k))) return {true, i};
        }
    }
    return {};
}

bool has_no_value(const FieldTexts& values) {
    for (std::size_t i = 0; i < values.count(); ++i) {
        if (!values.text(i).empty()) return false;
    }
    return true;
}

}  // namespace

bool wants_raw(const Leaf& leaf) noexcept {
    return is_raw(leaf.op, leaf.cased);
}

ReadyLeaf make_ready(const Leaf& leaf, std::uint32_t field, std::uint32_t other_field,
                     RegexCache& regexes) {
    ReadyLeaf ready;
    ready.op = leaf.op;
    ready.cased = leaf.cased;
    ready.compare = leaf.compare;
    ready.unit = leaf.unit;
    ready.relation = leaf.relation;
    ready.field = field;
    ready.other_field = other_field;
    ready.number = leaf.number;
    ready.analyser = leaf.analyser;
    ready.units_max = leaf.units_max;
    ready.first = leaf.first;
    ready.last = leaf.last;
    switch (leaf.op) {
        case Op::Equals:
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
            ready.text = leaf.cased ? leaf.text : folded(leaf.text);
            break;
        case Op::Wildcard:
            ready.pattern =
                std::make_unique<Pattern>(leaf.cased ? leaf.pattern : folded_pattern(leaf.pattern));
            break;
        case Op::Regex:
            ready.regex = regexes.get(leaf.text);
            ready.required = ready.regex->required();
            break;
        case Op::Cidr:
            if (const auto network = parse_network(leaf.text)) {
                ready.networks.push_back(*network);
            }
            break;
        case Op::Phrase:
            ready.words = phrase_words(leaf.text);
            if (!ready.words.empty())
                ready.required = {
                    folded(*std::ranges::max_element(ready.words, {}, &std::string::size))};
            break;
        case Op::TokenWildcard:
            ready.pattern = std::make_unique<Pattern>(lowered(leaf.pattern, leaf.analyser));
            if (const auto text = longest_literal(leaf.pattern); !text.empty())
                ready.required = {folded(text)};
            break;
        case Op::CompareText:
            ready.text = leaf.text;
            break;
        case Op::CompareAddress:
            ready.address = parse_address(leaf.text).value_or(Address{});
            break;
        case Op::Within:
        case Op::Compare:
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
        case Op::TimePart:
            break;
    }
    return ready;
}

bool fits_text(const ReadyLeaf& leaf, std::string_view value) {
    if (leaf.group) return leaf.group->scan(value, [](std::uint32_t) { return true; });
    switch (leaf.op) {
        case Op::Equals:
        case Op::Contains:
        case Op::StartsWith:
        case Op::EndsWith:
            return related(leaf.op, value, leaf.text);
        case Op::Wildcard:
            return wildcard_match(*leaf.pattern, value);
        case Op::Regex:
            return leaf.regex->fits(value);
        case Op::Cidr:
            return address_fits(leaf, value);
        case Op::Compare:
            return number_fits(leaf, value);
        case Op::TimePart:
            return time_fits(leaf, value);
        case Op::Phrase:
            return has_phrase(value, leaf.analyser, leaf.words);
        case Op::TokenWildcard:
            return word_fits(leaf, value);
        case Op::CompareText:
            return text_order_fits(leaf, value);
        case Op::CompareAddress:
            return address_order_fits(leaf, value);
        case Op::Within:
            return instant_fits(leaf, value);
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
            return false;  // asked of the whole field
    }
    return false;
}

LeafAnswer ask(const ReadyLeaf& leaf, RecordFields& fields) {
    if (!may_fit(leaf, fields)) return {};
    const FieldTexts& values = texts_for(leaf, leaf.field, fields);
    if (leaf.op == Op::Exists) return ask_exists(leaf, values);
    if (leaf.op == Op::Null) return {has_no_value(values)};
    if (leaf.op == Op::SameAs) return ask_same_as(leaf, values, fields);
    for (std::size_t i = 0; i < values.count(); ++i) {
        if (!too_long(leaf, values.text(i)) && fits_text(leaf, values.text(i))) return {true, i};
    }
    return {};
}

std::optional<double> parse_number(std::string_view text) noexcept {
    const char* end = std::to_address(text.end());
    if (text.starts_with("0x")) {
        text.remove_prefix(2);
        std::uint64_t value = 0;
        const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, value, 16);
        if (error != std::errc{} || stop != end) return std::nullopt;
        return static_cast<double>(value);
    }
    constexpr std::string_view kDigits = "0123456789.-";
    if (text.find_first_not_of(kDigits) != std::string_view::npos) return std::nullopt;
    double value = 0;
    const auto [stop, error] =
        std::from_chars(std::to_address(text.begin()), end, value, std::chars_format::fixed);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

bool compare_numbers(double left, CompareOp op, double right) noexcept {
    switch (op) {
        case CompareOp::Eq:
            return !(left < right) && !(left > right);
        case CompareOp::Ne:
            return left < right || left > right;
        case CompareOp::Lt:
            return left < right;
        case CompareOp::Le:
            return left <= right;
        case CompareOp::Gt:
            return left > right;
        case CompareOp::Ge:
            return left >= right;
    }
    return false;
}

int time_part(FileTime time, TimeUnit unit) noexcept {
    using namespace std::chrono;
    constexpr std::int64_t kSecondsToUnix = 11'644'473'600;
    const auto all_seconds =
        static_cast<std::int64_t>(time.ticks / kTicksPerSecond) - kSecondsToUnix;
    const sys_seconds moment{seconds(all_seconds)};
    const sys_days day = floor<days>(moment);
    const year_month_day date(day);
    const hh_mm_ss clock(moment - day);
    switch (unit) {
        case TimeUnit::Minute:
            return static_cast<int>(clock.minutes().count());
        case TimeUnit::Hour:
            return static_cast<int>(clock.hours().count());
        case TimeUnit::Day:
            return static_cast<int>(static_cast<unsigned>(date.day()));
        case TimeUnit::Month:
            return static_cast<int>(static_cast<unsigned>(date.month()));
        case TimeUnit::Year:
            return static_cast<int>(date.year());
        case TimeUnit::Week: {
            // ISO 8601: a week belongs to the year of its Thursday.
            const sys_days thursday = day + days(4 - static_cast<int>(weekday(day).iso_encoding()));
            const sys_days first = sys_days(year_month_day(thursday).year() / January / 1);
            return static_cast<int>((thursday - first).count() / 7) + 1;
        }
    }
    return 0;
}

}  // namespace xiezhi::rules
