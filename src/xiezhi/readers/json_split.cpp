#include "xiezhi/readers/json_split.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kReadSize = std::size_t{256} << 10U;
constexpr std::size_t kBlockSize = std::size_t{1} << 20U;
constexpr std::size_t kObjectMax = std::size_t{16} << 20U;
constexpr std::size_t kLookAhead = 64;
constexpr std::size_t kDamagesMax = 256;  // of a block

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// `{"Event"`, perhaps with blanks between.
bool begins_event(std::string_view text) {
    if (!text.starts_with('{')) return false;
    const auto key = text.find_first_not_of(" \t\r\n", 1);
    return key != std::string_view::npos && text.substr(key).starts_with("\"Event\"");
}

/// UTF-16 code units of a UTF-8 text.
std::uint64_t units_of(std::string_view text) {
    std::uint64_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2U : 1U;
    }
    return units;
}

}  // namespace

Result<void> JsonSplitter::look_for_mark() {
    std::array<std::byte, 3> head{};
    auto got = source_.read(0, head);
    if (!got) return std::move(got.error());
    const std::string_view text = as_text(Bytes(head).first(*got));
    utf16_ = text.starts_with("\xFF\xFE");
    const std::uint64_t mark = utf16_ ? 2 : text == "\xEF\xBB\xBF" ? 3 : 0;
    read_offset_ = std::max(read_offset_, mark);
    offset_ = read_offset_;
    started_ = true;
    return {};
}

void JsonSplitter::decode(Bytes raw) {
    if (!utf16_) {
        buffer_ += as_text(raw);
        return;
    }
    carried_ += as_text(raw);
    std::size_t whole = carried_.size() & ~std::size_t{1};
    const auto last = whole >= 2 ? static_cast<unsigned char>(carried_[whole - 1]) : 0U;
    if (last >= 0xD8U && last <= 0xDBU) whole -= 2;  // its other half comes with the next read
    append_utf8(buffer_, as_bytes(std::string_view(carried_).substr(0, whole)));
    carried_.erase(0, whole);
}

Result<void> JsonSplitter::refill() {
    if (!started_) {
        if (auto done = look_for_mark(); !done) return done;
    }
    buffer_.erase(0, position_);
    position_ = 0;
    raw_.resize(kReadSize);
    auto got = source_.read(read_offset_, raw_);
    if (!got) return std::move(got.error());
    ended_ = *got == 0;
    read_offset_ += *got;
    decode(Bytes(raw_).first(*got));
    return {};
}

/// Whether `size` more bytes of text are there, after reading what is needed.
Result<bool> JsonSplitter::ensure(std::size_t size) {
    while (buffer_.size() - position_ < size && !ended_) {
        if (auto done = refill(); !done) return std::move(done.error());
    }
    return buffer_.size() - position_ >= size;
}

void JsonSplitter::consume(std::size_t size) {
    offset_ += utf16_ ? 2 * units_of(rest().substr(0, size)) : size;
    position_ += size;
}

/// Skips what may stand between objects. What may not is a damage, up to the end of its line.
Result<bool> JsonSplitter::skip_to_object(JsonBlock& block) {
    while (true) {
        auto more = ensure(kLookAhead);
        if (!more) return std::move(more.error());
        const std::string_view text = rest();
        if (text.empty()) return false;
        const char c = text.front();
        if (c == '{') return true;
        if (is_blank(c) || c == '[' || c == ']' || c == ',') {
            consume(1);
            continue;
        }
        if (!text.starts_with("Record "))
            block.damages.push_back({offset_, msg::json_not_an_object()});
        while (true) {
            const auto end = rest().find('\n');
            consume(std::min(end, rest().size()));
            if (end != std::string_view::npos) break;
            auto line_goes_on = ensure(1);
            if (!line_goes_on) return std::move(line_goes_on.error());
            if (!*line_goes_on) return false;
        }
    }
}

/// Size of the object at the front. `broken`: it never ends, the size is where the next one begins.
Result<std::size_t> JsonSplitter::find_object_end(bool& broken) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0;; ++i) {
        if (position_ + i + kLookAhead > buffer_.size() && !ended_) {
            if (auto done = refill(); !done) return std::move(done.error());
        }
        const std::string_view text = rest();
        broken = i >= text.size() || i >= kObjectMax ||
                 (i > 0 && text[i - 1] == '\n' && begins_event(text.substr(i, kLookAhead)));
        if (broken) return i;
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return i + 1;
        }
    }
}

Result<bool> JsonSplitter::take_object(JsonBlock& block) {
    auto there = skip_to_object(block);
    if (!there || !*there) return there;
    bool broken = false;
    auto size = find_object_end(broken);
    if (!size) return std::move(size.error());
    if (broken) {
        block.damages.push_back({offset_, *size >= kObjectMax ? msg::json_object_too_big(kObjectMax)
                                                              : msg::json_object_unfinished()});
    } else {
        block.objects.push_back({block.text.size(), *size, offset_});
        block.text += rest().substr(0, *size);
    }
    consume(*size);
    return true;
}

Result<std::optional<JsonBlock>> JsonSplitter::next() {
    if (failed_) return *failed_;
    JsonBlock block;
    while (block.text.size() < kBlockSize && block.damages.size() < kDamagesMax) {
        auto more = take_object(block);
        if (!more) failed_ = std::move(more.error());  // what was read before it comes first
        if (failed_ || !*more) break;
    }
    if (failed_ && block.objects.empty()) return *failed_;
    if (block.objects.empty() && block.damages.empty()) return std::optional<JsonBlock>{};
    block.text.append(simdjson::SIMDJSON_PADDING, ' ');
    return std::optional<JsonBlock>(std::move(block));
}

}  // namespace xiezhi::readers
