#include "xiezhi/hunt/seen_set.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <string>

#include "xiezhi/base/hash.h"

namespace xiezhi::hunt {

RecordKey record_key(const EventHead& head) {
    constexpr std::uint64_t kTicksPerMicrosecond = 10;
    return {hash64(head.channel, hash64(head.computer)), head.record_id,
            head.time.ticks / kTicksPerMicrosecond};
}

void SettledKeys::put(const RecordKey& key) {
    const std::scoped_lock lock(mutex_);
    slots_[hash64(std::as_bytes(std::span(&key, 1))) % kSlots] = key;
}

bool SettledKeys::contains(const RecordKey& key) const {
    const std::scoped_lock lock(mutex_);
    return slots_[hash64(std::as_bytes(std::span(&key, 1))) % kSlots] == key;
}

std::size_t SeenSet::Hash::operator()(const RecordKey& key) const noexcept {
    return hash64(std::as_bytes(std::span(&key, 1)));
}

Result<bool> SeenSet::add(const RecordKey& key) {
    if (recent_.contains(key)) return false;
    for (Run& run : runs_) {
        auto found = in_run(run, key);
        if (!found) return std::move(found.error());
        if (*found) return false;
    }
    if (recent_.size() >= keys_in_memory_) {
        auto spilled = spill();
        recent_.clear();
        recent_.insert(key);
        if (!spilled) return std::move(spilled.error());
        return true;
    }
    recent_.insert(key);
    return true;
}

Result<bool> SeenSet::in_run(Run& run, const RecordKey& key) const {
    if (key < run.fences.front() || run.last < key) return false;
    const auto after = std::ranges::upper_bound(run.fences, key);
    const auto number = static_cast<std::size_t>(after - run.fences.begin()) - 1;
    if (run.page.empty() || run.page_number != number) {
        run.page.resize(std::min(kPageKeys, run.count - number * kPageKeys));
        run.page_number = number;
        const auto got = file_->read(run.offset + number * kPageKeys * sizeof(RecordKey),
                                     std::as_writable_bytes(std::span(run.page)));
        if (!got) {
            run.page.clear();
            return Error(got.error());
        }
    }
    return std::ranges::binary_search(run.page, key);
}

Result<void> SeenSet::spill() {
    if (!file_) {
        auto file = platform::TempFile::create();
        if (!file) return std::move(file.error());
        file_ = std::move(*file);
    }
    std::vector<RecordKey> keys(recent_.begin(), recent_.end());
    std::ranges::sort(keys);
    Run run{.offset = file_->size(),
            .count = keys.size(),
            .last = keys.back(),
            .fences = {},
            .page_number = 0,
            .page = {}};
    for (std::size_t i = 0; i < keys.size(); i += kPageKeys) run.fences.push_back(keys[i]);
    if (auto written = file_->append(std::as_bytes(std::span(keys))); !written) return written;
    runs_.push_back(std::move(run));
    return {};
}

}  // namespace xiezhi::hunt
