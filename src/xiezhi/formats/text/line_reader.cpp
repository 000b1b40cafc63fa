#include "xiezhi/formats/text/line_reader.h"

#include <algorithm>

#include "xiezhi/base/code_page.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"

namespace xiezhi::text {
namespace {

constexpr std::size_t kWindowSize = std::size_t{64} << 10U;
constexpr std::string_view kBlanks = " \t";

/// Of bytes without a mark: text of Latin letters as UTF-16 has a zero in most units.
Encoding guessed(Bytes begin) {
    constexpr std::size_t kLookedAt = 512;
    std::array<std::size_t, 2> zeros{};
    const Bytes part = begin.first(std::min(begin.size(), kLookedAt));
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i] == std::byte{0}) ++zeros.at(i % 2);
    }
    if (zeros[1] > part.size() / 4 && zeros[0] == 0) return Encoding::Utf16Le;
    if (zeros[0] > part.size() / 4 && zeros[1] == 0) return Encoding::Utf16Be;
    return Encoding::Bytes;
}

}  // namespace

Result<bool> LineReader::begin() {
    begun_ = true;
    auto filled = fill();
    if (!filled) return filled;
    const std::string_view head = as_text(window());
    std::size_t mark = 2;
    if (head.starts_with("\xFF\xFE")) {
        encoding_ = Encoding::Utf16Le;
    } else if (head.starts_with("\xFE\xFF")) {
        encoding_ = Encoding::Utf16Be;
    } else if (head.starts_with("\xEF\xBB\xBF")) {
        mark = 3;
    } else {
        mark = 0;
        encoding_ = guessed(window());
    }
    position_ += mark;
    offset_ += mark;
    return true;
}

/// More bytes behind those that are left; false when there are none.
Result<bool> LineReader::fill() {
    buffer_.erase(buffer_.begin(),
                  std::next(buffer_.begin(), static_cast<std::ptrdiff_t>(position_)));
    position_ = 0;
    const std::size_t kept = buffer_.size();
    buffer_.resize(kept + kWindowSize);
    auto got = source_.read(offset_ + kept, std::span(buffer_).subspan(kept));
    if (!got) return std::move(got.error());
    buffer_.resize(kept + *got);
    return *got > 0;
}

/// Up to and with the next line feed; 0 when the window has none.
std::size_t LineReader::line_size() const {
    const Bytes bytes = window();
    if (encoding_ == Encoding::Bytes) {
        const auto end = std::ranges::find(bytes, std::byte{'\n'});
        if (end == bytes.end()) return 0;
        return static_cast<std::size_t>(std::distance(bytes.begin(), end)) + 1;
    }
    const std::size_t low = encoding_ == Encoding::Utf16Le ? 0 : 1;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        if (bytes[i + low] == std::byte{'\n'} && bytes[i + 1 - low] == std::byte{0}) return i + 2;
    }
    return 0;
}

/// Moves the next bytes of the window into the line.
void LineReader::take(std::size_t size) {
    Bytes part = window().first(size);
    position_ += size;
    offset_ += size;
    const std::size_t room = kLineSizeMax - line_.size();
    cut_ = cut_ || part.size() > room;
    part = part.first(std::min(part.size(), room));
    line_.insert(line_.end(), part.begin(), part.end());
}

std::string LineReader::decoded(Bytes line) const {
    if (encoding_ == Encoding::Bytes) return decode_ansi(as_text(line));
    std::vector<std::byte> units(line.begin(), line.end());
    if (units.size() % 2 != 0) units.pop_back();
    if (encoding_ == Encoding::Utf16Be) {
        for (std::size_t i = 0; i < units.size(); i += 2) std::swap(units[i], units[i + 1]);
    }
    std::string text;
    append_utf8(text, units);
    return text;
}

void LineReader::finish(Line& line) {
    line.number = ++number_;
    line.offset = line_offset_;
    line.text = decoded(line_);
    if (line.text.ends_with('\n')) line.text.pop_back();
    if (line.text.ends_with('\r')) line.text.pop_back();
    if (cut_) damages_({line_offset_, msg::text_line_cut(number_, kLineSizeMax)});
}

Result<bool> LineReader::next(Line& line) {
    if (!begun_) {
        auto begun = begin();
        if (!begun) return begun;
    }
    line_.clear();
    cut_ = false;
    line_offset_ = offset_;
    std::size_t size = line_size();
    while (size == 0) {
        // All that is there, but half a unit of UTF-16, which waits for its other half.
        const std::size_t left = window().size();
        take(encoding_ == Encoding::Bytes ? left : left / 2 * 2);
        auto filled = fill();
        if (!filled) return filled;
        if (!*filled) break;
        size = line_size();
    }
    take(size);
    if (line_.empty()) return false;
    finish(line);
    return true;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != text.npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    for (auto begin = text.find_first_not_of(kBlanks); begin != text.npos;) {
        const auto end = text.find_first_of(kBlanks, begin);
        found.push_back(text.substr(begin, end == text.npos ? end : end - begin));
        begin = end == text.npos ? end : text.find_first_not_of(kBlanks, end);
    }
    return found;
}

std::string_view trimmed(std::string_view text) noexcept {
    const auto begin = text.find_first_not_of(kBlanks);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace xiezhi::text
