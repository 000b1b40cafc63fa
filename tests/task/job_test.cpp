#include "xiezhi/formats/task/job.h"

#include <gtest/gtest.h>

#include "tests/support/task_writer.h"

namespace xiezhi::task {
namespace {

TEST(Job, AllParts) {
    std::vector<Damage> damages;
    const auto job = parse_job(testing::job_file("cmd.exe", "/c 计划"),
                               [&](const Damage& d) { damages.push_back(d); });
    ASSERT_TRUE(job);
    EXPECT_TRUE(damages.empty());
    EXPECT_EQ(job->application, "cmd.exe");
    EXPECT_EQ(job->parameters, "/c 计划");
    EXPECT_EQ(job->working_directory, "");
    EXPECT_EQ(job->author, "SYSTEM");
    EXPECT_EQ(job->comment, "Created by NetScheduleJobAdd.");
    EXPECT_EQ(job->last_run, "2013-08-24T12:42:00.112");
    EXPECT_EQ(job->id, "{33334444-2222-1111-8888-777766665555}");
    EXPECT_TRUE(job->hidden());
    EXPECT_FALSE(job->disabled());
    ASSERT_EQ(job->triggers.size(), 1U);
    EXPECT_EQ(job->triggers[0].start, "2013-07-12T15:42:00");
    EXPECT_EQ(job->triggers[0].end, "");
    EXPECT_EQ(job->triggers[0].type, 1U);
    EXPECT_EQ(job->triggers[0].interval_minutes, 60U);
    EXPECT_EQ(job->triggers[0].specific_0, 1U);
}

struct Harm {
    const char* name;
    std::size_t size;  // cut to this
    const char* error;
    std::vector<std::string> damages;
    std::size_t triggers;
};

TEST(Job, CutAnywhere) {
    const std::vector<std::byte> whole = testing::job_file("cmd.exe", "/c");
    const std::vector<Harm> harms = {
        {"nothing", 0, "task_no_job", {}, 0},
        {"in the fixed part", 60, "task_no_job", {}, 0},
        {"in the texts", 80, "", {"task_job_texts_cut", "task_job_triggers_cut"}, 0},
        {"in the trigger", whole.size() - 1, "", {"task_job_triggers_cut"}, 0},
        {"whole", whole.size(), "", {}, 1},
    };
    for (const Harm& harm : harms) {
        SCOPED_TRACE(harm.name);
        std::vector<std::string> damages;
        const auto job = parse_job(Bytes(whole).first(harm.size), [&](const Damage& d) {
            damages.emplace_back(message_name(d.what));
        });
        EXPECT_EQ(damages, harm.damages);
        EXPECT_STREQ(job ? "" : message_name(job.error().what), harm.error);
        if (job) {
            EXPECT_EQ(job->triggers.size(), harm.triggers);
        }
    }
}

}  // namespace
}  // namespace xiezhi::task
