#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::output {

/// Writes one JSON document into memory. Every text is made valid UTF-8 first; members that have
/// nothing to say are left out by the caller, never written as "" or "-". Our own and no library's
/// writer: it copies text by blocks, and findings are mostly text.
class JsonText {
public:
    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }
    void key(std::string_view name) {
        string(name);
        text_ += ':';
        comma_ = false;
    }
    void value(std::string_view text) { string(text); }
    void value(std::uint64_t number);
    void value(std::int64_t number);
    void value(double number);  // null when it is none
    void value(bool truth);

    /// `"name": "text"`, left out when the text is empty.
    void member(std::string_view name, std::string_view text) {
        if (text.empty()) return;
        key(name);
        value(text);
    }
    void member(std::string_view name, std::uint64_t number) {
        key(name);
        value(number);
    }
    /// `"name": true`, left out when false.
    void member_if(std::string_view name, bool truth) {
        if (!truth) return;
        key(name);
        value(true);
    }
    /// `"name": ["a", "b"]`, left out when empty.
    void member(std::string_view name, const std::vector<std::string>& texts);

    /// Members as another JsonText wrote them.
    void members(std::string_view written) {
        separate();
        text_ += written;
    }

    [[nodiscard]] std::string_view text() const { return text_; }
    void clear() {
        text_.clear();
        comma_ = false;
    }

private:
    void separate() {
        if (comma_) text_ += ',';
        comma_ = true;
    }
    void open(char bracket) {
        separate();
        text_ += bracket;
        comma_ = false;
    }
    void close(char bracket) {
        text_ += bracket;
        comma_ = true;
    }
    void string(std::string_view text);

    std::string text_;
    bool comma_ = false;  // a value stands before the place where the next one goes
};

}  // namespace xiezhi::output
