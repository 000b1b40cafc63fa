// The logs that our tests and the demo are made of must be logs to others too: python-evtx reads
// them and finds every checksum right.
#include "tests/support/evtx_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "tests/support/temp_folder.h"

namespace xiezhi::testing {
namespace {

/// Prints "header ok, chunks ok, records, texts found" of the log and the text named.
constexpr const char* kReader = R"py(
import sys
from Evtx.Evtx import Evtx
with Evtx(sys.argv[1]) as log:
    header = log.get_file_header()
    chunks = list(header.chunks())
    texts = [record.xml() for record in log.records()]
    print(header.verify(), all(chunk.verify() for chunk in chunks), len(texts),
          sum(sys.argv[2] in text for text in texts))
)py";

std::string output_of(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string text;
    std::array<char, 256> part{};
    while (pipe && fgets(part.data(), part.size(), pipe.get()) != nullptr) text += part.data();
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

std::string python_evtx(const std::vector<std::byte>& log, const std::string& needle) {
    const TempFolder folder;
    const std::string path = folder.write("a.evtx", as_text(log));
    const std::string script = folder.write("read.py", kReader);
    return output_of("/usr/bin/python3 '" + script + "' '" + path + "' '" + needle + "' 2>&1");
}

EvtxEvent some_event(std::uint32_t number) {
    const FileTime time{133'500'000'000'000'000 + number * kTicksPerSecond};
    EvtxEvent event;
    event.provider = "Test-Provider";
    event.event_id = 1 + number % 3;
    event.time = time;
    event.computer = "主机-1";
    event.fields = {{"Name", "value " + std::to_string(number)},
                    {"Count", number},
                    {"Small", evtx::integer(ValueType::Int16, 7)},
                    {"Id", evtx::hex64(0x3e7)},
                    {"Key", evtx::guid("54849625-5478-4994-a5ba-3e3b0328c30d")},
                    {"Who", evtx::sid("S-1-5-21-1-2-3-500")},
                    {"When", time},
                    {"Flag", evtx::boolean(true)},
                    {"Raw", evtx::binary({std::byte{1}, std::byte{0xfe}})},
                    {"Nothing", evtx::null(), true}};
    return event;
}

class EvtxWriter : public ::testing::Test {
protected:
    void SetUp() override {
        if (output_of("/usr/bin/python3 -c 'import Evtx; print(1)' 2>&1") != "1") {
            GTEST_SKIP() << "no python3-evtx";
        }
    }
};

TEST_F(EvtxWriter, SeveralChunksOfTemplates) {
    EvtxLog log("Test/Operational", {.first_record_id = 1000});
    for (std::uint32_t i = 0; i < 500; ++i) ASSERT_TRUE(log.add(some_event(i)));
    EXPECT_GT(log.bytes().size(), kFileHeaderBytes + 3 * kChunkBytes);
    EXPECT_EQ(python_evtx(log.bytes(), "S-1-5-21-1-2-3-500"), "True True 500 500");
}

TEST_F(EvtxWriter, ClassicSourcesUserDataAndConstantNames) {
    EvtxLog log("System");
    for (std::uint32_t i = 0; i < 60; ++i) {
        EvtxEvent event = some_event(i);
        if (i % 3 == 0) event.qualifiers = std::uint16_t{16384};
        if (i % 3 == 1) event.user_data = "LogFileCleared";
        if (i % 3 == 2) event.constant_names = true;
        ASSERT_TRUE(log.add(event));
    }
    EXPECT_EQ(python_evtx(log.bytes(), "LogFileCleared"), "True True 60 20");
}

TEST_F(EvtxWriter, WhatDoesNotFitInAChunkIsRefused) {
    EvtxLog log("Application");
    EvtxEvent event = some_event(1);
    event.fields.front().value = EvtxValue(std::string(10'000, 'x'));
    ASSERT_TRUE(log.add(event));
    event.fields.front().value = EvtxValue(std::string(32'700, 'x'));
    EXPECT_FALSE(log.add(event));
    event.fields.front().value = EvtxValue(std::string(25'000, 'y'));
    ASSERT_TRUE(log.add(event));
    EXPECT_EQ(log.bytes().size(), kFileHeaderBytes + 2 * kChunkBytes);
    EXPECT_EQ(python_evtx(log.bytes(), "yyyy"), "True True 2 1");
}

TEST_F(EvtxWriter, TheSameEventsGiveTheSameBytes) {
    EvtxLog first("Application");
    EvtxLog second("Application");
    for (std::uint32_t i = 0; i < 100; ++i) {
        first.add(some_event(i));
        second.add(some_event(i));
    }
    EXPECT_EQ(first.bytes(), second.bytes());
}

}  // namespace
}  // namespace xiezhi::testing
