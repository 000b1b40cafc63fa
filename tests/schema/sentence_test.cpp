#include "xiezhi/schema/sentence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/corpus.h"
#include "xiezhi/schema/sentence_tables.h"

namespace xiezhi::schema {
namespace {

constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";

std::multiset<std::string> places(std::string_view text) {
    std::multiset<std::string> found;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at)) {
        const std::size_t end = text.find('}', at);
        if (end == std::string_view::npos) {
            ADD_FAILURE() << text;
            break;
        }
        found.insert(std::string(text.substr(at + 1, end - at - 1)));
        at = end;
    }
    return found;
}

TEST(Sentences, SayTheSameInBothLanguages) {
    for (const Sentence& sentence : kSentences) {
        EXPECT_EQ(places(sentence.zh), places(sentence.en))
            << sentence.provider << " " << sentence.event_id;
        EXPECT_FALSE(sentence.zh.empty() || sentence.en.empty());
        const auto has_chinese = [](char c) { return static_cast<unsigned char>(c) >= 0xe3; };
        EXPECT_TRUE(std::ranges::any_of(sentence.zh, has_chinese)) << sentence.zh;
        EXPECT_FALSE(std::ranges::any_of(sentence.en, has_chinese)) << sentence.en;
    }
}

TEST(Sentences, AreFoundByProviderAndId) {
    for (const Sentence& sentence : kSentences) {
        EXPECT_EQ(find_sentence(sentence.provider, sentence.event_id), &sentence);
    }
    EXPECT_GE(std::size(kSentences), 400U);
    EXPECT_EQ(find_sentence(kAuditing, 4), nullptr);
    EXPECT_EQ(find_sentence("Microsoft-Windows-Nobody", 4624), nullptr);
    EXPECT_EQ(find_sentence("", 0), nullptr);
}

TEST(Sentences, ServeEveryInstanceOfSqlServer) {
    ASSERT_NE(find_sentence("MSSQL$ERP", 18456), nullptr);
    EXPECT_EQ(find_sentence("MSSQL$ERP", 18456), find_sentence("MSSQLSERVER", 18456));
}

TEST(Codes, AreFoundByTableAndCode) {
    for (const Code& code : kCodes) EXPECT_EQ(find_code(code.table, code.code), &code);
    ASSERT_NE(find_code("ntstatus", "0xc000006a"), nullptr);
    EXPECT_EQ(find_code("ntstatus", "0xc000006a")->en, "wrong password");
    EXPECT_EQ(find_code("ntstatus", "0xdead"), nullptr);
    EXPECT_EQ(find_code("nobody", "0x0"), nullptr);
}

/// Providers of the event ids that the capability table names, by how it names them.
TEST(Sentences, CoverWhatTheAuditLogsOfAnIntrusionHold) {
    const std::map<std::string_view, std::vector<std::uint32_t>> asked = {
        {kAuditing,
         {4610, 4611, 4614, 4616, 4622, 4624, 4625, 4634, 4647, 4648, 4656, 4657, 4662, 4663,
          4672, 4673, 4688, 4689, 4697, 4698, 4699, 4700, 4701, 4702, 4703, 4704, 4715, 4717,
          4719, 4720, 4722, 4723, 4724, 4725, 4726, 4728, 4732, 4733, 4738, 4740, 4741, 4742,
          4756, 4765, 4766, 4768, 4769, 4771, 4776, 4778, 4779, 4781, 4906, 4907, 4912, 4929,
          4946, 4947, 4950, 5025, 5136, 5140, 5142, 5144, 5145, 5152, 5154, 5156, 5157, 5158}},
        {"Microsoft-Windows-Eventlog", {104, 1100, 1102}},
        {"Service Control Manager", {7031, 7034, 7036, 7040, 7045}},
        {"EventLog", {6005, 6006, 6008, 6009, 6013}},
        {"Microsoft-Windows-Sysmon", {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                      16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 255}},
        {"Microsoft-Windows-TaskScheduler", {106, 129, 140, 141, 200, 201, 325}},
        {"Microsoft-Windows-WMI-Activity", {5857, 5858, 5859, 5860, 5861}},
        {"Microsoft-Windows-Bits-Client", {3, 59, 60, 61, 16403}},
        {"Microsoft-Windows-Windows Defender",
         {1006, 1007, 1008, 1015, 1116, 1117, 1118, 1119, 1121, 1123, 2001, 3002, 5001, 5007, 5010,
          5012, 5013}},
        {"Microsoft-Windows-TerminalServices-LocalSessionManager", {21, 22, 23, 24, 25, 39, 40}},
        {"Microsoft-Windows-CodeIntegrity", {3001, 3004, 3023, 3033, 3076, 3077}},
    };
    for (const auto& [provider, ids] : asked) {
        for (const std::uint32_t id : ids) {
            EXPECT_NE(find_sentence(provider, id), nullptr) << provider << " " << id;
        }
    }
}

}  // namespace
}  // namespace xiezhi::schema
