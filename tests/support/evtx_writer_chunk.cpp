#include "tests/support/evtx_writer_chunk.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/hash.h"
#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

// Tokens and layouts: libevtx, "Windows XML Event Log (EVTX)", "Binary XML"; MS-EVEN6 2.2.12.
constexpr std::uint64_t kMore = 0x40;

std::uint16_t name_hash(const std::string& units) {
    std::uint32_t hash = 0;
    for (std::size_t at = 0; at + 1 < units.size(); at += 2) {
        hash = hash * 65599 + load_le<std::uint16_t>(as_bytes(units), at);
    }
    return static_cast<std::uint16_t>(hash);
}

std::uint64_t token_of(XmlPart::Kind kind) {
    switch (kind) {
        case XmlPart::Kind::Text:
            return 0x05;
        case XmlPart::Kind::Cdata:
            return 0x07;
        case XmlPart::Kind::CharacterReference:
            return 0x08;
        case XmlPart::Kind::EntityReference:
            return 0x09;
        case XmlPart::Kind::ProcessingInstruction:
            return 0x0a;
        case XmlPart::Kind::Substitution:
            return 0x0d;
        case XmlPart::Kind::OptionalSubstitution:
            return 0x0e;
        case XmlPart::Kind::Element:
            return 0x01;
    }
    return 0;
}

/// Text, CDATA and references say in their token that another piece of text follows.
bool has_more_bit(XmlPart::Kind kind) {
    return kind == XmlPart::Kind::Text || kind == XmlPart::Kind::Cdata ||
           kind == XmlPart::Kind::CharacterReference || kind == XmlPart::Kind::EntityReference;
}

}  // namespace

void put_le(std::vector<std::byte>& bytes, std::size_t position, std::uint64_t value,
            std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        bytes.at(position + i) = static_cast<std::byte>(value >> (8 * i) & 0xffU);
    }
}

XmlPart XmlPart::of_text(std::string text) {
    XmlPart part;
    part.text = std::move(text);
    return part;
}

XmlPart XmlPart::of_value(std::uint16_t index, ValueType type, bool optional) {
    XmlPart part;
    part.kind = optional ? Kind::OptionalSubstitution : Kind::Substitution;
    part.index = index;
    part.type = static_cast<std::uint8_t>(type);
    return part;
}

XmlPart XmlPart::of_element(XmlElement element) {
    XmlPart part;
    part.kind = Kind::Element;
    part.element.push_back(std::move(element));
    return part;
}

XmlElement& XmlElement::attribute(std::string attribute_name, XmlPart part) {
    attributes.push_back({std::move(attribute_name), {std::move(part)}});
    return *this;
}

XmlElement& XmlElement::with(XmlPart part) {
    content.push_back(std::move(part));
    return *this;
}

void EvtxChunk::put_at(std::size_t position, std::uint64_t value, std::size_t width) {
    put_le(bytes_, position, value, width);
}

void EvtxChunk::fragment_header() {
    put(0x0001010f, 4);
}

void EvtxChunk::name(const std::string& name) {
    if (const auto known = names_.find(name); known != names_.end()) {
        put(known->second, 4);
        return;
    }
    std::string units;
    append_utf16le(units, name);
    const std::uint16_t hash = name_hash(units);
    put(position() + 4, 4);
    names_[name] = position();
    std::size_t& bucket = name_buckets_[hash % 64];
    put(std::exchange(bucket, position()), 4);
    put(hash, 2);
    put(units.size() / 2, 2);
    put(as_bytes(units));
    put(0, 2);
}

void EvtxChunk::counted_text(std::uint64_t token, std::string_view utf8) {
    std::string units;
    append_utf16le(units, utf8);
    put(token, 1);
    if ((token & ~kMore) == 0x05) put(0x01, 1);
    put(units.size() / 2, 2);
    put(as_bytes(units));
}

void EvtxChunk::part(const XmlPart& part, bool more, bool in_definition) {
    const std::uint64_t token = token_of(part.kind) | (more ? kMore : 0);
    switch (part.kind) {
        case XmlPart::Kind::Text:
        case XmlPart::Kind::Cdata:
            counted_text(token, part.text);
            break;
        case XmlPart::Kind::CharacterReference:
            put(token, 1);
            put(part.index, 2);
            break;
        case XmlPart::Kind::EntityReference:
            put(token, 1);
            name(part.text);
            break;
        case XmlPart::Kind::ProcessingInstruction:
            put(token, 1);
            name(part.text);
            counted_text(0x0b, part.data);
            break;
        case XmlPart::Kind::Substitution:
        case XmlPart::Kind::OptionalSubstitution:
            put(token, 1);
            put(part.index, 2);
            put(part.type, 1);
            break;
        case XmlPart::Kind::Element:
            element(part.element.front(), in_definition);
            break;
    }
}

