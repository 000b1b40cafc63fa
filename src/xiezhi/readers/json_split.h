#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/base/byte_source.h"

namespace xiezhi::readers {

/// A part of a JSON text that is no readable object.
struct JsonDamage {
    std::uint64_t offset = 0;  // in the file
    Message what;
};

/// One object, as a part of a block's text.
struct JsonSpan {
    std::size_t position = 0;
    std::size_t size = 0;
    std::uint64_t offset = 0;  // in the file
};

/// Some whole objects; what a worker gets at a time. `text` has the padding that the parser wants.
struct JsonBlock {
    std::string text;
    std::vector<JsonSpan> objects;
    std::vector<JsonDamage> damages;
};

/// Cuts a text into its outermost objects without understanding them: JSONL, objects one after
/// another, arrays, pretty-printed over lines, evtx_dump's `Record 37` lines between them; UTF-8 or
/// UTF-16LE with a byte order mark. An object that never ends costs itself: a line that begins with
/// `{"Event"` is a new one. Memory: one block and the object being read.
class JsonSplitter {
public:
    /// `from`: where to begin, the offset of an object.
    explicit JsonSplitter(const ByteSource& source, std::uint64_t from = 0)
        : source_(source), read_offset_(from) {}

    /// The next block of about 1 MiB, or nothing at the end. An Error ends it: the file's bytes
    /// could not be read from error offset offset() on.
    [[nodiscard]] Result<std::optional<JsonBlock>> next();

    [[nodiscard]] std::uint64_t offset() const noexcept { return read_offset_; }

private:
    Result<void> refill();
    Result<void> look_for_mark();
    void decode(Bytes raw);
    Result<bool> take_object(JsonBlock& block);
    Result<bool> skip_to_object(JsonBlock& block);
    Result<std::size_t> find_object_end(bool& broken);
    Result<bool> ensure(std::size_t size);
    void consume(std::size_t size);
    [[nodiscard]] std::string_view rest() const {
        return std::string_view(buffer_).substr(position_);
    }

    const ByteSource& source_;
    std::string buffer_;  // decoded text not yet consumed begins at position_
    std::size_t position_ = 0;
    std::uint64_t offset_ = 0;   // in the file, of buffer_[position_]
    std::uint64_t read_offset_;  // in the file, of the next byte to read
    std::vector<std::byte> raw_;
    std::string carried_;  // UTF-16: an odd byte or half a pair at the end of a read
    std::optional<Error> failed_;
    bool started_ = false;
    bool utf16_ = false;
    bool ended_ = false;
};

}  // namespace xiezhi::readers
