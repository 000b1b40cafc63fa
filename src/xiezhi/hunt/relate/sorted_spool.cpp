#include "xiezhi/hunt/relate/sorted_spool.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/bytes.h"

namespace xiezhi::hunt {
namespace {

constexpr std::size_t kReadSize = std::size_t{64} << 10U;
constexpr std::size_t kEntryOverhead = sizeof(SpoolEntry) + 32;  // allocator included

std::size_t size_of(const SpoolEntry& entry) {
    return entry.key.size() + entry.payload.size() + kEntryOverhead;
}

}  // namespace

void put_number(std::string& out, std::uint64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xFFU);
}

void put_text(std::string& out, std::string_view text) {
    put_number(out, text.size());
    out += text;
}

std::uint64_t SpoolCursor::number() {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8 && !rest_.empty(); ++i) {
        value = value << 8U | static_cast<unsigned char>(rest_.front());
        rest_.remove_prefix(1);
    }
    return value;
}

std::string_view SpoolCursor::text() {
    const auto size = static_cast<std::size_t>(number());
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(text.size());
    return text;
}

/// The entries of one run, a window at a time.
class SortedSpool::RunReader {
public:
    RunReader(const platform::TempFile& file, Run run) : file_(&file), run_(run) {}

    /// False at the end of the run.
    Result<bool> next() {
        std::array<std::uint64_t, 2> sizes{};
        for (std::uint64_t& size : sizes) {
            auto bytes = take(sizeof(size));
            if (!bytes) return std::move(bytes.error());
            if (bytes->empty()) return false;
            size = SpoolCursor(*bytes).number();
        }
        auto key = take(sizes[0]);
        if (!key) return std::move(key.error());
        entry_.key = *key;
        auto payload = take(sizes[1]);
        if (!payload) return std::move(payload.error());
        entry_.payload = *payload;
        return true;
    }

    [[nodiscard]] SpoolEntry& entry() { return entry_; }

private:
    /// The next bytes of the run; empty at its end.
    Result<std::string_view> take(std::size_t size) {
        if (buffer_.size() - position_ < size) {
            buffer_.erase(0, position_);
            position_ = 0;
            const std::uint64_t left = run_.end - run_.begin;
            const std::size_t wanted = std::min<std::uint64_t>(left, std::max(kReadSize, size));
            const std::size_t kept = buffer_.size();
            buffer_.resize(kept + wanted);
            auto got =
                file_->read(run_.begin, std::as_writable_bytes(std::span(buffer_).subspan(kept)));
            if (!got) return std::move(got.error());
            buffer_.resize(kept + *got);
            run_.begin += *got;
        }
        const std::string_view bytes = std::string_view(buffer_).substr(position_, size);
        position_ += bytes.size();
        return bytes;
    }

    const platform::TempFile* file_;
    Run run_;
    std::string buffer_;
    std::size_t position_ = 0;
    SpoolEntry entry_;
};

Result<void> SortedSpool::add(SpoolEntry entry) {
    bytes_ += size_of(entry);
    entries_.push_back(std::move(entry));
    if (bytes_ <= bytes_max_) return {};
    return spill();
}

Result<void> SortedSpool::spill() {
    if (!file_) {
        auto file = platform::TempFile::create();
        if (!file) return std::move(file.error());
        file_ = std::move(*file);
    }
    std::ranges::sort(entries_, {}, &SpoolEntry::key);
    Run run{.begin = file_->size(), .end = 0};
    std::string block;
    const auto write = [&]() -> Result<void> {
        auto written = file_->append(as_bytes(block));
        block.clear();
        return written;
    };
    for (const SpoolEntry& entry : entries_) {
        put_number(block, entry.key.size());
        put_number(block, entry.payload.size());
        block += entry.key;
        block += entry.payload;
        if (block.size() < kReadSize) continue;
        if (auto written = write(); !written) return written;
    }
    if (auto written = write(); !written) return written;
    run.end = file_->size();
    runs_.push_back(run);
    entries_.clear();
    bytes_ = 0;
    return {};
}

Result<void> SortedSpool::drain(const std::function<bool(SpoolEntry)>& sink) {
    Result<void> done{};
    if (runs_.empty()) {
        std::ranges::sort(entries_, {}, &SpoolEntry::key);
        for (SpoolEntry& entry : entries_) {
            if (!sink(std::move(entry))) break;
        }
    } else {
        if (!entries_.empty()) done = spill();
        if (done) done = merge(sink);
    }
    entries_ = {};
    runs_ = {};
    file_.reset();
    bytes_ = 0;
    return done;
}

Result<void> SortedSpool::merge(const std::function<bool(SpoolEntry)>& sink) {
    std::vector<RunReader> readers;
    readers.reserve(runs_.size());
    for (const Run run : runs_) readers.emplace_back(*file_, run);
    const auto later = [&](std::size_t a, std::size_t b) {
        return readers[b].entry().key < readers[a].entry().key;
    };
    std::vector<std::size_t> heap;
    for (std::size_t i = 0; i < readers.size(); ++i) {
        auto more = readers[i].next();
        if (!more) return std::move(more.error());
        if (*more) heap.push_back(i);
    }
    std::ranges::make_heap(heap, later);
    while (!heap.empty()) {
        std::ranges::pop_heap(heap, later);
        const std::size_t first = heap.back();
        if (!sink(std::move(readers[first].entry()))) return {};
        auto more = readers[first].next();
        if (!more) return std::move(more.error());
        if (*more) {
            std::ranges::push_heap(heap, later);
        } else {
            heap.pop_back();
        }
    }
    return {};
}

}  // namespace xiezhi::hunt
