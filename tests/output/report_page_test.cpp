#include "xiezhi/output/report_page.h"

#include <gtest/gtest.h>
#include <simdjson.h>

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

std::string base64(Bytes bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group <<= 8U;
            if (at + i < bytes.size()) group |= std::to_integer<std::uint32_t>(bytes[at + i]);
        }
        const std::size_t given = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < 4; ++i) {
            out += i <= given ? kAlphabet[(group >> (18U - 6U * i)) & 63U] : '=';
        }
    }
    return out;
}

std::string hash_of(std::string_view text) {
    Digest digest(DigestKind::Sha256);
    digest.update(as_bytes(text));
    return "'sha256-" + base64(digest.finish().bytes()) + "'";
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
    const std::string block = between(page, kRowsBegin, kScriptEnd);
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
    const std::string empty = page_of([](ReportPage&) {});
    for (const std::string_view mark : {"<script", "</script", "<!--", "-->", "&lt;", "]]>"}) {
        EXPECT_EQ(count_of(page, mark), count_of(empty, mark)) << mark;
    }
    EXPECT_EQ(between(page, kRowsBegin, kScriptEnd).find_first_of("<>&"), std::string::npos);
    EXPECT_EQ(page.find("\xe2\x80\xa8"), std::string::npos);
    EXPECT_NE(page.find("\xe2\x80\xaa\xe4\xbd\xa0\xe2\x82\xac"), std::string::npos);
    // What a browser reads is what was written.
    const std::vector<std::string> rows = rows_of(page);
    ASSERT_EQ(rows.size(), hostile.size() + 1);
    simdjson::dom::parser parser;
    for (std::size_t i = 0; i < hostile.size(); ++i) {
        const std::string wanted(parser.parse(hostile[i])["a"].get_string().value());
        EXPECT_EQ(std::string(parser.parse(rows[i + 1])["a"].get_string().value()), wanted);
    }
}

TEST(ReportPage, EscapesEachOddMarkOnce) {
    struct Case {
        std::string_view json;
        std::string_view escaped;
    };
    for (const auto& [json, escaped] : std::to_array<Case>({
             {"", ""},
             {R"({"a":1})", R"({"a":1})"},
             {"<", "\\u003c"},
             {"a>b&", "a\\u003eb\\u0026"},
             {"\xe2\x80\xa8", "\\u2028"},
             {"x\xe2\x80\xa9y", "x\\u2029y"},
             {"\xe2", "\xe2"},
             {"\xe2\x80", "\xe2\x80"},
             {"\\u003c", "\\u003c"},
         })) {
        std::string out;
        append_for_script(out, json);
        EXPECT_EQ(out, escaped);
    }
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
    EXPECT_NE(page.find(R"("record":"cut","dataset":"execution","left_out":3)"), std::string::npos);
    EXPECT_NE(page.find(R"("record":"cut","left_out":1)"), std::string::npos);
    EXPECT_EQ(count_of(page, "{\"f\":1}"), 2U);
}

TEST(ReportPage, BoundsTheBytesOfDocuments) {
    const std::string big = "{\"a\":\"" + std::string(100, 'x') + "\"}";
    std::string page = page_of(
        [&](ReportPage& out) {
            for (int i = 0; i < 4; ++i) EXPECT_TRUE(out.row(big, RowKind::Document, "file"));
        },
        {.document_bytes_max = 2 * big.size()});
    EXPECT_EQ(count_of(page, big), 2U);
    EXPECT_NE(page.find(R"("left_out":2)"), std::string::npos);
}

TEST(ReportPage, BeginsInTheLanguageOfTheRun) {
    const std::string page = page_of([](ReportPage&) {}, {.version = "9.9", .lang = Lang::Zh});
    EXPECT_NE(page.find(R"("version":"9.9","lang":"zh")"), std::string::npos);
    EXPECT_NE(page.find("安全事件排查报告"), std::string::npos) << "the page's own words";
    EXPECT_NE(page.find(R"("kind":"task","act":"contain")"), std::string::npos) << "commands";
}

TEST(ReportPage, StopsWhenNobodyWantsMore) {
    ReportPage page([](std::string_view) { return false; }, {});
    EXPECT_FALSE(page.begin());
    EXPECT_FALSE(page.row("{}", RowKind::Other));
}

}  // namespace
}  // namespace xiezhi::output
