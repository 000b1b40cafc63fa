#pragma once

#include <array>
#include <optional>
#include <utility>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/value.h"

namespace xiezhi::evtx {

// fragment   = [header] (instance | element | instruction)* [00]
// element    = (01|41) [dependency] size name [41: size attribute*] (03 | 02 content* 04)
// attribute  = (06|46) name value*
// content    = element | value | instance | instruction
// value      = 05 text | 07 cdata | 08 character | 09 entity | 0D/0E substitution
// Bit 0x40 means "more of these follow", and on an element "has attributes".
// Source: libevtx, "Windows XML Event Log (EVTX)", "Binary XML"; MS-EVEN6 2.2.12.
inline constexpr std::uint8_t kMoreBit = 0x40;
enum class Token : std::uint8_t {
    End = 0x00,
    OpenElement = 0x01,
    CloseStartTag = 0x02,
    CloseEmptyElement = 0x03,
    EndElement = 0x04,
    Text = 0x05,
    Attribute = 0x06,
    CData = 0x07,
    CharacterReference = 0x08,
    EntityReference = 0x09,
    InstructionTarget = 0x0a,
    InstructionData = 0x0b,
    TemplateInstance = 0x0c,
    Substitution = 0x0d,
    OptionalSubstitution = 0x0e,
    FragmentHeader = 0x0f,
};

inline constexpr std::uint16_t kNoDependency = 0xffff;
/// Elements open at a time; the Rust reader has the same bound.
inline constexpr std::size_t kOpenElementsMax = 512;

/// A name, and the offset of its record in the chunk: what a per-chunk table can be keyed by.
struct NameRef {
    std::uint32_t offset = 0;
    Bytes text;  // UTF-16LE
};

/// A piece of text, and its position in the chunk when it stands there (an entity's does not).
struct TextRef {
    static constexpr std::size_t kNowhere = SIZE_MAX;

    Bytes text;  // UTF-16LE
    std::size_t position = kNowhere;
};

/// The name at the cursor: an offset, perhaps the record itself in line. Elsewhere it may lie
/// anywhere in the chunk; the link to the next name of its bucket is never followed.
inline std::optional<NameRef> read_name(Cursor& in, Bytes chunk) {
    const auto offset = in.read<std::uint32_t>();
    const bool in_line = in.ok() && offset == in.position();
    Cursor there(chunk);
    there.seek(offset);
    there.take(6);  // link, hash
    const std::size_t units = there.read<std::uint16_t>();
    const Bytes text = there.take(2 * units);
    there.take(2);  // NUL
    if (!there.ok()) return std::nullopt;
    if (in_line) in.take(there.position() - offset);
    if (!in.ok()) return std::nullopt;
    return NameRef{offset, text};
}

/// Text of the five entities XML knows; any other is not text that can be had.
inline Bytes entity_text(Bytes name) {
    using namespace std::string_view_literals;
    using Entity = std::pair<std::string_view, std::string_view>;
    constexpr std::array<Entity, 5> kEntities = {{{"a\0m\0p\0"sv, "&\0"sv},
                                                  {"l\0t\0"sv, "<\0"sv},
                                                  {"g\0t\0"sv, ">\0"sv},
                                                  {"q\0u\0o\0t\0"sv, "\"\0"sv},
                                                  {"a\0p\0o\0s\0"sv, "'\0"sv}}};
    for (const auto& [known, text] : kEntities) {
        if (as_text(name) == known) return as_bytes(text);
    }
    return {};
}

/// Walks the tokens of one fragment in order and calls
///   bool open(dependency, NameRef), attribute(NameRef), text(TextRef), cdata(TextRef), close(),
///   bool content() at the end of a start tag,
///   bool slot(index, ValueType, optional), target(NameRef), instruction(Bytes), instance(Cursor&)
/// of `Handler`; false from any of them ends the walk as damaged. `instance` stands behind its 0C.
template <class Handler>
class FragmentWalk {
public:
    /// `in` runs over the chunk from its first byte and ends where the fragment may end.
    /// `in_template`: elements carry a dependency id (they do nowhere else).
    FragmentWalk(Cursor& in, Bytes chunk, bool in_template, Handler& handler)
        : in_(in), chunk_(chunk), in_template_(in_template), handler_(handler) {}

    bool run() {
        while (in_.remaining() > 0) {
            const auto raw = in_.read<std::uint8_t>();
            const auto token = static_cast<Token>(raw & ~kMoreBit);
            if (token == Token::End) return open_ == 0;
            if (!step(token, (raw & kMoreBit) != 0) || !in_.ok()) return false;
        }
        return open_ == 0 && !in_tag_;
    }

private:
    bool step(Token token, bool more) {
        switch (token) {
            case Token::End:
                return false;
            case Token::OpenElement:
                return open(more);
            case Token::CloseStartTag:
                return std::exchange(in_tag_, false) && handler_.content();
            case Token::CloseEmptyElement:
                return std::exchange(in_tag_, false) && close();
            case Token::EndElement:
                return !in_tag_ && close();
            case Token::Text: {
                in_.take(1);  // type: string in every log seen
                const TextRef text = counted_text();
                return open_ > 0 && handler_.text(text);
            }
            case Token::Attribute: {
                const auto name = read_name(in_, chunk_);
                return in_tag_ && name && handler_.attribute(*name);
            }
            case Token::CData: {
                const TextRef text = counted_text();
                return open_ > 0 && handler_.cdata(text);
            }
            case Token::CharacterReference: {
                const std::size_t position = in_.position();
                return open_ > 0 && handler_.text({in_.take(2), position});
            }
            case Token::EntityReference: {
                const auto name = read_name(in_, chunk_);
                return open_ > 0 && name && handler_.text({entity_text(name->text)});
            }
            case Token::InstructionTarget: {
                const auto name = read_name(in_, chunk_);
                return name && handler_.target(*name);
            }
            case Token::InstructionData:
                return handler_.instruction(counted_text().text);
            case Token::TemplateInstance:
                return !in_tag_ && handler_.instance(in_);
            case Token::Substitution:
            case Token::OptionalSubstitution: {
                const auto index = in_.read<std::uint16_t>();
                const auto type = static_cast<ValueType>(in_.read<std::uint8_t>());
                return open_ > 0 &&
                       handler_.slot(index, type, token == Token::OptionalSubstitution);
            }
            case Token::FragmentHeader:
                in_.take(3);  // version 1.1, flags
                return open_ == 0;
        }
        return false;
    }

    bool open(bool has_attributes) {
        const auto dependency = in_template_ ? in_.read<std::uint16_t>() : kNoDependency;
        in_.read<std::uint32_t>();  // size of the rest: a bound we do not need
        const auto name = read_name(in_, chunk_);
        if (has_attributes) in_.read<std::uint32_t>();  // size of the attribute list
        if (!name || in_tag_ || ++open_ > kOpenElementsMax) return false;
        in_tag_ = true;
        return handler_.open(dependency, *name);
    }

    bool close() {
        if (open_ == 0) return false;
        --open_;
        return handler_.close();
    }

    TextRef counted_text() {
        const std::size_t units = in_.read<std::uint16_t>();
        const std::size_t position = in_.position();
        return {in_.take(2 * units), position};
    }

    Cursor& in_;
    Bytes chunk_;
    bool in_template_;
    Handler& handler_;
    std::size_t open_ = 0;
    bool in_tag_ = false;
};

}  // namespace xiezhi::evtx
