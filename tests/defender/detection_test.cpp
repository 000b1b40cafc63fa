#include "xiezhi/formats/defender/detection.h"

#include <gtest/gtest.h>

#include "tests/support/defender_writer.h"
#include "tests/support/record_tree.h"

namespace xiezhi::defender {
namespace {

struct Parsed {
    Result<Detection> detection;
    std::vector<Damage> damages;
};

Parsed parse(Bytes bytes) {
    std::vector<Damage> damages;
    auto detection = parse_detection(bytes, [&](const Damage& d) { damages.push_back(d); });
    return {std::move(detection), std::move(damages)};
}

TEST(DefenderDetection, AllParts) {
    const auto [detection, damages] = parse(testing::detection_file());
    ASSERT_TRUE(detection);
    EXPECT_TRUE(damages.empty());
    testing::RecordTree tree;
    dump(*detection, tree);
    const testing::TreeRecord& record = tree.records.at(0);
    EXPECT_EQ(record.at("id"), "{33334444-2222-1111-8888-777766665555}");
    EXPECT_EQ(record.at("threat_id"), "2147726364");
    EXPECT_EQ(record.at("threat_name"), "Trojan:Win32/木马.A");
    EXPECT_EQ(record.at("resources.0.type"), "file");
    EXPECT_EQ(record.at("resources.0.location"), "C:\\TMP\\nc.ps1");
    EXPECT_EQ(record.at("resources.0.tracking.ThreatTrackingSha256"), "00ff");
    EXPECT_EQ(record.at("resources.0.tracking.ThreatTrackingThreatId"), "7");
    EXPECT_EQ(record.at("resources.0.tracking.ThreatTrackingSize"), "37640");
    EXPECT_EQ(record.at("resources.0.tracking.ThreatTrackingIsEsuSig"), "true");
    EXPECT_EQ(record.at("resources.0.tracking.ThreatTrackingResearchData"), "1122");
    EXPECT_EQ(record.at("resources.1.location"), "C:\\a|http://x/|pid:1");
    EXPECT_EQ(record.at("user"), "HOST\\user");
    EXPECT_EQ(record.at("process"), "C:\\Windows\\explorer.exe");
    EXPECT_EQ(record.at("other_user"), "NT AUTHORITY\\SYSTEM");
    EXPECT_EQ(record.at("recorded"), "2022-09-06T21:08:53.0567020Z");
    EXPECT_EQ(detection->times.size(), 3U);
    EXPECT_EQ(detection->texts.size(), 11U);
}

TEST(DefenderDetection, EveryCutIsToldOrAtAnItem) {
    const auto whole = testing::detection_file();
    std::size_t clean = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto [detection, damages] = parse(Bytes(whole).first(size));
        if (!detection) {
            EXPECT_LT(size, 40U);
            continue;
        }
        EXPECT_LE(damages.size(), 1U) << size;
        if (damages.empty()) ++clean;
    }
    EXPECT_LT(clean, 150U);  // ends of items and their padding
}

TEST(DefenderDetection, OtherFilesAreRefused) {
    const auto [detection, damages] = parse(as_bytes("hello, this is some text of 40 bytes ...."));
    ASSERT_FALSE(detection);
    EXPECT_STREQ(message_name(detection.error().what), "defender_no_detection");
}

}  // namespace
}  // namespace xiezhi::defender
