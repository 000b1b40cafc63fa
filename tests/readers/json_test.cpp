#include "xiezhi/readers/json.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "xiezhi/base/text.h"

namespace xiezhi::readers {
namespace {

using namespace std::string_literals;

struct Read {
    std::vector<KeptEvent> events;
    std::vector<std::string> damages;  // name@offset
};

Read read_json(std::string_view text) {
    const Bytes bytes = as_bytes(text);
    const MemorySource source({bytes.begin(), bytes.end()});
    JsonSplitter splitter(source);
    JsonReader reader;
    Read out;
    while (true) {
        const auto next = splitter.next();
        if (!next || !next->has_value()) break;
        reader.for_each(
            next->value(),
            [&](const Event& event) {
                out.events.push_back(keep(event));
                return true;
            },
            [&](const JsonDamage& damage) {
                out.damages.push_back(message_name(damage.what) + "@"s +
                                      std::to_string(damage.offset));
            });
    }
    return out;
}

std::string record(int id, const std::string& data = R"("EventData":{"A":"b"})") {
    return R"({"Event":{"#attributes":{"xmlns":"x"},"System":{"EventRecordID":)" +
           std::to_string(id) + R"(,"EventID":1},)" + data + "}}";
}

std::vector<std::uint64_t> ids(const Read& read) {
    std::vector<std::uint64_t> out;
    out.reserve(read.events.size());
    for (const KeptEvent& event : read.events) out.push_back(event.record_id);
    return out;
}

TEST(JsonReader, GivesHeadFacts) {
    const auto read = read_json(
        R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P","Guid":"0A"}},
        "EventID":{"#attributes":{"Qualifiers":16384},"#text":7036},"Level":4,"Correlation":null,
        "TimeCreated":{"#attributes":{"SystemTime":"2019-07-18T20:40:00.730676Z"}},
        "EventRecordID":37,"Channel":"System","Computer":"PC"},"EventData":null}})");
    ASSERT_EQ(read.events.size(), 1U);
    const KeptEvent& event = read.events[0];
    EXPECT_EQ(event.provider, "P");
    EXPECT_EQ(event.event_id, 7036U);
    EXPECT_EQ(event.level, 4);
    EXPECT_EQ(event.record_id, 37U);
    EXPECT_EQ(event.channel, "System");
    EXPECT_EQ(event.computer, "PC");
    EXPECT_EQ(event.time, parse_iso("2019-07-18T20:40:00.730676Z"));
    EXPECT_EQ(event.field("EventID_Qualifiers"), "16384");
    EXPECT_EQ(event.field("Provider_Guid"), "0A");
    EXPECT_EQ(event.field("TimeCreated_SystemTime"), "2019-07-18T20:40:00.730676Z");
    EXPECT_TRUE(
        std::ranges::none_of(event.fields, [](const auto& f) { return f.name == "Correlation"; }));
}

TEST(JsonReader, GivesFieldsByTheNamesOfTheLog) {
    const auto read = read_json(record(
        1, R"("EventData":{"#attributes":{"Name":"N"},"Threat Name":"x","n":-5,"b":true,"none":null,
           "Data":{"#text":["one",2]},"Twice":"a","Twice":"b","ComplexData":"c","ComplexData_1":"d",
           "a_1":"own"},
           "UserData":{"ns:Op":{"#attributes":{"xmlns":"u","id":"7"},"Deep":{"ns:Leaf":"l"}}})"));
    ASSERT_EQ(read.events.size(), 1U) << (read.damages.empty() ? "" : read.damages[0]);
    std::string fields;
    for (const KeptField& field : read.events[0].fields) {
        if (field.origin == FieldOrigin::System) continue;
        fields += field.name + "=";
        for (const std::string& value : field.values) fields += value + ",";
        fields += ";";
    }
    EXPECT_EQ(
        fields,
        "Threat Name=x,;n=-5,;b=true,;none=,;Data=one,2,;Twice=a,b,;ComplexData=c,d,;a_1=own,;"
        "Op_id=7,;Leaf=l,;");
}

struct Layout {
    const char* name;
    std::string text;
    std::vector<std::uint64_t> ids;
    std::vector<std::string> damages;
};

class Layouts : public ::testing::TestWithParam<Layout> {};

