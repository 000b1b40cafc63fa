// Debian's python3-evtx reads a sample of the corpus; our events say the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "xiezhi/readers/evtx.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRecordsEach = 25;
constexpr std::size_t kLogs = 20;
constexpr std::uintmax_t kLargest = 1'200'000;  // it reads 200 records a second

std::vector<KeptEvent> events_of(const fs::path& path) {
    const MemorySource source(bytes_of(path));
    const auto ignore = [](const evtx::Damage&) {};
    const auto log = evtx::Log::open(source, ignore);
    std::vector<KeptEvent> events;
    if (!log) return events;
    const readers::EvtxCatalogue catalogue;
    readers::EvtxReader reader(catalogue);
    std::vector<std::byte> buffer;
    for (std::size_t block = 0; block < log->block_count(); ++block) {
        const auto bytes = log->read_block(block, buffer);
        if (!bytes) break;
        const auto take = [&](const Event& event) {
            events.push_back(keep(event));
            return events.size() < kRecordsEach;
        };
        if (!reader.for_each(*bytes, log->block_offset(block), {}, take, ignore)) break;
    }
    return events;
}

std::string run(const std::string& command) {
    std::string out;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return out;
    std::array<char, 4096> room{};
    while (const std::size_t got = std::fread(room.data(), 1, room.size(), pipe)) {
        out.append(room.data(), got);
    }
    return pclose(pipe) == 0 ? out : std::string();
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
    return cells;
}

/// Case of GUIDs, padding of hex numbers and layout differ between readers and say nothing.
std::string normal(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    if (text.starts_with("0x")) {
        const std::size_t digit = text.find_first_not_of('0', 2);
        text = digit == std::string::npos ? "0x0" : "0x" + text.substr(digit);
    }
    return text;
}

/// Times come as `2017-07-12 17:16:28.214161`, arrays as one text: those are not compared.
bool comparable(const std::string& theirs, const KeptField& ours) {
    const bool time = theirs.size() >= 19 && theirs[4] == '-' && theirs[13] == ':';
    return !time && ours.values.size() == 1;
}

TEST(EvtxPython, SaysTheSame) {
    XIEZHI_CORPUS_OR_SKIP(root);
    if (run("/usr/bin/python3 -c 'import Evtx.Evtx; print(1)' 2>/dev/null").empty()) {
        GTEST_SKIP() << "no python3-evtx";
    }
    std::vector<fs::path> all;
    for (const char* folder : {"evtx/attack-samples", "evtx/cases"}) {
        for (const fs::path& log : files_below(root / folder, ".evtx")) {
            if (fs::file_size(log) <= kLargest) all.push_back(log);
        }
    }
    std::vector<fs::path> logs;
    const std::size_t step = std::max<std::size_t>(1, all.size() / kLogs);
    for (std::size_t i = 0; i < all.size(); i += step) logs.push_back(all[i]);
    std::string command = "/usr/bin/python3 '" + std::string(XIEZHI_SOURCE_DIR) +
                          "/tests/conformance/python_evtx.py' " + std::to_string(kRecordsEach);
    for (const fs::path& log : logs) command += " '" + log.string() + "'";
    std::istringstream lines(run(command + " 2>/dev/null"));

    std::vector<std::vector<KeptEvent>> ours;
    ours.reserve(logs.size());
    for (const fs::path& log : logs) ours.push_back(events_of(log));
    std::size_t records = 0;
    std::size_t values = 0;
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> cells = cells_of(line);
        ASSERT_GE(cells.size(), 6U);
        const std::size_t log = std::stoul(cells[0]);
        SCOPED_TRACE(logs[log].string() + ", record " + cells[1]);
        const auto event = std::ranges::find_if(
            ours[log], [&](const KeptEvent& e) { return std::to_string(e.record_id) == cells[1]; });
        ASSERT_NE(event, ours[log].end());
        ++records;
        EXPECT_EQ(std::to_string(event->event_id), cells[2]);
        EXPECT_EQ(event->provider, cells[3]);
        EXPECT_EQ(event->channel, cells[4]);
        EXPECT_EQ(event->computer, cells[5]);
        for (const std::string& cell : std::vector(cells.begin() + 6, cells.end())) {
            const std::size_t equals = cell.find('=');
            const std::string name = cell.substr(0, equals);
            const std::string theirs = cell.substr(equals + 1);
            const auto field = std::ranges::find_if(event->fields, [&](const KeptField& f) {
                return f.name == name && f.origin == FieldOrigin::EventData;
            });
            ASSERT_NE(field, event->fields.end()) << name;
            if (!comparable(theirs, *field)) continue;
            ++values;
            EXPECT_EQ(normal(field->values[0]), normal(theirs)) << name;
        }
    }
    std::printf("%zu logs, %zu records, %zu values\n", logs.size(), records, values);
    EXPECT_GT(records, 100U);
    EXPECT_GT(values, 500U);
}

}  // namespace
}  // namespace xiezhi::testing
