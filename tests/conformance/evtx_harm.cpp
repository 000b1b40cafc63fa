// Real logs, cut and with bytes changed all through: no crash, no hang, valid output, and every
// record that was not touched is still there.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/evtx/log.h"
#include "xiezhi/formats/evtx/records.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLogs = 24;
constexpr std::uintmax_t kLargest = 1'200'000;

/// Every n-th log of the corpus, the same ones each time.
std::vector<fs::path> sample(const fs::path& root) {
    std::vector<fs::path> all;
    for (const fs::path& log : files_below(root / "evtx", ".evtx")) {
        if (fs::file_size(log) <= kLargest && fs::file_size(log) > evtx::kFileHeaderSize) {
            all.push_back(log);
        }
    }
    std::vector<fs::path> logs;
    const std::size_t step = std::max<std::size_t>(1, all.size() / kLogs);
    for (std::size_t i = step / 2; i < all.size(); i += step) logs.push_back(all[i]);
    return logs;
}

/// Offset and size of every record in the log.
std::vector<std::pair<std::size_t, std::size_t>> places_of(const std::vector<std::byte>& log) {
    std::vector<std::pair<std::size_t, std::size_t>> places;
    for (std::size_t at = evtx::kFileHeaderSize; at < log.size(); at += evtx::kChunkSize) {
        const Bytes chunk = Bytes(log).subspan(at, std::min(evtx::kChunkSize, log.size() - at));
        evtx::walk_records(
            chunk, at, {},
            [&](const evtx::Record& record) {
                places.emplace_back(at + record.position, record.size);
                return evtx::Verdict::GoOn;
            },
            [](const evtx::Damage&) {});
    }
    return places;
}

TEST(EvtxHarm, CutAnywhereKeepsWhatIsWhole) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::mt19937 random(4711);
    std::size_t cuts = 0;
    for (const fs::path& path : sample(root)) {
        const std::vector<std::byte> whole = bytes_of(path);
        const Dumped before = dump_bytes(whole);
        if (!before.is_log || !before.damages.empty()) continue;
        const std::vector<std::string> lines = before.lines();
        const auto places = places_of(whole);
        ASSERT_EQ(places.size(), lines.size()) << path;
        for (int i = 0; i < 6; ++i) {
            const std::size_t size = random() % whole.size();
            const auto kept = static_cast<std::size_t>(std::ranges::count_if(
                places, [&](const auto& place) { return place.first + place.second <= size; }));
            const Dumped cut = dump_bytes({whole.begin(), whole.begin() + static_cast<long>(size)});
            const std::vector<std::string> now = cut.lines();
            if (size < evtx::kFileHeaderSize + 8) continue;  // not even a chunk's signature
            SCOPED_TRACE(path.string() + " cut at " + std::to_string(size));
            // Names and templates stand before what refers to them, so nothing whole is lost.
            ASSERT_EQ(now.size(), kept);
            EXPECT_TRUE(std::equal(now.begin(), now.end(), lines.begin()));
            ++cuts;
        }
    }
    EXPECT_GT(cuts, 0U);
}

TEST(EvtxHarm, ChangedBytesCostTheirRecordAlone) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::mt19937 random(4712);
    std::size_t changes = 0;
    for (const fs::path& path : sample(root)) {
        const std::vector<std::byte> whole = bytes_of(path);
        const Dumped before = dump_bytes(whole);
        if (!before.is_log || !before.damages.empty() || before.records == 0) continue;
        const std::vector<std::string> lines = before.lines();
        const auto places = places_of(whole);
        for (int i = 0; i < 8; ++i) {
            const std::size_t victim = random() % places.size();
            // The end of a record: values, padding, size copy. Definitions and names that others
            // refer to stand further in front.
            const auto [offset, size] = places[victim];
            const std::size_t at = offset + size - 1 - random() % std::min<std::size_t>(12, size);
            std::vector<std::byte> harmed = whole;
            harmed[at] ^= static_cast<std::byte>(1 + random() % 255);
            const std::vector<std::string> now = dump_bytes(std::move(harmed)).lines();
            std::multiset<std::string> left(now.begin(), now.end());
            SCOPED_TRACE(path.string() + " byte " + std::to_string(at));
            for (std::size_t line = 0; line < lines.size(); ++line) {
                if (line == victim) continue;
                const auto found = left.find(lines[line]);
                ASSERT_NE(found, left.end()) << "record " << line << " of " << lines.size();
                left.erase(found);
            }
            EXPECT_LE(left.size(), 1U);
            ++changes;
        }
    }
    EXPECT_GT(changes, 0U);
}

TEST(EvtxHarm, ChangedBytesAnywhereCostTheirChunkAtMost) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::mt19937 random(4713);
    std::size_t changes = 0;
    for (const fs::path& path : sample(root)) {
        const std::vector<std::byte> whole = bytes_of(path);
        const Dumped before = dump_bytes(whole);
        if (!before.is_log || whole.size() <= evtx::kFileHeaderSize) continue;
        const auto places = places_of(whole);
        const std::vector<std::string> lines = before.lines();
        for (int i = 0; i < 10; ++i) {
            std::vector<std::byte> harmed = whole;
            const std::size_t first = evtx::kFileHeaderSize;
            const std::size_t at = first + random() % (harmed.size() - first);
            const std::size_t run = 1 + random() % 40;
            for (std::size_t b = at; b < std::min(at + run, harmed.size()); ++b) {
                harmed[b] = static_cast<std::byte>(random());
            }
            const std::size_t chunk = (at - first) / evtx::kChunkSize;
            const std::size_t last =
                (std::min(at + run, harmed.size()) - 1 - first) / evtx::kChunkSize;
            for (const auto format : {evtx::DumpFormat::JsonLines, evtx::DumpFormat::Xml}) {
                evtx::DumpOptions carve;
                carve.carve = i % 2 == 1;
                const Dumped now = dump_bytes(harmed, format, carve);
                if (format != evtx::DumpFormat::JsonLines || carve.carve) continue;
                if (!before.damages.empty()) continue;
                const std::vector<std::string> left = now.lines();
                const std::set<std::string> kept(left.begin(), left.end());
                for (std::size_t line = 0; line < places.size(); ++line) {
                    const std::size_t own = (places[line].first - first) / evtx::kChunkSize;
                    if (own >= chunk && own <= last) continue;
                    ASSERT_TRUE(kept.contains(lines[line])) << path << " byte " << at;
                }
            }
            ++changes;
        }
    }
    EXPECT_GT(changes, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