TEST_P(Layouts, AreCutIntoRecords) {
    const auto read = read_json(GetParam().text);
    EXPECT_EQ(ids(read), GetParam().ids);
    EXPECT_EQ(read.damages, GetParam().damages);
}

std::string utf16(const std::string& text) {
    std::string out = "\xFF\xFE";
    append_utf16le(out, text);
    return out;
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Layouts,
    ::testing::Values(
        Layout{"Empty", "", {}, {}},
        Layout{"Lines", record(1) + "\n" + record(2) + "\n", {1, 2}, {}},
        Layout{"WithoutLines", record(1) + record(2) + " " + record(3), {1, 2, 3}, {}},
        Layout{"Array", "[" + record(1) + ",\n" + record(2) + "]\n", {1, 2}, {}},
        Layout{"RecordLines", "Record 1\n" + record(1) + "\nRecord 2\n" + record(2), {1, 2}, {}},
        Layout{"Mark", "\xEF\xBB\xBF" + record(1), {1}, {}},
        Layout{"Utf16",
               utf16(record(1, R"("EventData":{"名":"値😀"})") + "\r\n" + record(2)),
               {1, 2},
               {}},
        Layout{"BracesInText", record(1, R"("EventData":{"A":"}\"{\\"})") + record(2), {1, 2}, {}},
        Layout{"CutLine",
               record(1).substr(0, 60) + "\n" + record(2),
               {2},
               {"json_object_unfinished@0"}},
        Layout{"CutInText",
               record(1).substr(0, record(1).size() - 5) + "\n" + record(2),
               {2},
               {"json_object_unfinished@0"}},
        Layout{"CutAtTheEnd",
               record(1) + "\n{\"Event\":",
               {1},
               {"json_object_unfinished@" + std::to_string(record(1).size() + 1)}},
        Layout{"Rubbish", "rubbish\n" + record(1), {1}, {"json_not_an_object@0"}},
        Layout{"NoEvent", "{\"Events\":1}\n" + record(1), {1}, {"json_not_an_event@0"}},
        Layout{"Invalid", "{\"Event\":nul}\n" + record(1), {1}, {"json_invalid@0"}}),
    [](const auto& layout) { return layout.param.name; });

TEST(JsonReader, OffsetsNameTheObject) {
    const std::string text = " [\n" + record(1) + ",\n  " + record(2) + "]";
    const auto read = read_json(text);
    ASSERT_EQ(read.events.size(), 2U);
    EXPECT_EQ(read.events[0].place.offset, 3U);
    EXPECT_EQ(read.events[1].place.offset, text.find(record(2)));
    const auto wide =
        read_json(utf16("\n" + record(1, R"("EventData":{"名":"値😀"})") + record(2)));
    ASSERT_EQ(wide.events.size(), 2U);
    EXPECT_EQ(wide.events[0].place.offset, 4U);
    const std::string second = utf16(record(2)).substr(2);
    EXPECT_EQ(wide.events[1].place.offset,
              utf16("\n" + record(1, R"("EventData":{"名":"値😀"})") + record(2)).find(second));
}

TEST(JsonReader, CutsObjectsAcrossReadsAndBlocks) {
    std::string text;
    std::vector<std::uint64_t> wanted;
    for (int i = 1; i <= 3000; ++i) {
        const std::string value(static_cast<std::size_t>((i * 7919) % 3000), 'x');
        text += record(i, R"("EventData":{"A":")" + value + "\"}") + "\n";
        wanted.push_back(static_cast<std::uint64_t>(i));
    }
    EXPECT_EQ(ids(read_json(text)), wanted);
    EXPECT_EQ(ids(read_json(utf16(text))), wanted);
}

TEST(JsonReader, BoundsAnObjectThatNeverEnds) {
    const std::string text =
        "{\"Event\":\"" + std::string(std::size_t{20} << 20U, 'x') + "\"}\n" + record(1);
    const auto read = read_json(text);
    EXPECT_EQ(ids(read), std::vector<std::uint64_t>{1});
    ASSERT_FALSE(read.damages.empty());
    EXPECT_EQ(read.damages[0], "json_object_too_big@0");
}

TEST(JsonReader, BoundsNesting) {
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "{\"a\":";
    deep += "1" + std::string(5000, '}');
    const auto read = read_json(record(1, "\"UserData\":" + deep) + "\n" + record(2));
    EXPECT_EQ(ids(read).back(), 2U);
}

}  // namespace
}  // namespace xiezhi::readers
