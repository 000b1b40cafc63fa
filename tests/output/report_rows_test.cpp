#include "xiezhi/output/report_rows.h"

#include <gtest/gtest.h>

namespace xiezhi::output {
namespace {

constexpr std::string_view kAlert = R"({"event":{"kind":"alert"},"xiezhi":{"level":"high"}})";
constexpr std::string_view kDocument = R"({"xiezhi":{"dataset":"account"}})";
constexpr std::string_view kVerdict = R"({"xiezhi":{"record":"verdict","dataset":"x"}})";

struct Read {
    std::vector<std::string> rows;  // "kind dataset json"
    std::string error;
};

Read read(std::string_view text, std::size_t rows_wanted = SIZE_MAX) {
    const Bytes bytes = as_bytes(text);
    const MemorySource source({bytes.begin(), bytes.end()});
    Read out;
    const auto done = read_report_rows(source, [&](const ReportRow& row) {
        const char* const kind = row.kind == RowKind::Finding    ? "finding"
                                 : row.kind == RowKind::Document ? "document"
                                                                 : "other";
        out.rows.push_back(std::string(kind) + ' ' + std::string(row.dataset) + ' ' +
                           std::string(row.json));
        return out.rows.size() < rows_wanted;
    });
    if (!done) out.error = render(done.error().what, Lang::En);
    return out;
}

std::string lines(std::initializer_list<std::string_view> all, std::string_view end = "\n") {
    std::string text;
    for (const std::string_view one : all) text.append(one).append(end);
    return text;
}

TEST(ReportRows, TellsFindingsDocumentsAndTheRest) {
    const Read got = read(lines({kVerdict, kAlert, kDocument}));
    EXPECT_EQ(got.error, "");
    ASSERT_EQ(got.rows.size(), 3U);
    EXPECT_TRUE(got.rows[0].starts_with("other  {"));
    EXPECT_TRUE(got.rows[1].starts_with("finding  {"));
    EXPECT_TRUE(got.rows[2].starts_with("document account {"));
}

TEST(ReportRows, NamesTheRuleOfAFindingAndOfARuleRow) {
    const std::string text = R"({"event":{"kind":"alert"},"rule":{"id":"a"},"xiezhi":{}})"
                             "\n"
                             R"({"xiezhi":{"record":"rule","rule":"b"}})"
                             "\n"
                             R"({"event":{"kind":"alert"},"rule":[],"xiezhi":{}})"
                             "\n";
    const Bytes bytes = as_bytes(text);
    const MemorySource source({bytes.begin(), bytes.end()});
    std::string rules;
    EXPECT_TRUE(read_report_rows(source, [&](const ReportRow& row) {
        rules += std::string(row.rule) + ";";
        return true;
    }));
    EXPECT_EQ(rules, "a;b;;");
}

TEST(ReportRows, TakesWhatEditorsDoToFiles) {
    EXPECT_EQ(read("\xef\xbb\xbf" + lines({kAlert, "", kDocument}, "\r\n")).rows.size(), 2U);
    EXPECT_EQ(read(std::string(kAlert)).rows.size(), 1U) << "no line feed at the end";
}

TEST(ReportRows, NamesTheLineThatIsNotOurs) {
    struct Case {
        std::string text;
        std::string_view error;
    };
    for (const auto& [text, error] : std::vector<Case>{
             {"", "empty"},
             {"\n\n", "empty"},
             {"hello\n", "line 1 is no JSON object"},
             {"[]\n", "line 1 is no JSON object"},
             {"\"x\"\n", "line 1 is no JSON object"},
             {lines({kAlert, "{\"a\":"}) + "\n", "line 2 is no JSON object"},
             {lines({kAlert}) + "{\"xiezhi\":{\"lev", "line, 2, is cut off"},
             {lines({kAlert, R"({"Event":{}})"}), "line 2 is JSON, but not from xiezhi"},
             {R"({"xiezhi":3})", "line 1 is JSON, but not from xiezhi"},
             {lines({kAlert}) + "{\"xiezhi\":{\"a\":\"\xff\"}}\n", "line 2 is no JSON object"},
             {std::string("\0\0\0\0", 4), "line 1 is no JSON object"},
             {lines({"{\"xiezhi\":" + std::string(5000, '[') + "}"}), "line 1 is no JSON object"},
         }) {
        EXPECT_NE(read(text).error.find(error), std::string::npos)
            << text << ": " << read(text).error;
    }
}

TEST(ReportRows, LinesLongerThanAWindowAreWhole) {
    const std::string big =
        R"({"xiezhi":{"dataset":"script"},"a":")" + std::string(3 << 20, 'x') + "\"}";
    const Read got = read(lines({kAlert, big, kAlert}));
    ASSERT_EQ(got.rows.size(), 3U);
    EXPECT_EQ(got.rows[1], "document script " + big);
}

TEST(ReportRows, EndsWhenNobodyWantsMore) {
    const Read got = read(lines({kAlert, kAlert, "no json"}), 1);
    EXPECT_EQ(got.rows.size(), 1U);
    EXPECT_EQ(got.error, "");
}

}  // namespace
}  // namespace xiezhi::output
