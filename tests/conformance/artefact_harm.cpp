// Every file of the artefacts, whatever it is, as it is and with bytes cut off and changed: no
// crash, no hang, and what is written is whole lines.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "xiezhi/cli/native_dump.h"
#include "xiezhi/output/record_writer.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kHarmedSizeMax = 4'000'000;
constexpr std::size_t kLinesMax = 20'000;  // of one dump: enough, and the test stays quick
constexpr int kCuts = 3;
constexpr int kChanges = 5;

/// Dumps bytes as what they are taken for; says whether it was a kind that is dumped.
bool dump(std::vector<std::byte> bytes, const fs::path& path) {
    const MemorySource source(std::move(bytes));
    const auto kind = evidence::artefact_kind(source, path.generic_string());
    if (!kind) return false;
    const cli::NativeDump native = cli::native_dump(*kind);
    if (native == nullptr) return false;
    std::size_t lines = 0;
    const auto sink = output::json_records(
        [&](std::string_view text) {
            lines += static_cast<std::size_t>(std::ranges::count(text, '\n'));
            return lines < kLinesMax;
        },
        path.filename().string());
    const cli::NativeInput input{
        .bytes = source,
        .path = "file",
        .beside = [&](std::string_view name) -> std::unique_ptr<ByteSource> {
            const fs::path other = path.parent_path() / std::string(name);
            if (!fs::is_regular_file(other)) return nullptr;
            return std::make_unique<MemorySource>(bytes_of(other));
        }};
    (void)native(input, *sink, [](const Damage&) {});
    return true;
}

TEST(ArtefactHarm, EveryFileCutAndChanged) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::mt19937 random(4714);
    std::size_t files = 0;
    std::size_t dumped = 0;
    for (const fs::path& path : files_below(root / "artefacts")) {
        SCOPED_TRACE(path.string());
        ++files;
        const std::vector<std::byte> whole = bytes_of(path);
        if (!dump(whole, path)) continue;
        ++dumped;
        if (whole.size() > kHarmedSizeMax || whole.empty()) continue;
        for (int i = 0; i < kCuts; ++i) {
            const auto size = static_cast<long>(random() % whole.size());
            dump({whole.begin(), whole.begin() + size}, path);
        }
        for (int i = 0; i < kChanges; ++i) {
            std::vector<std::byte> harmed = whole;
            for (std::size_t bytes = 1 + random() % 8; bytes > 0; --bytes) {
                harmed[random() % harmed.size()] = static_cast<std::byte>(random() % 256);
            }
            dump(std::move(harmed), path);
        }
    }
    EXPECT_GT(files, 0U);
    EXPECT_GT(dumped, 0U);
    RecordProperty("dumped", static_cast<int>(dumped));
}

}  // namespace
}  // namespace xiezhi::testing
