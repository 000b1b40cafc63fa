#pragma once

#include <string>
#include <vector>

#include "xiezhi/formats/evtx/document.h"
#include "xiezhi/model/shape.h"

namespace xiezhi::readers {

/// Parts of a document that are looked at for fields; real records have two.
inline constexpr std::size_t kPartsMax = 32;

/// Where one value of a field stands.
struct FieldSource {
    enum class Kind : std::uint8_t {
        Slot,    // `index` is a slot of the part
        Text,    // … a text node of it
        Joined,  // … the first of `count` nodes, between which elements may stand
        Empty,   // the element is there and has no text
    };
    Kind kind = Kind::Empty;
    std::uint8_t part = 0;
    bool system = false;  // NULL means absent, not empty
    std::uint32_t index = 0;
    std::uint32_t last = 0;  // Joined: end of the node range
};

/// A shape and how its fields are found in every document of the same make.
struct Binding {
    Shape shape;
    std::vector<std::vector<FieldSource>> sources;  // by field
    std::vector<Bytes> fixed_texts;                 // of the Text sources
    bool joins = false;                             // there are Joined sources
};

/// Fields of all parts of `document`, named as Sigma names them.
[[nodiscard]] Binding bind_fields(const evtx::Document& document);

/// Appends what decides bind_fields(): equal keys, equal bindings. False when a template is not in
/// the catalogue, so that nothing about it may be kept.
bool binding_key(const evtx::Document& document, std::string& key);

}  // namespace xiezhi::readers
