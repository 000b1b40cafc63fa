#include "xiezhi/readers/evtx.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <thread>

#include "tests/support/evtx_writer.h"

namespace xiezhi::testing {
namespace {

namespace format = ::xiezhi::evtx;

constexpr FileTime kTime{131'124'751'716'816'408};  // 2016-07-08T18:12:51.6816408Z

struct Read {
    std::vector<KeptEvent> events;
    std::vector<std::uint32_t> shapes;
};

Read read(const EvtxLog& log, const readers::EvtxCatalogue& catalogue) {
    Read read;
    const MemorySource source(log.bytes());
    const auto ignore = [](const format::Damage&) {};
    const auto opened = format::Log::open(source, ignore);
    if (!opened) return read;
    readers::EvtxReader reader(catalogue);
    std::vector<std::byte> buffer;
    for (std::size_t block = 0; block < opened->block_count(); ++block) {
        const auto bytes = opened->read_block(block, buffer);
        if (!bytes) break;
        reader.for_each(
            *bytes, opened->block_offset(block), {},
            [&](const Event& event) {
                read.events.push_back(keep(event));
                read.shapes.push_back(event.shape().id);
                return true;
            },
            ignore);
    }
    return read;
}

Read read(const EvtxLog& log) {
    const readers::EvtxCatalogue catalogue;
    return read(log, catalogue);
}

EvtxEvent event_with(std::vector<EvtxField> fields, EvtxStyle style = EvtxStyle::Template) {
    EvtxEvent event{"Provider", 4624, kTime, "host", std::move(fields)};
    event.style = style;
    event.record_id = 77;
    event.level = 2;
    event.user = "S-1-5-18";
    return event;
}

std::vector<std::string> values(const KeptEvent& event, const std::string& name) {
    for (const KeptField& field : event.fields) {
        if (field.name == name) return field.values;
    }
    return {"(absent)"};
}

using Texts = std::vector<std::string>;

class EvtxReaderStyles : public ::testing::TestWithParam<EvtxStyle> {};

TEST_P(EvtxReaderStyles, FactsAndFields) {
    EvtxLog log("Security");
    ASSERT_TRUE(
        log.add(event_with({{"User", "admin"}, {"", "x"}, {"", "y"}, {"Empty", ""}}, GetParam())));
    const Read read = testing::read(log);
    ASSERT_EQ(read.events.size(), 1U);
    const KeptEvent& event = read.events[0];
    EXPECT_EQ(event.provider, "Provider");
    EXPECT_EQ(event.channel, "Security");
    EXPECT_EQ(event.computer, "host");
    EXPECT_EQ(event.event_id, 4624U);
    EXPECT_EQ(event.record_id, 77U);
    EXPECT_EQ(event.level, 2U);
    EXPECT_EQ(event.time, kTime);
    EXPECT_EQ(event.place.chunk_offset, 4096U);
    EXPECT_EQ(event.place.offset, 4096U + 512U);
    EXPECT_EQ(values(event, "EventID"), Texts{"4624"});
    EXPECT_EQ(values(event, "Provider_Name"), Texts{"Provider"});
    EXPECT_EQ(values(event, "Security_UserID"), Texts{"S-1-5-18"});
    EXPECT_EQ(values(event, "User"), Texts{"admin"});
    EXPECT_EQ(values(event, "Data"), (Texts{"x", "y"}));
    EXPECT_EQ(values(event, "Empty"), Texts{""});
    EXPECT_EQ(values(event, "Correlation"), Texts{"(absent)"});
    EXPECT_EQ(values(event, "Correlation_ActivityID"), Texts{"(absent)"});
}

const char* name_of(EvtxStyle style) {
    switch (style) {
        case EvtxStyle::Template:
            return "Template";
        case EvtxStyle::BareElements:
            return "BareElements";
        case EvtxStyle::Literal:
            return "Literal";
    }
    return "";
}

INSTANTIATE_TEST_SUITE_P(Styles, EvtxReaderStyles,
                         ::testing::Values(EvtxStyle::Template, EvtxStyle::BareElements,
                                           EvtxStyle::Literal),
                         [](const auto& tested) { return name_of(tested.param); });

TEST(EvtxReader, UserDataLeavesByLocalName) {
    EvtxLog log("Security");
    EvtxEvent event = event_with({{"SubjectUserName", "admin"}});
    event.user_data = "LogFileCleared";
    event.user_data_namespace = "urn:x";
    ASSERT_TRUE(log.add(event));
    const KeptEvent kept = read(log).events.at(0);
    EXPECT_EQ(values(kept, "SubjectUserName"), Texts{"admin"});
    EXPECT_EQ(values(kept, "LogFileCleared_xmlns"), Texts{"(absent)"});
    EXPECT_EQ(kept.fields.back().origin, FieldOrigin::UserData);
}

TEST(EvtxReader, NullIsAbsentInSystemAndEmptyInEventData) {
    EvtxLog log("Security");
    ASSERT_TRUE(
        log.add(event_with({{"a", evtx::null(), true, true}, {"b", evtx::null(16), true}})));
    const KeptEvent kept = read(log).events.at(0);
    EXPECT_EQ(values(kept, "a"), Texts{""});
    EXPECT_EQ(values(kept, "b"), Texts{""});
}

TEST(EvtxReader, ArraysAreSeveralValues) {
    EvtxLog log("Security");
    ASSERT_TRUE(log.add(event_with(
        {{"a", evtx::array({evtx::u16(1), evtx::u16(2)})}, {"b", evtx::array({"x", ""})}})));
    const KeptEvent kept = read(log).events.at(0);
    EXPECT_EQ(values(kept, "a"), (Texts{"1", "2"}));
    EXPECT_EQ(values(kept, "b"), (Texts{"x", ""}));
}

TEST(EvtxReader, EqualTemplatesShareAShapeAcrossLogs) {
    const readers::EvtxCatalogue catalogue;
    std::set<std::uint32_t> shapes;
    for (const char* channel : {"Security", "System"}) {
        EvtxLog log(channel);
        for (int i = 0; i < 3; ++i) {
            ASSERT_TRUE(log.add(event_with({{"a", "x"}})));
            log.end_chunk();
        }
        const Read read = testing::read(log, catalogue);
        ASSERT_EQ(read.events.size(), 3U);
        shapes.insert(read.shapes.begin(), read.shapes.end());
    }
    EXPECT_EQ(shapes.size(), 1U);
    EXPECT_FALSE(shapes.contains(0));
    EvtxLog other("Security");
    ASSERT_TRUE(other.add(event_with({{"b", "x"}})));
    EXPECT_FALSE(shapes.contains(read(other, catalogue).shapes.at(0)));
}

TEST(EvtxReader, StopsWhenTold) {
    EvtxLog log("Security");
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(log.add(event_with({{"a", "x"}})));
    const MemorySource source(log.bytes());
    const auto ignore = [](const format::Damage&) {};
    const auto opened = format::Log::open(source, ignore);
    ASSERT_TRUE(opened);
    std::vector<std::byte> buffer;
    const auto bytes = opened->read_block(0, buffer);
    ASSERT_TRUE(bytes);
    const readers::EvtxCatalogue catalogue;
    readers::EvtxReader reader(catalogue);
    int seen = 0;
    EXPECT_FALSE(reader.for_each(
        *bytes, opened->block_offset(0), {}, [&](const Event&) { return ++seen < 2; }, ignore));
    EXPECT_EQ(seen, 2);
}

/// Two threads that meet a template at the same moment make one of it, whoever is first.
TEST(EvtxReader, ThreadsShareACatalogueFromTheFirstRecordOn) {
    constexpr std::size_t kKinds = 16;
    EvtxLog log("Security");
    for (std::size_t i = 0; i < kKinds; ++i)
        log.add(event_with({{"Field" + std::to_string(i), std::to_string(i)}}));
    for (int round = 0; round < 60; ++round) {
        const readers::EvtxCatalogue catalogue;
        std::array<Read, 4> reads;
        {
            std::vector<std::jthread> threads;
            for (Read& one : reads) threads.emplace_back([&] { one = read(log, catalogue); });
        }
        for (const Read& one : reads) {
            ASSERT_EQ(one.events.size(), kKinds);
            for (std::size_t i = 0; i < kKinds; ++i)
                ASSERT_EQ(one.events[i].field("Field" + std::to_string(i)), std::to_string(i));
            ASSERT_EQ(one.shapes, reads[0].shapes);
            ASSERT_EQ(std::set(one.shapes.begin(), one.shapes.end()).size(), kKinds);
        }
    }
}

}  // namespace
}  // namespace xiezhi::testing
