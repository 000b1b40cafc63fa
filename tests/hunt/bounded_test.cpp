#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "xiezhi/hunt/relate/sorted_spool.h"
#include "xiezhi/hunt/seen_set.h"

// What is remembered across a whole collection spills to disk; it must answer as if it had not.
namespace xiezhi::hunt {
namespace {

TEST(SeenSet, AnswersAsASetDoes) {
    std::mt19937 random(7);
    for (const std::size_t keys_in_memory : {1U, 7U, 300U, 5000U}) {
        SeenSet seen(keys_in_memory);
        std::set<RecordKey> twin;
        for (int i = 0; i < 4000; ++i) {
            const RecordKey key{random() % 3, random() % 700, random() % 2};
            const auto fresh = seen.add(key);
            ASSERT_TRUE(fresh);
            ASSERT_EQ(*fresh, twin.insert(key).second) << i << " of " << keys_in_memory;
        }
    }
}

TEST(SeenSet, FindsCopiesOfALogReadInOrder) {
    SeenSet seen(1000);
    for (int copy = 0; copy < 2; ++copy) {
        for (std::uint64_t id = 1; id <= 20'000; ++id) {
            ASSERT_EQ(seen.add({1, id, id * 10}).value(), copy == 0) << id;
        }
    }
}

TEST(RecordKey, IgnoresDigitsThatJsonDoesNotHave) {
    const EventHead log{
        .channel = "Security", .provider = {}, .computer = "pc", .record_id = 5, .time = {1234567}};
    EventHead json = log;
    json.time.ticks = 1234560;
    EXPECT_EQ(record_key(log), record_key(json));
    json.time.ticks = 1234559;
    EXPECT_NE(record_key(log), record_key(json));
}

std::string text_of(std::uint64_t number) {
    std::string text;
    put_number(text, number);
    return text;
}

TEST(SortedSpool, GivesEntriesInOrderFromMemoryAndDisk) {
    std::mt19937 random(11);
    for (const std::size_t bytes_max : {0U, 1000U, 100'000U, 100'000'000U}) {
        SortedSpool spool(bytes_max);
        std::vector<std::uint64_t> numbers;
        for (std::uint64_t i = 0; i < 2000; ++i) {
            numbers.push_back((std::uint64_t{random()} << 20U) + i);
            const std::string payload(random() % 200, static_cast<char>('a' + i % 26));
            ASSERT_TRUE(spool.add({text_of(numbers.back()), payload + text_of(numbers.back())}));
        }
        std::ranges::sort(numbers);
        std::size_t at = 0;
        const auto drained = spool.drain([&](const SpoolEntry& entry) {
            EXPECT_EQ(SpoolCursor(entry.key).number(), numbers[at]);
            EXPECT_TRUE(entry.payload.ends_with(text_of(numbers[at])));
            ++at;
            return true;
        });
        ASSERT_TRUE(drained);
        EXPECT_EQ(at, numbers.size());
        EXPECT_TRUE(spool.empty());
    }
}

TEST(SortedSpool, StopsWhenTold) {
    SortedSpool spool(100);
    for (std::uint64_t i = 0; i < 50; ++i) ASSERT_TRUE(spool.add({text_of(i), {}}));
    int given = 0;
    ASSERT_TRUE(spool.drain([&](const SpoolEntry&) { return ++given < 3; }));
    EXPECT_EQ(given, 3);
}

TEST(SpoolCursor, ReadsBackWhatWasPut) {
    std::string bytes;
    put_text(bytes, "群组");
    put_number(bytes, 77);
    put_text(bytes, "");
    SpoolCursor in(bytes);
    EXPECT_EQ(in.text(), "群组");
    EXPECT_EQ(in.number(), 77U);
    EXPECT_EQ(in.text(), "");
    EXPECT_EQ(in.number(), 0U);
}

}  // namespace
}  // namespace xiezhi::hunt
