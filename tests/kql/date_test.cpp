// Dates as Elasticsearch rounds them.
#include "xiezhi/rules/kql/date.h"

#include <gtest/gtest.h>

namespace xiezhi::rules::kql {
namespace {

constexpr int kDigits = 3;

/// "first .. last", or "none"; now is 2024-05-31T12:34:56.789Z, a Friday.
std::string span_of(const char* text) {
    const auto now = parse_iso("2024-05-31T12:34:56.789Z");
    const auto span = parse_date(text, *now);
    if (!span) return "none";
    std::string out;
    append_iso(out, span->first, kDigits);
    out += " .. ";
    append_iso(out, span->last, kDigits);
    return out;
}

struct Reading {
    const char* name;
    const char* text;
    const char* span;
};

class Dates : public testing::TestWithParam<Reading> {};

TEST_P(Dates, MeanASpan) {
    EXPECT_EQ(span_of(GetParam().text), GetParam().span);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Texts, Dates, testing::Values(
    Reading{"Year", "2024", "2024-01-01T00:00:00.000Z .. 2024-12-31T23:59:59.999Z"},
    Reading{"Month", "2024-02", "2024-02-01T00:00:00.000Z .. 2024-02-29T23:59:59.999Z"},
    Reading{"Day", "2024-05-31", "2024-05-31T00:00:00.000Z .. 2024-05-31T23:59:59.999Z"},
    Reading{"Minute", "2024-05-31T10:20Z", "2024-05-31T10:20:00.000Z .. 2024-05-31T10:20:59.999Z"},
    Reading{"Milliseconds", "2024-05-31T10:20:30.5", "2024-05-31T10:20:30.500Z .. 2024-05-31T10:20:30.500Z"},
    Reading{"Zone", "2024-05-31T08:00:00+08:00", "2024-05-31T00:00:00.000Z .. 2024-05-31T00:00:00.999Z"},
    Reading{"Epoch", "1717113600000", "2024-05-31T00:00:00.000Z .. 2024-05-31T00:00:00.000Z"},
    Reading{"Now", "now", "2024-05-31T12:34:56.789Z .. 2024-05-31T12:34:56.789Z"},
    Reading{"DaysAgo", "now-7d/d", "2024-05-24T00:00:00.000Z .. 2024-05-24T23:59:59.999Z"},
    Reading{"Week", "now/w", "2024-05-27T00:00:00.000Z .. 2024-06-02T23:59:59.999Z"},
    Reading{"MonthMath", "2024-01-31||+1M/M", "2024-02-01T00:00:00.000Z .. 2024-02-29T23:59:59.999Z"},
    Reading{"LastOfMonth", "2024-01-31||+1M", "2024-02-29T00:00:00.000Z .. 2024-02-29T23:59:59.999Z"},
    Reading{"Word", "yesterday", "none"},
    Reading{"NoSuchDay", "2023-02-29", "none"},
    Reading{"BadUnit", "now-7x", "none"},
    Reading{"Unfinished", "now-", "none"},
    Reading{"HugeCount", "now-9999999y", "none"},
    Reading{"BadHour", "2024-05-31T25:00", "none"}),
    [](const auto& one) { return one.param.name; });
// clang-format on

}  // namespace
}  // namespace xiezhi::rules::kql
