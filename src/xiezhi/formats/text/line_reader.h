#pragma once

#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"

namespace xiezhi::text {

enum class Encoding : std::uint8_t {
    Bytes,  // UTF-8 or the ANSI code page, told apart line by line: files are appended to by both
    Utf16Le,
    Utf16Be,
};

struct Line {
    std::uint64_t number = 0;  // from 1
    std::uint64_t offset = 0;  // of its first byte in the artefact
    std::string text;          // UTF-8, without the end of the line
};

/// The lines of a text file of any encoding that Windows writes, by bounded windows. A byte order
/// mark decides; without one, zeros at every second place of the beginning mean UTF-16.
class LineReader {
public:
    /// Longer lines are cut; the rest of such a line is left out and told as damage.
    static constexpr std::size_t kLineSizeMax = std::size_t{1} << 20U;

    LineReader(const ByteSource& source, const DamageSink& damages)
        : source_(source), damages_(damages) {}

    /// False at the end. An Error when the source cannot be read.
    [[nodiscard]] Result<bool> next(Line& line);

private:
    [[nodiscard]] Result<bool> begin();
    [[nodiscard]] Result<bool> fill();
    [[nodiscard]] Bytes window() const { return Bytes(buffer_).subspan(position_); }
    [[nodiscard]] std::size_t line_size() const;
    [[nodiscard]] std::string decoded(Bytes line) const;
    void take(std::size_t size);
    void finish(Line& line);

    const ByteSource& source_;
    const DamageSink& damages_;
    std::vector<std::byte> buffer_;
    std::size_t position_ = 0;  // in the buffer, of what comes next
    std::uint64_t offset_ = 0;  // in the source, of buffer_[position_]
    std::vector<std::byte> line_;
    std::uint64_t line_offset_ = 0;
    std::uint64_t number_ = 0;
    Encoding encoding_ = Encoding::Bytes;
    bool begun_ = false;
    bool cut_ = false;
};

/// Splits at every `separator`.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The words between blanks and tabs.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// Without blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

}  // namespace xiezhi::text
