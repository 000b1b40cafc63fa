#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/platform/temp_file.h"

namespace xiezhi::hunt {

/// Which record of which log, wherever its copy lies. Times in microseconds: evtx_dump's JSON has
/// no more digits.
struct RecordKey {
    std::uint64_t log = 0;  // hash of host and channel
    std::uint64_t record_id = 0;
    std::uint64_t time = 0;

    auto operator<=>(const RecordKey&) const = default;
};
[[nodiscard]] RecordKey record_key(const EventHead& head);

/// Some of the records that are settled already, for the workers to ask before they explain and
/// keep a copy. A table in which a later record takes an earlier one's place: yes is certain, no is
/// not. What it says never changes the outcome, only who does the work.
class SettledKeys {
public:
    void put(const RecordKey& key);
    [[nodiscard]] bool contains(const RecordKey& key) const;

private:
    static constexpr std::size_t kSlots = std::size_t{1} << 15U;

    mutable std::mutex mutex_;
    std::vector<RecordKey> slots_ = std::vector<RecordKey>(kSlots);
};

/// The records met so far, in bounded memory: full tables go to a temporary file as sorted runs.
/// Logs are read in order of their record ids, so runs hardly overlap, a key outside a run's range
/// costs nothing, and copies find the page that their neighbour has just read.
class SeenSet {
public:
    /// `keys_in_memory`: when reached, the table becomes a run.
    explicit SeenSet(std::size_t keys_in_memory = std::size_t{1} << 19U)
        : keys_in_memory_(keys_in_memory) {}

    /// True when the key is new. An Error (disk full) means that it was taken for new and that
    /// earlier keys may have been forgotten.
    [[nodiscard]] Result<bool> add(const RecordKey& key);

private:
    static constexpr std::size_t kPageKeys = 256;

    struct Hash {
        std::size_t operator()(const RecordKey& key) const noexcept;
    };
    struct Run {
        std::uint64_t offset = 0;
        std::size_t count = 0;
        RecordKey last;
        std::vector<RecordKey> fences;  // first key of each page
        std::size_t page_number = 0;    // of the page in memory
        std::vector<RecordKey> page;
    };

    [[nodiscard]] Result<bool> in_run(Run& run, const RecordKey& key) const;
    [[nodiscard]] Result<void> spill();

    std::size_t keys_in_memory_;
    std::unordered_set<RecordKey, Hash> recent_;
    std::vector<Run> runs_;
    std::unique_ptr<platform::TempFile> file_;
};

}  // namespace xiezhi::hunt
