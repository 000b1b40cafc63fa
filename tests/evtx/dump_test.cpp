#include "xiezhi/formats/evtx/dump.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "tests/support/dumped.h"
#include "tests/support/evtx_writer.h"
#include "xiezhi/formats/evtx/log.h"

namespace xiezhi::testing {
namespace {

using ::xiezhi::evtx::DumpFormat;
using ::xiezhi::evtx::DumpOptions;

constexpr FileTime kTime{131'124'751'716'816'408};  // 2016-07-08T18:12:51.6816408Z

EvtxLog one_event(const std::vector<EvtxField>& fields, EvtxStyle style = EvtxStyle::Template) {
    EvtxLog log("Security");
    EvtxEvent event{"Provider", 4624, kTime, "host", fields};
    event.style = style;
    event.provider_guid = "54849625-5478-4994-a5ba-3e3b0328c30d";
    EXPECT_TRUE(log.add(event));
    return log;
}

/// What stands between `first` and `last` in a dump.
std::string between(const std::string& text, const std::string& first, const std::string& last) {
    const std::size_t begin = text.find(first);
    if (begin == std::string::npos) return "(no " + first + ") " + text;
    const std::size_t end = text.find(last, begin);
    return text.substr(begin, end == std::string::npos ? end : end + last.size() - begin);
}

struct Case {
    const char* name;
    std::vector<EvtxField> fields;
    const char* json;
    const char* xml;
};

class DumpEventData : public ::testing::TestWithParam<Case> {};

TEST_P(DumpEventData, RendersAs) {
    const EvtxLog log = one_event(GetParam().fields);
    EXPECT_EQ(between(dump_bytes(log.bytes()).text, "\"EventData\":", "\n"),
              std::string("\"EventData\":") + GetParam().json + "}}\n");
    EXPECT_EQ(between(dump_bytes(log.bytes(), DumpFormat::Xml).text, "<EventData", "</Event>"),
              std::string(GetParam().xml) + "</Event>");
}

INSTANTIATE_TEST_SUITE_P(
    Cases, DumpEventData,
    ::testing::Values(
        Case{"Named",
             {{"a", "x\"y"}, {"b", 7U}},
             R"({"a":"x\"y","b":7})",
             R"(<EventData><Data Name="a">x&quot;y</Data><Data Name="b">7</Data></EventData>)"},
        Case{"OneUnnamed",
             {{"", "x"}},
             R"({"Data":{"#text":"x"}})",
             R"(<EventData><Data>x</Data></EventData>)"},
        Case{"SomeUnnamed",
             {{"", "x"}, {"", "y"}},
             R"({"Data":{"#text":["x","y"]}})",
             R"(<EventData><Data>x</Data><Data>y</Data></EventData>)"},
        Case{"ArrayInUnnamed",
             {{"", evtx::array({"x", "", "z"})}},
             R"({"Data":{"#text":["x","","z"]}})",
             R"(<EventData><Data>x</Data><Data/><Data>z</Data></EventData>)"},
        Case{"SameNameTwice",
             {{"a", "x"}, {"a", "y"}},
             R"({"a":"x","a_1":"y"})",
             R"(<EventData><Data Name="a">x</Data><Data Name="a">y</Data></EventData>)"},
        Case{"NullKept",
             {{"a", evtx::null(2), true, false}},
             R"({"a":null})",
             R"(<EventData><Data Name="a"/></EventData>)"},
        Case{"NullDropped",
             {{"a", evtx::null(2), true, true}, {"b", "x"}},
             R"({"a":null,"b":"x"})",
             R"(<EventData><Data Name="b">x</Data></EventData>)"},
        Case{"Empty", {{"a", ""}}, R"({"a":""})", R"(<EventData><Data Name="a"/></EventData>)"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Dump, StylesOfRecordsSayTheSame) {
    const std::vector<EvtxField> fields = {{"a", "x"}, {"b", "y & z"}};
    const std::string usual =
        between(dump_bytes(one_event(fields).bytes()).text, "\"EventData\":", "\n");
    for (const EvtxStyle style : {EvtxStyle::BareElements, EvtxStyle::Literal}) {
        EXPECT_EQ(
            between(dump_bytes(one_event(fields, style).bytes()).text, "\"EventData\":", "\n"),
            usual);
    }
}

TEST(Dump, SystemFactsInTheirOrder) {
    const std::string json = dump_bytes(one_event({}).bytes()).text;
    EXPECT_TRUE(json.starts_with(
        R"({"Event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"},)"
        R"("System":{"Provider":{"#attributes":{"Name":"Provider",)"
        R"("Guid":"54849625-5478-4994-A5BA-3E3B0328C30D"}},"EventID":4624,)"))
        << json;
    EXPECT_NE(
        json.find(R"("TimeCreated":{"#attributes":{"SystemTime":"2016-07-08T18:12:51.681640Z"}})"),
        std::string::npos)
        << json;
}

TEST(Dump, CsvIsHarmlessInASpreadsheet) {
    EvtxLog log("Security");
    ASSERT_TRUE(log.add({"=cmd|'/c calc'!A0", 1, kTime, "host,\"x\"", {{"a", "b"}}}));
    DumpOptions options;
    options.file = "logs/Security.evtx";
    const std::string csv = dump_bytes(log.bytes(), DumpFormat::Csv, options).text;
    EXPECT_EQ(
        csv,
        "2016-07-08T18:12:51.6816408Z,\"host,\"\"x\"\"\",Security,\"'=cmd|'/c calc'!A0\",1,4,1,"
        "live,logs/Security.evtx,\"{\"\"EventData\"\":{\"\"a\"\":\"\"b\"\"}}\"\r\n");
}

TEST(Dump, StopsWhenTheReaderHasGone) {
    EvtxLog log("Security");
    for (std::uint32_t i = 0; i < 30'000; ++i) {
        ASSERT_TRUE(log.add({"Provider", i, kTime, "host", {{"a", std::string(200, 'x')}}}));
    }
    const MemorySource source(log.bytes());
    for (const std::size_t threads : {1U, 3U}) {
        DumpOptions options;
        options.threads = threads;
        std::size_t pieces = 0;
        const auto summary = ::xiezhi::evtx::dump(
            source, DumpFormat::JsonLines, options,
            [&](std::string_view) {
                ++pieces;
                return false;
            },
            [](const auto&) {});
        ASSERT_TRUE(summary);
        EXPECT_TRUE(summary->stopped);
        EXPECT_EQ(pieces, 1U);
    }
}

/// Fails behind `good` bytes, as a dying disk does.
class FailingSource final : public ByteSource {
public:
    FailingSource(std::vector<std::byte> bytes, std::uint64_t good)
        : bytes_(std::move(bytes)), good_(good) {}
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                           std::span<std::byte> out) const override {
        if (offset + out.size() > good_) return Error{Errc::Io, {}, "disk"};
        std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
        return out.size();
    }

private:
    std::vector<std::byte> bytes_;
    std::uint64_t good_;
};

TEST(Dump, AFailingDiskCostsItsBlocks) {
    EvtxLog log("Security");
    for (std::uint32_t i = 0; i < 8'000; ++i) {
        ASSERT_TRUE(log.add({"Provider", i, kTime, "host", {{"a", std::string(200, 'x')}}}));
    }
    const std::vector<std::byte> bytes = log.bytes();
    ASSERT_GT(bytes.size(), 2 * ::xiezhi::evtx::kBlockSize);
    const FailingSource source(bytes, ::xiezhi::evtx::kBlockSize + ::xiezhi::evtx::kFileHeaderSize);
    std::vector<::xiezhi::evtx::Damage> damages;
    const auto summary = ::xiezhi::evtx::dump(
        source, DumpFormat::JsonLines, {}, [](std::string_view) { return true; },
        [&](const auto& damage) { damages.push_back(damage); });
    ASSERT_TRUE(summary);
    EXPECT_GT(summary->records, 0U);
    ASSERT_FALSE(damages.empty());
    EXPECT_EQ(damages.front().kind, ::xiezhi::evtx::DamageKind::Unreadable);
}

}  // namespace
}  // namespace xiezhi::testing
