// Record counts of every log that a records.tsv or expect.tsv of the corpus names, against several
// independent readers (docs/formats/evtx.md, "Where readers disagree").
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <regex>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using evtx::DamageKind;

std::optional<std::uint64_t> number(const std::string& text) {
    std::uint64_t value = 0;
    const std::string_view view(text);
    const auto [end, error] = std::from_chars(view.begin(), view.end(), value);
    if (error != std::errc{} || end != view.end()) return std::nullopt;
    return value;
}

/// Why our count may differ from one that stops at the first damage of a chunk: we go on behind it,
/// and say which bytes were none. Undamaged logs have no such excuse.
bool resynchronised(const Dumped& dumped) {
    return dumped.count(DamageKind::Bytes) + dumped.count(DamageKind::Record) +
               dumped.count(DamageKind::SizeCopy) >
           0;
}

/// The walker of the corpus follows record sizes and counts records that cannot be rendered and the
/// cut record it stops at; neither is a record to us.
bool explained(std::uint64_t ours, std::uint64_t theirs, const Dumped& dumped) {
    if (ours == theirs) return true;
    if (!resynchronised(dumped)) return false;
    const std::uint64_t lost = dumped.count(DamageKind::Record) + dumped.count(DamageKind::Bytes) +
                               dumped.count(DamageKind::SizeCopy);
    return ours > theirs || theirs - ours <= lost;
}

TEST(EvtxRecords, CountsEqualTheTables) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t logs = 0;
    std::size_t resynchronised_logs = 0;
    for (const fs::path& table : files_below(root / "evtx", ".tsv")) {
        if (table.filename() != "records.tsv") continue;
        for (const Row& row : read_tsv(table)) {
            const fs::path log = root / "evtx" / row.at("path");
            if (!fs::exists(log)) continue;
            ++logs;
            const Dumped dumped = dump_file(log);
            const auto theirs = number(row.at("records"));
            if (!theirs) {
                ADD_FAILURE() << row.at("path") << ": no number of records";
                continue;
            }
            EXPECT_TRUE(explained(dumped.records, *theirs, dumped))
                << row.at("path") << ": " << dumped.records << ", expected " << *theirs;
            if (dumped.records != *theirs) ++resynchronised_logs;
        }
    }
    EXPECT_GT(logs, 0U);
    // Damaged logs are few: were this many "explained", the explanation would hide faults.
    EXPECT_LE(resynchronised_logs * 50, logs);
}

TEST(EvtxRecords, SyntheticDamageCostsWhatItMust) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t logs = 0;
    for (const fs::path& table : files_below(root / "evtx", ".tsv")) {
        if (table.filename() != "expect.tsv") continue;
        for (const Row& row : read_tsv(table)) {
            const std::string& wanted = row.at("records_expected");
            const Dumped dumped = dump_file(table.parent_path() / row.at("file"));
            ++logs;
            SCOPED_TRACE(row.at("file") + ": " + wanted);
            std::smatch parts;
            const auto ours = std::to_string(dumped.records);
            if (wanted.starts_with("error")) {
                EXPECT_FALSE(dumped.is_log);
            } else if (std::regex_search(wanted, parts,
                                         std::regex(R"((\d+) with resynchronisation)"))) {
                EXPECT_EQ(ours, parts[1]);
                EXPECT_EQ(dumped.count(DamageKind::Bytes), 1U);
            } else if (std::regex_search(wanted, parts, std::regex(R"(^(\d+) or (\d+))"))) {
                EXPECT_TRUE(ours == parts[1] || ours == parts[2]) << ours;
            } else {
                ASSERT_TRUE(std::regex_search(wanted, parts, std::regex(R"(^(\d+))")));
                EXPECT_EQ(ours, parts[1]);
            }
            if (std::regex_search(wanted, parts, std::regex(R"((\d+) when carving)"))) {
                evtx::DumpOptions carve;
                carve.carve = true;
                const Dumped carved = dump_file(table.parent_path() / row.at("file"),
                                                evtx::DumpFormat::JsonLines, carve);
                EXPECT_EQ(std::to_string(carved.records), parts[1]);
            }
            if (wanted.find("marked") != std::string::npos) {
                EXPECT_EQ(dumped.count(DamageKind::SizeCopy), 1U);
            }
        }
    }
    EXPECT_GT(logs, 0U);
}

TEST(EvtxRecords, AnyNumberOfThreadsGivesTheSameBytes) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t logs = 0;
    for (const fs::path& log : files_below(root / "evtx", ".evtx")) {
        if (fs::file_size(log) < 3'000'000) continue;  // more than one block
        for (const auto format : {evtx::DumpFormat::JsonLines, evtx::DumpFormat::Xml}) {
            evtx::DumpOptions one;
            one.checksums = true;
            evtx::DumpOptions five = one;
            five.threads = 5;
            const Dumped a = dump_file(log, format, one);
            const Dumped b = dump_file(log, format, five);
            EXPECT_EQ(a.text == b.text, true) << log;
            EXPECT_EQ(a.damages, b.damages) << log;
        }
        if (++logs == 4) break;
    }
    EXPECT_GT(logs, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
