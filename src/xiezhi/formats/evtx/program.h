#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::evtx {

/// A fragment turned into "copy this text, format that slot": what is the same for all records of a
/// template is laid out once. `literal` is always copied first.
enum class OpCode : std::uint8_t {
    Literal,
    Value,            // JSON: the slot as a JSON value, then ','; null when it is empty
    DataValue,        // JSON: the same for EventData/Data: "" when it is empty, null when NULL
    ListedValue,      // JSON: the same for Data without a name: "" in both cases
    Attribute,        // JSON: nothing, not even the literal, when the slot is NULL; else as Value
    Item,             // JSON: the slot's item or items as members of a list, each with ','
    Text,             // both: the slot's text, escaped, without quotes
    CloseObject,      // JSON: '}' for the last ',', or null for an object without members; then ','
    CloseAttributes,  // JSON: takes its opening back when no attribute came
    CloseAttributesText,  // JSON: the same where a text follows: {"#attributes":{…},"#text":v} or v
    CloseList,            // JSON: ']' for the last ','
    Splice,               // the fragment in the slot
    AttributeText,  // XML: nothing, not even the literal, when the slot is NULL; else text and '"'
    Unless,         // XML: go to `target` when the slot is NULL (dependency)
    Repeat,         // XML: when the slot is an array, up to `target` once an item
    OpenContent,    // XML: remembers where the content of an element begins
    CloseContent,   // XML: the end tag in `literal`, or '/>' when nothing was written since
};

struct Op {
    OpCode code = OpCode::Literal;
    std::uint16_t slot = 0;
    std::uint32_t literal = 0;  // position in Program::literals
    std::uint32_t literal_size = 0;
    std::uint32_t target = 0;  // index of an op
};

struct Program {
    std::vector<Op> ops;
    std::string literals;

    /// The op's text and everything behind it: Writer::put_padded() may read on.
    [[nodiscard]] std::string_view literal(const Op& op) const noexcept {
        return std::string_view(literals).substr(op.literal);
    }

    /// Text to be copied before the next op.
    void add(std::string_view text) { literals += text; }
    std::size_t add(OpCode code, std::uint16_t slot = 0) {
        const auto end = static_cast<std::uint32_t>(literals.size());
        ops.push_back(Op{code, slot, pending_, end - pending_, 0});
        pending_ = end;
        return ops.size() - 1;
    }
    /// The program is complete.
    void seal() {
        flush();
        literals.append(64, '\0');
    }
    /// Makes an op of pending text, so that a jump can land behind it.
    void flush() {
        if (pending_ != literals.size()) add(OpCode::Literal);
    }

private:
    std::uint32_t pending_ = 0;
};

}  // namespace xiezhi::evtx
