#include "xiezhi/formats/task/cache.h"

#include <gtest/gtest.h>

#include "tests/support/task_writer.h"
#include "xiezhi/base/digest.h"

namespace xiezhi::task {
namespace {

using testing::ByteWriter;

struct Damages {
    std::vector<Damage> list;
    DamageSink sink = [this](const Damage& damage) { list.push_back(damage); };
};

TEST(TaskCache, Actions) {
    Damages damages;
    const auto cached =
        parse_cached_actions(testing::cached_actions("C:\\a.exe", "-x"), damages.sink);
    EXPECT_TRUE(damages.list.empty());
    EXPECT_EQ(cached.version, 3U);
    EXPECT_EQ(cached.context, "Author");
    ASSERT_EQ(cached.actions.size(), 2U);
    EXPECT_EQ(std::get<ExecAction>(cached.actions[0]), (ExecAction{"", "C:\\a.exe", "-x", ""}));
    EXPECT_EQ(std::get<ComHandlerAction>(cached.actions[1]),
              (ComHandlerAction{"second", "{33334444-2222-1111-8888-777766665555}", "$(Arg0)"}));
}

TEST(TaskCache, ActionsOfVersionOneHaveNoContext) {
    Damages damages;
    ByteWriter out;
    out.u16(1).u16(0x9999).u32(0).u32(2).utf16("t").u32(2).utf16("b");
    const auto cached = parse_cached_actions(out.bytes(), damages.sink);
    EXPECT_TRUE(damages.list.empty());
    ASSERT_EQ(cached.actions.size(), 1U);
    EXPECT_EQ(std::get<MessageAction>(cached.actions[0]).body, "b");
}

TEST(TaskCache, EveryCutOfActionsIsTold) {
    const auto whole = testing::cached_actions("C:\\a.exe", "-x");
    const std::size_t second = whole.size() - 2 - 4 - 12 - 16 - 4 - 14;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Damages damages;
        const auto cached = parse_cached_actions(Bytes(whole).first(size), damages.sink);
        const bool between = size == 18 || size == second;  // behind context or first action
        EXPECT_EQ(damages.list.empty(), between) << size;
        EXPECT_EQ(cached.actions.size(), size >= second ? 1U : 0U) << size;
    }
}

TEST(TaskCache, UnknownActionEndsTheList) {
    Damages damages;
    ByteWriter out;
    out.u16(3).u32(0).u16(0x1234).u32(0);
    EXPECT_TRUE(parse_cached_actions(out.bytes(), damages.sink).actions.empty());
    ASSERT_EQ(damages.list.size(), 1U);
    EXPECT_EQ(damages.list[0].offset, 6U);
}

TEST(TaskCache, DynamicInfo) {
    ByteWriter out;
    out.u32(3).u64(11).u64(12).u32(4).u32(0x80070002);
    const auto old = parse_dynamic_info(out.bytes());
    ASSERT_TRUE(old);
    EXPECT_EQ(old->last_run.ticks, 12U);
    EXPECT_EQ(old->last_error, 0x80070002U);
    EXPECT_EQ(old->last_successful_run.ticks, 0U);
    const auto later = parse_dynamic_info(out.u64(13).bytes());
    EXPECT_EQ(later->last_successful_run.ticks, 13U);
    EXPECT_FALSE(parse_dynamic_info(Bytes(out.bytes()).first(27)));
}

TEST(TaskCache, Triggers) {
    Damages damages;
    const auto cached = parse_cached_triggers(testing::cached_triggers(), damages.sink);
    EXPECT_TRUE(damages.list.empty());
    EXPECT_EQ(cached.version, 0x17U);
    EXPECT_TRUE(cached.enabled());
    EXPECT_TRUE(cached.hidden());
    EXPECT_EQ(cached.principal_id, "Author");
    EXPECT_EQ(cached.user, "S-1-5-21-1-2-3-1001");
    ASSERT_EQ(cached.triggers.size(), 3U);
    EXPECT_EQ(cached.triggers[0].kind, CachedTriggerKind::Logon);
    EXPECT_EQ(cached.triggers[0].id, "t1");
    EXPECT_EQ(cached.triggers[0].user, "S-1-5-21-1-2-3-1001");
    EXPECT_EQ(cached.triggers[0].repetition_interval_seconds, 300U);
    EXPECT_EQ(cached.triggers[1].kind, CachedTriggerKind::Time);
    EXPECT_EQ(cached.triggers[1].mode, 1U);
    EXPECT_EQ(cached.triggers[1].mode_data_0, 2U);
    EXPECT_EQ(cached.triggers[1].delay_seconds, 45U);
    EXPECT_EQ(cached.triggers[1].id, "daily");
    EXPECT_EQ(cached.triggers[2].subscription, "<QueryList/>");
}

TEST(TaskCache, CutTriggersKeepThoseBefore) {
    const auto whole = testing::cached_triggers();
    std::size_t most = 0;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        Damages damages;
        const auto cached = parse_cached_triggers(Bytes(whole).first(size), damages.sink);
        EXPECT_GE(cached.triggers.size(), most);
        most = cached.triggers.size();
    }
    EXPECT_EQ(most, 2U);
}

EmailAction email(const char* id, const char* to) {
    EmailAction action;
    action.id = id;
    action.to = to;
    return action;
}

struct Pair {
    Action one;
    Action other;
    bool same;
};

TEST(TaskCache, SameAction) {
    const std::vector<Pair> pairs = {
        {ExecAction{"a", "\"C:\\X.exe\"", "-v", ""}, ExecAction{"", "c:\\x.EXE", "-v ", ""}, true},
        {ExecAction{"", "x", "-V", ""}, ExecAction{"", "x", "-v", ""}, false},
        {ExecAction{"", "x", "", "C:\\"}, ExecAction{"", "x", "", "D:\\"}, false},
        {ExecAction{}, MessageAction{}, false},
        {ComHandlerAction{"", "{AB}", "d"}, ComHandlerAction{"", "ab", "d"}, true},
        {ComHandlerAction{"", "{AB}", "d"}, ComHandlerAction{"", "{AB}", "e"}, false},
        {MessageAction{"1", "t", "b"}, MessageAction{"2", "t", "b"}, true},
        {email("1", "to"), email("2", "to"), true},
        {email("1", "to"), email("1", "other"), false},
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        EXPECT_EQ(same_action(pairs[i].one, pairs[i].other), pairs[i].same) << i;
    }
    EXPECT_FALSE(same_actions(std::vector<Action>{ExecAction{}}, {}));
}

TEST(TaskCache, Hash) {
    const std::string xml = "<Task/>";
    const DigestValue digest = digest_of(DigestKind::Sha256, as_bytes(xml));
    const Bytes hash = digest.bytes();
    EXPECT_EQ(match_hash(hash, as_bytes(xml)), HashMatch::Same);
    EXPECT_EQ(match_hash(hash, as_bytes("<Task />")), HashMatch::Different);
    EXPECT_EQ(match_hash(hash.first(4), as_bytes(xml)), HashMatch::Unknown);
}

}  // namespace
}  // namespace xiezhi::task