void EvtxChunk::parts(const std::vector<XmlPart>& parts, bool in_definition) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool more =
            i + 1 < parts.size() && has_more_bit(parts[i].kind) && has_more_bit(parts[i + 1].kind);
        part(parts[i], more, in_definition);
    }
}

void EvtxChunk::element(const XmlElement& element, bool in_definition) {
    put(element.attributes.empty() ? 0x01 : 0x41, 1);
    if (in_definition) put(element.dependency, 2);
    const std::size_t size_field = position();
    put(0, 4);
    name(element.name);
    if (!element.attributes.empty()) {
        const std::size_t list_field = position();
        put(0, 4);
        for (std::size_t i = 0; i < element.attributes.size(); ++i) {
            put(i + 1 < element.attributes.size() ? 0x46 : 0x06, 1);
            name(element.attributes[i].name);
            parts(element.attributes[i].value, in_definition);
        }
        put_at(list_field, position() - list_field - 4, 4);
    }
    if (element.content.empty()) {
        put(0x03, 1);
    } else {
        put(0x02, 1);
        parts(element.content, in_definition);
        put(0x04, 1);
    }
    put_at(size_field, position() - size_field - 4, 4);
}

void EvtxChunk::definition(const XmlTemplate& use) {
    const std::uint64_t guid_low = hash64(use.key);
    std::size_t& bucket = template_buckets_[guid_low % 32];
    put(std::exchange(bucket, position()), 4);
    put(guid_low, 8);
    put(hash64(use.key, 1), 8);
    const std::size_t size_field = position();
    put(0, 4);
    fragment_header();
    element(use.root, true);
    put(0x00, 1);
    put_at(size_field, position() - size_field - 4, 4);
}

void EvtxChunk::template_instance(const XmlTemplate& use) {
    put(0x0c, 1);
    put(1, 1);
    put(hash64(use.key) & 0xffffffffU, 4);
    const auto known = templates_.find(use.key);
    if (known != templates_.end()) {
        put(known->second, 4);
        return;
    }
    put(position() + 4, 4);
    templates_[use.key] = position();
    definition(use);
}

void EvtxChunk::descriptor(const EvtxValue& value) {
    put(value.bytes.size(), 2);
    put(static_cast<std::uint64_t>(value.type) | (value.array ? 0x80U : 0U), 1);
    put(0, 1);
}

std::size_t EvtxChunk::begin_record(std::uint64_t id, FileTime written) {
    const std::size_t offset = position();
    if (records_ == 0) first_id_ = id;
    last_id_ = id;
    last_record_ = offset;
    ++records_;
    put(0x00002a2a, 4);
    put(0, 4);
    put(id, 8);
    put(written.ticks, 8);
    return offset;
}

void EvtxChunk::end_record(std::size_t offset) {
    while ((position() - offset + 4) % 8 != 0) put(0, 1);
    const std::size_t size = position() - offset + 4;
    put(size, 4);
    put_at(offset + 4, size, 4);
}

std::vector<std::byte> EvtxChunk::finished(std::uint64_t first_number) const {
    std::vector<std::byte> chunk = bytes_;
    chunk.resize(kChunkBytes);
    const Bytes signature = as_bytes(std::string_view("ElfChnk\0", 8));
    std::ranges::copy(signature, chunk.begin());
    const std::uint64_t last_number = first_number + (records_ == 0 ? 0 : records_ - 1);
    put_le(chunk, 8, first_number, 8);
    put_le(chunk, 16, last_number, 8);
    put_le(chunk, 24, first_id_, 8);
    put_le(chunk, 32, last_id_, 8);
    put_le(chunk, 40, 128, 4);
    put_le(chunk, 44, last_record_, 4);
    put_le(chunk, 48, bytes_.size(), 4);
    put_le(chunk, 120, 1, 4);
    for (const auto& [bucket, offset] : name_buckets_) put_le(chunk, 128 + bucket * 4, offset, 4);
    for (const auto& [bucket, offset] : template_buckets_) {
        put_le(chunk, 384 + bucket * 4, offset, 4);
    }
    sign_chunk(chunk, 0);
    return chunk;
}

void sign_chunk(std::vector<std::byte>& log, std::size_t offset) {
    const Bytes chunk = Bytes(log).subspan(offset, kChunkBytes);
    const std::size_t free_space =
        std::clamp<std::size_t>(load_le<std::uint32_t>(chunk, 48), kFirstRecord, kChunkBytes);
    put_le(log, offset + 52, crc32(chunk.subspan(kFirstRecord, free_space - kFirstRecord)), 4);
    const std::uint32_t head = crc32(chunk.subspan(0, 120));
    put_le(log, offset + 124, crc32(chunk.subspan(128, 384), head), 4);
}

}  // namespace xiezhi::testing
