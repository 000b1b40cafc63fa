#include "xiezhi/rules/leaf.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"
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

const FieldTexts& texts_for(const ReadyLeaf& leaf, std::uint32_t field, RecordFields& fields) {
    const bool raw = leaf.cased || leaf.op == Op::Regex || leaf.op == Op::TimePart;
    return raw ? fields.raw(field) : fields.folded(field);
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
            break;
        case Op::Cidr:
            if (const auto network = parse_network(leaf.text)) {
                ready.networks.push_back(*network);
            }
            break;
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
        case Op::Exists:
        case Op::Null:
        case Op::SameAs:
            return false;  // asked of the whole field
    }
    return false;
}

LeafAnswer ask(const ReadyLeaf& leaf, RecordFields& fields) {
    const FieldTexts& values = texts_for(leaf, leaf.field, fields);
    if (leaf.op == Op::Exists) return {values.present()};
    if (leaf.op == Op::Null) return {has_no_value(values)};
    if (leaf.op == Op::SameAs) return ask_same_as(leaf, values, fields);
    for (std::size_t i = 0; i < values.count(); ++i) {
        if (fits_text(leaf, values.text(i))) return {true, i};
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
