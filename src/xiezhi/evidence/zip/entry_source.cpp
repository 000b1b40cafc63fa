#include "xiezhi/evidence/zip/entry_source.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/evidence/zip/inflater.h"

namespace xiezhi::evidence {
namespace {

class StoredSource final : public ByteSource {
public:
    StoredSource(std::unique_ptr<ZipEntryFile> file, std::uint64_t size)
        : file_(std::move(file)), size_(size) {}

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                           std::span<std::byte> out) const override {
        std::size_t filled = 0;
        while (filled < out.size() && offset + filled < size_) {
            auto got = file_->read_at(offset + filled, out.subspan(filled));
            if (!got) return filled > 0 ? Result<std::size_t>(filled) : std::move(got);
            if (*got == 0) break;
            filled += *got;
        }
        return filled;
    }

private:
    std::unique_ptr<ZipEntryFile> file_;  // locks its archive for each read
    std::uint64_t size_;
};

/// A stream that only goes forward, behind a row of windows. Blocks of one log are asked for nearly
/// in order, by several threads, so that a few windows are enough; what lies further back costs a
/// start from the beginning. An entry that is read at random (a WMI repository, a hive) is kept
/// whole from its second start on, if it is not too large for that.
class WindowedSource final : public ByteSource {
public:
    WindowedSource(std::unique_ptr<Stream> stream, std::uint64_t size)
        : stream_(std::move(stream)), size_(size) {}

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                           std::span<std::byte> out) const override {
        const std::scoped_lock lock(mutex_);
        std::size_t filled = 0;
        while (filled < out.size() && offset + filled < size_) {
            const std::uint64_t at = offset + filled;
            auto window = find(at / kWindowSize);
            if (!window) {
                return filled > 0 ? Result<std::size_t>(filled) : std::move(window.error());
            }
            const std::size_t position = at % kWindowSize;
            if (position >= window->size()) {  // the stream broke inside this window
                if (filled == 0 && broken_) return *broken_;
                return filled;
            }
            const auto part =
                window->subspan(position, std::min(window->size() - position, out.size() - filled));
            std::ranges::copy(part, out.subspan(filled).begin());
            filled += part.size();
        }
        return filled;
    }

private:
    static constexpr std::size_t kWindowSize = std::size_t{256} << 10U;
    static constexpr std::size_t kWindowCount = 16;
    static constexpr std::uint64_t kKeptWholeMax = std::uint64_t{64} << 20U;

    using Window = std::vector<std::byte>;

    Result<Bytes> find(std::uint64_t number) const {
        const std::uint64_t first = next_ - windows_.size();  // their numbers follow each other
        if (number >= first && number < next_) return Bytes(windows_[number - first]);
        if (number < next_) {
            if (auto again = stream_->rewind(); !again) return std::move(again.error());
            keeps_whole_ = size_ <= kKeptWholeMax;
            windows_.clear();
            broken_.reset();
            next_ = 0;
        }
        while (next_ <= number) {
            if (broken_) return *broken_;
            unpack_next();
        }
        return Bytes(windows_.back());
    }

    void unpack_next() const {
        Window window;
        if (windows_.size() >= kWindowCount && !keeps_whole_) {  // reuse the oldest one's memory
            window = std::move(windows_.front());
            windows_.pop_front();
        }
        window.resize(std::min<std::uint64_t>(kWindowSize, size_ - next_ * kWindowSize));
        ++next_;
        std::size_t filled = 0;
        while (filled < window.size()) {
            auto got = stream_->read(std::span(window).subspan(filled));
            if (!got) {
                broken_ = std::move(got.error());
                break;
            }
            if (*got == 0) {
                broken_ = Error{Errc::Damaged, msg::zip_entry_short(size_), {}};
                break;
            }
            filled += *got;
        }
        window.resize(filled);
        windows_.push_back(std::move(window));
    }

    mutable std::mutex mutex_;
    mutable std::deque<Window> windows_;
    mutable std::uint64_t next_ = 0;  // window that the stream gives next
    mutable bool keeps_whole_ = false;
    mutable std::optional<Error> broken_;
    std::unique_ptr<Stream> stream_;
    std::uint64_t size_;
};

/// An entry that libzip unpacks.
class LibzipStream final : public Stream {
public:
    explicit LibzipStream(std::unique_ptr<ZipEntryFile> file) : file_(std::move(file)) {}
    Result<std::size_t> read(std::span<std::byte> out) override { return file_->read(out); }
    Result<void> rewind() override { return file_->rewind(); }

private:
    std::unique_ptr<ZipEntryFile> file_;
};

}  // namespace

std::unique_ptr<ByteSource> make_stored_source(std::unique_ptr<ZipEntryFile> packed,
                                               const ZipEntry& entry) {
    return std::make_unique<StoredSource>(std::move(packed), entry.size);
}

std::unique_ptr<ByteSource> make_deflated_source(std::unique_ptr<ZipEntryFile> packed,
                                                 const ZipEntry& entry) {
    return std::make_unique<WindowedSource>(make_inflater(std::move(packed)), entry.size);
}

std::unique_ptr<ByteSource> make_sequential_source(std::unique_ptr<ZipEntryFile> unpacked,
                                                   const ZipEntry& entry) {
    return std::make_unique<WindowedSource>(std::make_unique<LibzipStream>(std::move(unpacked)),
                                            entry.size);
}

}  // namespace xiezhi::evidence
