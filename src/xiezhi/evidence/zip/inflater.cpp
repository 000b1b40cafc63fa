#define ZLIB_CONST  // zlib reads its input through a const pointer
#include "xiezhi/evidence/zip/inflater.h"

#include <zlib.h>

#include <array>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::evidence {
namespace {

/// Bytes are bytes; zlib's are unsigned char.
Bytef* zlib_bytes(std::span<std::byte> bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    return reinterpret_cast<Bytef*>(bytes.data());
}

class Inflater final : public Stream {
public:
    explicit Inflater(std::unique_ptr<ZipEntryFile> packed) : packed_(std::move(packed)) {
        ready_ = inflateInit2(&state_, -MAX_WBITS) == Z_OK;
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    Inflater(Inflater&&) = delete;
    Inflater& operator=(Inflater&&) = delete;
    ~Inflater() override { inflateEnd(&state_); }

    Result<std::size_t> read(std::span<std::byte> out) override {
        if (!ready_) return Error{Errc::Io, msg::zip_entry_damaged("zlib"), {}};
        state_.next_out = zlib_bytes(out);
        state_.avail_out = static_cast<uInt>(out.size());
        while (state_.avail_out > 0 && !ended_) {
            if (state_.avail_in == 0) {
                auto got = packed_->read(input_);
                if (!got) return std::move(got.error());
                if (*got == 0) break;  // cut: the caller compares with the stated size
                state_.next_in = zlib_bytes(input_);
                state_.avail_in = static_cast<uInt>(*got);
            }
            const int code = inflate(&state_, Z_NO_FLUSH);
            ended_ = code == Z_STREAM_END;
            if (code == Z_OK || ended_) continue;
            const std::size_t filled = out.size() - state_.avail_out;
            if (filled > 0) return filled;  // the same error comes again on the next read
            return Error{Errc::Damaged, msg::zip_entry_damaged(detail()), {}};
        }
        return out.size() - state_.avail_out;
    }

    Result<void> rewind() override {
        ready_ = inflateReset(&state_) == Z_OK;
        state_.avail_in = 0;
        ended_ = false;
        return packed_->rewind();
    }

private:
    static constexpr std::size_t kInputSize = std::size_t{64} << 10U;

    [[nodiscard]] const char* detail() const {
        constexpr const char* kUnsaid = "invalid compressed data";  // tidy: no text (zlib's words)
        return state_.msg != nullptr ? state_.msg : kUnsaid;
    }

    std::unique_ptr<ZipEntryFile> packed_;
    z_stream state_{};
    std::vector<std::byte> input_ = std::vector<std::byte>(kInputSize);
    bool ready_ = false;
    bool ended_ = false;
};

}  // namespace

std::unique_ptr<Stream> make_inflater(std::unique_ptr<ZipEntryFile> packed) {
    return std::make_unique<Inflater>(std::move(packed));
}

}  // namespace xiezhi::evidence
