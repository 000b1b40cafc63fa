#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::output {

/// Writes one JSON document into memory. Every text is made valid UTF-8 first; members that have
/// nothing to say are left out by the caller, never written as "" or "-".
class JsonText {
public:
    void begin_object() { writer_.StartObject(); }
    void end_object() { writer_.EndObject(); }
    void begin_array() { writer_.StartArray(); }
    void end_array() { writer_.EndArray(); }
    void key(std::string_view name) { string(name, true); }
    void value(std::string_view text) { string(text, false); }
    void value(std::uint64_t number) { writer_.Uint64(number); }
    void value(double number) { writer_.Double(number); }
    void value(bool truth) { writer_.Bool(truth); }

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

    [[nodiscard]] std::string_view text() const { return {buffer_.GetString(), buffer_.GetSize()}; }
    void clear() {
        buffer_.Clear();
        writer_.Reset(buffer_);
    }

private:
    void string(std::string_view text, bool is_key);

    rapidjson::StringBuffer buffer_;
    rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace xiezhi::output
