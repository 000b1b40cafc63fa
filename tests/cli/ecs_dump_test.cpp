#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/run_support.h"
#include "tests/support/evtx_writer.h"
#include "tests/support/temp_folder.h"

namespace xiezhi::cli {
namespace {

using testing::EvtxLog;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::run_xiezhi;
using testing::RunResult;
using testing::TempFolder;

std::string log_bytes() {
    EvtxLog log("Security");
    for (const char* user : {"bob", "财务", "admin$"}) {
        log.add({"Microsoft-Windows-Security-Auditing",
                 4720,
                 *parse_iso("2024-06-01T00:00:00Z"),
                 "HOST",
                 {{"TargetUserName", {user}}, {"SubjectUserName", {"zhangwei"}}}});
    }
    const std::vector<std::byte> bytes = log.bytes();
    return std::string(as_text(bytes));
}

TEST(EcsDump, OneDocumentALine) {
    TempFolder folder;
    folder.write("Security.evtx", log_bytes());
    const RunResult run = run_xiezhi({"dump", "-f", "ecs", folder.path("Security.evtx")});
    EXPECT_EQ(run.code, 0);
    EXPECT_THAT(run.err, IsEmpty());
    EXPECT_EQ(std::ranges::count(run.out, '\n'), 3);
    EXPECT_THAT(run.out, HasSubstr(R"("target":{"name":"财务"})"));
    EXPECT_THAT(run.out, HasSubstr(R"("added-user-account")"));
}

/// What was dumped as JSON gives the same documents as the log itself.
TEST(EcsDump, JsonGivesTheSame) {
    TempFolder folder;
    folder.write("a/Security.evtx", log_bytes());
    folder.write("b/Security.jsonl", run_xiezhi({"dump", folder.path("a/Security.evtx")}).out);
    const RunResult log = run_xiezhi({"dump", "-f", "ecs", folder.path("a")});
    const RunResult json = run_xiezhi({"dump", "-f", "ecs", folder.path("b")});
    EXPECT_EQ(json.code, 0);
    EXPECT_THAT(json.err, IsEmpty());
    EXPECT_EQ(json.out, log.out);
    const RunResult both = run_xiezhi({"dump", "-f", "ecs", folder.path("a"), folder.path("b")});
    EXPECT_EQ(both.out, log.out + json.out);
}

TEST(EcsDump, WhatCannotBeReadIsSaid) {
    TempFolder folder;
    folder.write("bad.jsonl", R"({"Event":{"System":{"EventID":1}}})"
                              "\n"
                              R"({"Event":7})"
                              "\n");
    const RunResult run = run_xiezhi({"dump", "-f", "ecs", folder.path("bad.jsonl")});
    EXPECT_EQ(std::ranges::count(run.out, '\n'), 1);
    EXPECT_THAT(run.err, HasSubstr("bad.jsonl"));
}

}  // namespace
}  // namespace xiezhi::cli
