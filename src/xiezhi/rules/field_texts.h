#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::rules {

/// The values of one field of one record as text, one after the other in one buffer that is kept
/// between records.
class FieldTexts {
public:
    void clear() noexcept {
        buffer_.clear();
        ends_.clear();
    }
    /// The field is in the record when it has at least one value, also an empty one.
    [[nodiscard]] bool present() const noexcept { return !ends_.empty(); }
    [[nodiscard]] std::size_t count() const noexcept { return ends_.size(); }
    [[nodiscard]] std::string_view text(std::size_t index) const noexcept {
        const std::size_t start = index == 0 ? 0 : ends_[index - 1];
        return std::string_view(buffer_).substr(start, ends_[index] - start);
    }
    /// Append the text of a value to buffer(), then end it.
    [[nodiscard]] std::string& buffer() noexcept { return buffer_; }
    void end_value() { ends_.push_back(buffer_.size()); }
    void add(std::string_view value) {
        buffer_ += value;
        end_value();
    }

private:
    std::string buffer_;
    std::vector<std::size_t> ends_;
};

}  // namespace xiezhi::rules
