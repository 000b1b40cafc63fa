#include "xiezhi/formats/wmi/repository.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/record_tree.h"
#include "tests/support/wmi_writer.h"
#include "xiezhi/formats/wmi/dump.h"

namespace xiezhi::wmi {
namespace {

using testing::RecordTree;
using testing::TreeRecord;
using testing::WmiFiles;

struct Dumped {
    RecordTree tree;
    std::vector<std::string> damages;
    std::string error;

    [[nodiscard]] std::vector<const TreeRecord*> of(const std::string& kind,
                                                    const std::string& class_name) const {
        std::vector<const TreeRecord*> found;
        for (const TreeRecord& record : tree.records) {
            if (record.kind == kind && record.at("class") == class_name) found.push_back(&record);
        }
        return found;
    }
    [[nodiscard]] std::size_t count(const std::string& kind) const {
        return static_cast<std::size_t>(std::ranges::count(tree.records, kind, &TreeRecord::kind));
    }
};

void dump_files(const WmiFiles& files, Dumped& out) {
    const MemorySource objects(files.objects);
    const MemorySource index(files.index);
    RepositoryFiles all;
    all.objects = &objects;
    all.index = files.index.empty() ? nullptr : &index;
    if (!files.mapping.empty()) {
        all.mappings.push_back(std::make_unique<MemorySource>(files.mapping));
    }
    const DamageSink damages = [&](const Damage& damage) {
        out.damages.emplace_back(message_name(damage.what));
    };
    auto repository = Repository::open(all, damages);
    if (!repository) {
        out.error = message_name(repository.error().what);
        return;
    }
    dump(*repository, out.tree, damages);
}

class WmiRepository : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Layouts, WmiRepository, ::testing::Bool(),
                         [](const auto& layout) { return layout.param ? "Xp" : "Vista"; });

TEST_P(WmiRepository, HasAllThatWasWritten) {
    Dumped out;
    dump_files(testing::wmi_with_subscription(GetParam()), out);
    EXPECT_EQ(out.damages, std::vector<std::string>{});
    EXPECT_EQ(out.count("namespace"), 3U);
    EXPECT_EQ(out.count("class"), 8U);
    EXPECT_EQ(out.count("instance"), 6U);
    const auto consumers = out.of("instance", "CommandLineEventConsumer");
    ASSERT_EQ(consumers.size(), 1U);
    EXPECT_EQ(consumers[0]->at("namespace"), "root\\subscription");
    EXPECT_EQ(consumers[0]->at("properties.CreatorSID"), "S-1-5-21-1-2-3-1000");
    EXPECT_EQ(consumers[0]->at("properties.CommandLineTemplate").size(), 10'011U);
    EXPECT_EQ(consumers[0]->at("properties.DesktopName"), "WinSta0");
    EXPECT_EQ(consumers[0]->at("written"), "2022-03-10T21:03:20.0000000Z");
    const auto timers = out.of("instance", "__IntervalTimerInstruction");
    ASSERT_EQ(timers.size(), 1U);
    EXPECT_EQ(timers[0]->at("properties.IntervalBetweenEvents"), "3600000");
    const auto classes = out.of("class", "CommandLineEventConsumer");
    ASSERT_EQ(classes.size(), 1U);
    EXPECT_EQ(classes[0]->at("superclass"), "__EventConsumer");
    EXPECT_EQ(classes[0]->at("properties.2.default"), "WinSta0");
    EXPECT_EQ(out.of("class", "__NAMESPACE").at(0)->at("properties.0.key"), "true");
}

TEST_P(WmiRepository, JoinsSubscriptions) {
    Dumped out;
    dump_files(testing::wmi_with_subscription(GetParam()), out);
    const TreeRecord& record = out.tree.records.back();
    ASSERT_EQ(record.kind, "subscription");
    EXPECT_EQ(record.at("namespace"), "root\\subscription");
    EXPECT_EQ(record.at("binding.DeliverSynchronously"), "true");
    EXPECT_EQ(record.at("filter.Name"), "过滤");
    EXPECT_EQ(record.at("consumer_class"), "CommandLineEventConsumer");
    EXPECT_EQ(record.at("consumer.Name"), "c");
    EXPECT_EQ(record.at("timer.TimerId"), "T");
}

TEST_P(WmiRepository, CarvesWhatWasDeleted) {
    Dumped out;
    dump_files(testing::wmi_with_subscription(GetParam()), out);
    const auto filters = out.of("instance", "__EventFilter");
    ASSERT_EQ(filters.size(), 2U);
    EXPECT_EQ(filters[0]->at("deleted"), "(absent)");
    EXPECT_EQ(filters[1]->at("deleted"), "true");
    EXPECT_EQ(filters[1]->at("properties.Name"), "old");
    const auto hidden = out.of("class", "Win32_Hidden");
    ASSERT_EQ(hidden.size(), 1U);
    EXPECT_EQ(hidden[0]->at("deleted"), "true");
}

TEST(WmiRepositoryParts, MissingOnesAreTold) {
    WmiFiles files = testing::wmi_with_subscription();
    files.index.clear();
    Dumped out;
    dump_files(files, out);
    EXPECT_EQ(out.damages, std::vector<std::string>{"wmi_no_index"});
    files.mapping.clear();
    Dumped without_map;
    dump_files(files, without_map);
    EXPECT_EQ(without_map.damages, std::vector<std::string>{"wmi_no_map"});
    files.objects.resize(100);
    Dumped short_objects;
    dump_files(files, short_objects);
    EXPECT_EQ(short_objects.error, "wmi_no_repository");
}

TEST(WmiRepositoryParts, AnUnmappedIndexPageIsTold) {
    WmiFiles files = testing::wmi_with_subscription();
    files.index[0x2000] = std::byte{0};  // signature of the page of keys
    Dumped out;
    dump_files(files, out);
    EXPECT_EQ(out.damages, std::vector<std::string>{"wmi_index_page_damaged"});
}

TEST(WmiRepositoryParts, ADamagedRecordCostsItself) {
    WmiFiles files = testing::wmi_with_subscription();
    const auto hash = testing::ByteWriter().utf16(name_hash("__IntervalTimerInstruction", false));
    const auto found = std::ranges::search(files.objects, hash.bytes());
    ASSERT_FALSE(found.empty());
    std::ranges::fill_n(found.end() + 16, 36, std::byte{0xff});  // sizes, states and values
    Dumped out;
    dump_files(files, out);
    EXPECT_EQ(out.damages, std::vector<std::string>{"wmi_instance_damaged"});
    EXPECT_EQ(out.count("subscription"), 1U);
}

TEST(WmiObjectPath, Parts) {
    struct Case {
        std::string_view path;
        ObjectPath parts;
    };
    const std::vector<Case> cases = {
        {R"(__EventFilter.Name="a")", {"", "__EventFilter", "a"}},
        {R"(\\.\root\subscription:C.Name="x:\"y\"\\z")", {"root\\subscription", "C", "x:\"y\"\\z"}},
        {R"(root\default:C="k")", {"root\\default", "C", "k"}},
        {"C", {"", "C", ""}},
        {"", {"", "", ""}},
    };
    for (const Case& one : cases) {
        const ObjectPath parts = parse_object_path(one.path);
        EXPECT_EQ(parts.ns, one.parts.ns) << one.path;
        EXPECT_EQ(parts.class_name, one.parts.class_name) << one.path;
        EXPECT_EQ(parts.key, one.parts.key) << one.path;
    }
}

TEST(WmiIndex, Locations) {
    EXPECT_EQ(location_of("NS_A\\CD_B.11.2962007286.136"), (RecordLocation{11, 2962007286, 136}));
    EXPECT_FALSE(location_of("CD_B.11.x.136"));
    EXPECT_FALSE(location_of("CD_B.11.136"));
    EXPECT_FALSE(location_of(""));
    EXPECT_FALSE(location_of("A.4294967296.1.1"));
}

// One long text that a thousand array items name is not copied a thousand times.
TEST(WmiHeap, GivesOutFourTimesItsSize) {
    testing::ByteWriter out;
    out.u8(0).ascii(std::string(10'000, 'x')).u8(0);
    const auto array = static_cast<std::uint32_t>(out.size());
    out.u32(1000).zeros(4000);
    const Heap heap(out.bytes());
    const auto stored = testing::ByteWriter().u32(array).bytes();
    EXPECT_FALSE(heap.value({CimType::String, true}, stored));
    EXPECT_FALSE(heap.value({CimType::UInt8, true}, testing::ByteWriter().u32(1).bytes()));
}

}  // namespace
}  // namespace xiezhi::wmi
