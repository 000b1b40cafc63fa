#include "xiezhi/output/report_page.h"

#include <gtest/gtest.h>

#include "tests/support/page_rows.h"
#include "xiezhi/base/base64.h"
#include "xiezhi/base/digest.h"

namespace xiezhi::output {
namespace {

constexpr std::string_view kRowsBegin = R"(<script type="application/json" id="rows">)";
constexpr std::string_view kScriptEnd = "</script>";

std::string between(std::string_view text, std::string_view begin, std::string_view end) {
    const std::size_t from = text.find(begin);
    if (from == std::string_view::npos) return {};
    const std::size_t at = from + begin.size();
    return std::string(text.substr(at, text.find(end, at) - at));
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1))
        ++count;
    return count;
}

std::string hash_of(std::string_view text) {
    Digest digest(DigestKind::Sha256);
    digest.update(as_bytes(text));
    std::string out = "'sha256-";
    append_base64(out, digest.finish().bytes());
    return out + "'";
}

/// A page with what `fill` puts into it.
std::string page_of(const std::function<void(ReportPage&)>& fill, ReportOptions options = {}) {
    std::string out;
    ReportPage page(
        [&](std::string_view text) {
            out += text;
            return true;
        },
        std::move(options));
    EXPECT_TRUE(page.begin());
    fill(page);
    EXPECT_TRUE(page.end());
    return out;
}

std::vector<std::string> rows_of(const std::string& page) {
    std::vector<std::string> rows;
    const std::string block = testing::rows_of_page(page);
    std::string_view rest = block;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        rows.emplace_back(rest.substr(0, end));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return rows;
}

TEST(ReportPage, NothingInARowEndsItsBlock) {
    const std::vector<std::string> hostile = {
        R"({"a":"</script><script>alert(1)</script>"})",
        R"({"a":"<!--<script>"})",
        R"({"a":"]]>&lt;&amp;"})",
        "{\"a\":\"\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe4\xbd\xa0\xe2\x82\xac\"}",
    };
    const std::string page = page_of([&](ReportPage& out) {
        for (const std::string& row : hostile) EXPECT_TRUE(out.row(row, RowKind::Other));
    });
    EXPECT_EQ(between(page, kRowsBegin, kScriptEnd)
                  .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789+/="),
              std::string::npos);
    // What a browser reads is what was written.
    const std::vector<std::string> rows = rows_of(page);
    ASSERT_EQ(rows.size(), hostile.size() + 1);
    for (std::size_t i = 0; i < hostile.size(); ++i) EXPECT_EQ(rows[i + 1], hostile[i]);
}

TEST(ReportPage, PacksManyRows) {
    std::string row = "{\"a\":\"";
    for (std::uint32_t i = 0; row.size() < 300'000; ++i) row += std::to_string(i * 2'654'435'761U);
    row += "\"}";
    const std::string page = page_of([&](ReportPage& out) {
        for (int i = 0; i < 20; ++i) EXPECT_TRUE(out.row(row, RowKind::Other));
    });
    const std::vector<std::string> rows = rows_of(page);
    ASSERT_EQ(rows.size(), 21U);
    for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_EQ(rows[i], row);
}

TEST(ReportPage, ThePolicyNamesItsScriptAndItsStyleAndNothingElse) {
    const std::string page = page_of([](ReportPage&) {});
    const std::string policy =
        between(page, R"(http-equiv="Content-Security-Policy" content=")", "\"");
    EXPECT_TRUE(policy.starts_with("default-src 'none';")) << policy;
    const std::string script = between(page, "<script>", kScriptEnd);
    const std::string style = between(page, "<style>", "</style>");
    ASSERT_FALSE(script.empty());
    ASSERT_FALSE(style.empty());
    EXPECT_NE(policy.find("script-src " + hash_of(script) + ";"), std::string::npos) << policy;
    EXPECT_NE(policy.find("style-src " + hash_of(style) + ";"), std::string::npos) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(policy.find("http"), std::string::npos);
    EXPECT_EQ(script.find("innerHTML="), script.rfind("innerHTML="))
        << "only the framework may have it, for a property that we do not use";
    EXPECT_EQ(count_of(page, "<script"), 2U);
    EXPECT_EQ(page.find(" src="), std::string::npos);
    EXPECT_EQ(page.find(" onclick="), std::string::npos);
}

TEST(ReportPage, SaysWhatItLeftOut) {
    const std::string page = page_of(
        [](ReportPage& out) {
            for (int i = 0; i < 5; ++i) {
                EXPECT_TRUE(out.row(R"({"xiezhi":{}})", RowKind::Document, "execution"));
            }
            EXPECT_TRUE(out.row(R"({"xiezhi":{}})", RowKind::Document, "host"));
            for (int i = 0; i < 3; ++i) EXPECT_TRUE(out.row("{\"f\":1}", RowKind::Finding));
            EXPECT_EQ(out.documents_left_out(), 3U);
            EXPECT_EQ(out.findings_left_out(), 1U);
        },
        {.documents_of_dataset_max = 2, .finding_bytes_max = 14});
    const std::string rows = testing::rows_of_page(page);
    EXPECT_NE(rows.find(R"("record":"cut","dataset":"execution","left_out":3)"), std::string::npos);
    EXPECT_NE(rows.find(R"("record":"cut","left_out":1)"), std::string::npos);
    EXPECT_EQ(count_of(rows, "{\"f\":1}"), 2U);
}

TEST(ReportPage, BoundsTheBytesOfDocuments) {
    const std::string big = "{\"a\":\"" + std::string(100, 'x') + "\"}";
    std::string page = page_of(
        [&](ReportPage& out) {
            for (int i = 0; i < 4; ++i) EXPECT_TRUE(out.row(big, RowKind::Document, "file"));
        },
        {.document_bytes_max = 2 * big.size()});
    const std::string rows = testing::rows_of_page(page);
    EXPECT_EQ(count_of(rows, big), 2U);
    EXPECT_NE(rows.find(R"("left_out":2)"), std::string::npos);
}

TEST(ReportPage, BeginsInTheLanguageOfTheRun) {
    const std::string page = page_of([](ReportPage&) {}, {.version = "9.9", .lang = Lang::Zh});
    const std::string rows = testing::rows_of_page(page);
    EXPECT_NE(rows.find(R"("version":"9.9","lang":"zh")"), std::string::npos);
    EXPECT_NE(page.find("安全事件排查报告"), std::string::npos) << "the page's own words";
    EXPECT_NE(rows.find(R"("kind":"task","act":"contain")"), std::string::npos) << "commands";
}

TEST(ReportPage, StopsWhenNobodyWantsMore) {
    ReportPage page([](std::string_view) { return false; }, {});
    EXPECT_FALSE(page.begin());
    EXPECT_FALSE(page.end());
}

}  // namespace
}  // namespace xiezhi::output
