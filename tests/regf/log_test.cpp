#include <gtest/gtest.h>

#include "tests/regf/regf_support.h"
#include "xiezhi/formats/regf/marvin.h"

namespace xiezhi::testing {
namespace {

using Names = std::vector<std::string>;

/// Three states of one hive; each has one number more.
std::string state(std::uint32_t number, std::uint32_t primary, std::uint32_t secondary) {
    HiveKey root = sample_root();
    key_at(root, "State").values = {number_value("n", number)};
    if (number > 2) key_at(root, "More").values = {binary_value("b", std::string(9'000, 'y'))};
    return write_hive(root, {.primary_sequence = primary, .secondary_sequence = secondary});
}

std::uint64_t number_in(const Opened& opened) {
    return opened.hive->find("State")->number("n").value_or(0);
}

/// Log of writes `first` .. `last`, each turning state n-1 into state n.
std::string log_of(std::uint32_t first, std::uint32_t last) {
    std::vector<LogWrite> writes;
    for (std::uint32_t n = first; n <= last; ++n) {
        writes.push_back({.sequence = n, .before = state(n - 1, n, n), .after = state(n, n, n)});
    }
    return write_new_log(writes);
}

TEST(Replay, NewLogsInTurn) {
    const std::string hive = state(1, 3, 2);
    for (const auto& logs : {Names{log_of(2, 2), log_of(3, 4)}, Names{log_of(3, 4), log_of(2, 2)},
                             Names{log_of(2, 4)}}) {
        const Opened opened = open_bytes(hive, logs);
        ASSERT_TRUE(opened.hive);
        EXPECT_EQ(number_in(opened), 4U);
        EXPECT_TRUE(opened.hive->find("More"));
        EXPECT_EQ(opened.hive->replay().entries, 3U);
        EXPECT_EQ(opened.hive->replay().first_sequence, 2U);
        EXPECT_EQ(opened.hive->replay().last_sequence, 4U);
        EXPECT_TRUE(opened.hive->from_log(opened.hive->find("State")->cell()));
        EXPECT_EQ(opened.damages, Names{});
    }
}

TEST(Replay, EntriesBeforeTheHiveAreOld) {
    const Opened opened = open_bytes(state(3, 4, 3), {log_of(2, 2), log_of(3, 4)});
    EXPECT_EQ(opened.hive->replay().logs, std::vector<std::size_t>{1});
    EXPECT_EQ(number_in(opened), 4U);
}

TEST(Replay, AGapEndsIt) {
    const Opened opened = open_bytes(state(1, 3, 2), {log_of(2, 2), log_of(4, 4)});
    EXPECT_EQ(opened.hive->replay().last_sequence, 2U);
    EXPECT_EQ(number_in(opened), 2U);
}

TEST(Replay, NotWhenTheHiveIsClean) {
    const Opened opened = open_bytes(state(1, 2, 2), {log_of(2, 2)});
    EXPECT_FALSE(opened.hive->replay().dirty);
    EXPECT_EQ(number_in(opened), 1U);
}

TEST(Replay, BadHashEndsTheLog) {
    std::string log = log_of(2, 3);
    log[log.size() - 1] = static_cast<char>(log[log.size() - 1] ^ 1);
    const Opened opened = open_bytes(state(1, 3, 2), {log});
    EXPECT_EQ(opened.hive->replay().last_sequence, 2U);
}

TEST(Replay, BadLogsAreToldAndNotUsed) {
    std::string checksum = log_of(2, 2);
    checksum[508] ^= 1;
    std::string content = log_of(2, 2);
    content[512] = 'x';
    const Opened opened = open_bytes(state(1, 3, 2), {checksum, content, ""});
    EXPECT_EQ(opened.damages, (Names{"regf_log_header", "regf_log_empty", "regf_dirty"}));
    EXPECT_EQ(number_in(opened), 1U);
}

TEST(Replay, OldLog) {
    const Opened opened =
        open_bytes(state(1, 3, 2), {write_old_log(state(1, 3, 3), state(3, 3, 3), 3), ""});
    EXPECT_EQ(number_in(opened), 3U);
    EXPECT_EQ(opened.hive->replay().entries, 1U);
    EXPECT_EQ(opened.damages, Names{});
}

TEST(Replay, OldLogThatIsCutIsNotUsed) {
    std::string log = write_old_log(state(1, 3, 3), state(3, 3, 3), 3);
    log.resize(log.size() - 512);
    const Opened opened = open_bytes(state(1, 3, 2), {log});
    EXPECT_EQ(number_in(opened), 1U);
}

TEST(Replay, BaseBlockFromTheLog) {
    std::string hive = state(1, 3, 2);
    hive[0] = 'x';
    const Opened opened = open_bytes(hive, {log_of(2, 4)});
    ASSERT_TRUE(opened.hive);
    EXPECT_TRUE(opened.hive->replay().base_from_log);
    EXPECT_FALSE(opened.hive->stored_base());
    EXPECT_EQ(number_in(opened), 4U);
}

TEST(Marvin, TailBytesCount) {
    const std::string text = "abcdefg";
    std::vector<std::uint64_t> seen;
    for (std::size_t size = 0; size <= text.size(); ++size) {
        const std::uint64_t hash = regf::marvin32(as_bytes(std::string_view(text).substr(0, size)));
        EXPECT_EQ(std::ranges::count(seen, hash), 0);
        seen.push_back(hash);
    }
}

}  // namespace
}  // namespace xiezhi::testing
