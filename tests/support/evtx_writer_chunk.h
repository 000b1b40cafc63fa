#pragma once

#include <concepts>
#include <map>
#include <string>
#include <vector>

#include "tests/support/evtx_writer_values.h"

namespace xiezhi::testing {

inline constexpr std::size_t kChunkBytes = 65536;
inline constexpr std::size_t kFirstRecord = 512;
inline constexpr std::size_t kFileHeaderBytes = 4096;

struct XmlElement;

/// One piece of an element's content or of an attribute's value.
struct XmlPart {
    enum class Kind : std::uint8_t {
        Text,
        Cdata,
        CharacterReference,     // `index` is the code unit
        EntityReference,        // `text` is amp, lt, gt, quot, apos
        ProcessingInstruction,  // `text` is the target, `data` the rest
        Substitution,           // of value `index`
        OptionalSubstitution,
        Element,
    };
    Kind kind = Kind::Text;
    std::string text;
    std::string data;
    std::uint16_t index = 0;
    std::uint8_t type = 0;            // declared type of a substitution, array bit 0x80 included
    std::vector<XmlElement> element;  // one, for Kind::Element

    static XmlPart of_text(std::string text);
    static XmlPart of_value(std::uint16_t index, ValueType type, bool optional = false);
    static XmlPart of_element(XmlElement element);
};

struct XmlAttribute {
    std::string name;
    std::vector<XmlPart> value;
};

inline constexpr std::uint16_t kNoDependency = 0xffff;

/// An element of a template definition, or of a literal document (then without substitutions).
struct XmlElement {
    std::string name;
    std::vector<XmlAttribute> attributes;
    std::vector<XmlPart> content;
    std::uint16_t dependency = kNoDependency;  // dropped when this value is NULL

    XmlElement& attribute(std::string attribute_name, XmlPart part);
    XmlElement& with(XmlPart part);
};

/// A template: what it is known by (equal keys are written once a chunk) and its tree.
struct XmlTemplate {
    std::string key;
    XmlElement root;
};

/// One chunk under construction: names and template definitions are written in line where they are
/// first needed and referred to by offset afterwards, as Windows does.
class EvtxChunk {
public:
    EvtxChunk() : bytes_(kFirstRecord) {}

    [[nodiscard]] const std::vector<std::byte>& bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::size_t position() const noexcept { return bytes_.size(); }
    [[nodiscard]] std::size_t records() const noexcept { return records_; }

    void put(std::uint64_t value, std::size_t width) { append_le(bytes_, value, width); }
    void put(Bytes raw) { bytes_.insert(bytes_.end(), raw.begin(), raw.end()); }
    void put_at(std::size_t position, std::uint64_t value, std::size_t width);

    void fragment_header();
    /// Elements inside definitions have a dependency id, all others have none.
    void element(const XmlElement& element, bool in_definition);
    /// Token, definition (in line on first use) and the count of values; the values follow.
    void template_instance(const XmlTemplate& use);
    void descriptor(const EvtxValue& value);

    /// Begins a record and returns its offset; end_record() pads it and writes its size.
    std::size_t begin_record(std::uint64_t id, FileTime written);
    void end_record(std::size_t offset);

    /// The chunk with header and tables, padded to its full size, checksums made.
    [[nodiscard]] std::vector<std::byte> finished(std::uint64_t first_number) const;

private:
    void name(const std::string& name);
    void part(const XmlPart& part, bool more, bool in_definition);
    void parts(const std::vector<XmlPart>& parts, bool in_definition);
    void counted_text(std::uint64_t token, std::string_view utf8);
    void definition(const XmlTemplate& use);

    std::vector<std::byte> bytes_;
    std::map<std::string, std::size_t> names_;
    std::map<std::string, std::size_t> templates_;
    std::map<std::size_t, std::size_t> name_buckets_;
    std::map<std::size_t, std::size_t> template_buckets_;
    std::size_t records_ = 0;
    std::size_t last_record_ = 0;
    std::uint64_t first_id_ = 0;
    std::uint64_t last_id_ = 0;
};

/// Makes both checksums of the chunk at `offset` right again after bytes were changed.
void sign_chunk(std::vector<std::byte>& log, std::size_t offset);

/// Overwrites `width` bytes little-endian.
void put_le(std::vector<std::byte>& bytes, std::size_t position, std::uint64_t value,
            std::size_t width);

}  // namespace xiezhi::testing
