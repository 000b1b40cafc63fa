#define ZLIB_CONST  // zlib reads its input through a const pointer
#include "xiezhi/output/packed_text.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "xiezhi/base/base64.h"

namespace xiezhi::output {
namespace {

constexpr int kGzip = 16;  // added to the window bits: gzip's head and tail
constexpr int kMemory = 9;
constexpr std::size_t kPieceSize = std::size_t{3} << 14;  // a multiple of three: no padding within

const Bytef* zlib_bytes(std::string_view text) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes are bytes
    return reinterpret_cast<const Bytef*>(text.data());
}

}  // namespace

struct PackedText::Impl {
    explicit Impl(TextSink the_sink) : sink(std::move(the_sink)) {
        ready = deflateInit2(&state, Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS + kGzip, kMemory,
                             Z_DEFAULT_STRATEGY) == Z_OK;
        state.next_out = piece.data();
        state.avail_out = static_cast<uInt>(piece.size());
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    Impl(Impl&&) = delete;
    Impl& operator=(Impl&&) = delete;
    ~Impl() { deflateEnd(&state); }

    bool hand_on() {
        text.clear();
        const std::span all(piece);
        append_base64(text, std::as_bytes(all.first(all.size() - state.avail_out)));
        state.next_out = piece.data();
        state.avail_out = static_cast<uInt>(piece.size());
        return sink(text);
    }

    /// Until the input is taken, with Z_FINISH until the end is written.
    bool run(int flush) {
        while (true) {
            const int done = deflate(&state, flush);
            if (done == Z_STREAM_END) return hand_on();
            if (done != Z_OK && done != Z_BUF_ERROR) return false;
            if (state.avail_out == 0 && !hand_on()) return false;
            if (flush == Z_NO_FLUSH && state.avail_in == 0) return true;
        }
    }

    TextSink sink;
    z_stream state{};
    bool ready = false;
    std::array<Bytef, kPieceSize> piece{};
    std::string text;
};

PackedText::PackedText(TextSink sink) : impl_(std::make_unique<Impl>(std::move(sink))) {}
PackedText::~PackedText() = default;

bool PackedText::write(std::string_view text) {
    constexpr std::size_t kAtOnce = std::numeric_limits<uInt>::max();
    while (impl_->ready && !text.empty()) {
        const std::string_view some = text.substr(0, kAtOnce);
        impl_->state.next_in = zlib_bytes(some);
        impl_->state.avail_in = static_cast<uInt>(some.size());
        if (!impl_->run(Z_NO_FLUSH)) return false;
        text.remove_prefix(some.size());
    }
    return impl_->ready;
}

bool PackedText::end() {
    impl_->state.avail_in = 0;
    return impl_->ready && impl_->run(Z_FINISH);
}

}  // namespace xiezhi::output
