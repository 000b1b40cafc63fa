#pragma once

#include <string_view>
#include <vector>

#include "xiezhi/base/value.h"
#include "xiezhi/formats/evtx/binxml.h"

namespace xiezhi::evtx {

enum class NodeKind : std::uint8_t {
    Open,       // element; `end` is the index of its Close
    Attribute,  // its value: the Text and Slot nodes up to `end`
    Text,
    CData,
    Slot,
    Target,       // processing instruction
    Instruction,  // its data
    Close,
};

/// One piece of a fragment in document order.
struct Node {
    NodeKind kind = NodeKind::Text;
    ValueType type = ValueType::Null;  // Slot: as the provider declared it
    bool optional = false;             // Slot
    bool has_elements = false;         // Open: elements or fragments directly below
    std::uint16_t index = 0;           // Slot; Open: dependency id
    std::uint16_t attributes = 0;      // Open: how many
    std::uint32_t end = 0;             // Open, Attribute
    std::uint32_t pieces = 0;          // Open, Attribute: Text, CData and Slot nodes directly below
    std::string_view name = {};        // Open, Attribute, Target: UTF-8
    Bytes text = {};                   // Text, CData, Instruction: UTF-16LE
};

/// Appends the nodes of a template. `Names` gives UTF-8 for a name.
template <class Names>
class NodeBuilder {
public:
    NodeBuilder(std::vector<Node>& nodes, Names& names) : nodes_(nodes), names_(names) {}

    bool open(std::uint16_t dependency, const NameRef& name) {
        if (!open_.empty()) nodes_[open_.back()].has_elements = true;
        open_.push_back(nodes_.size());
        attribute_ = kNone;
        nodes_.push_back(Node{.kind = NodeKind::Open, .index = dependency, .name = names_(name)});
        return true;
    }
    bool attribute(const NameRef& name) {
        ++nodes_[open_.back()].attributes;
        attribute_ = nodes_.size();
        nodes_.push_back(Node{.kind = NodeKind::Attribute, .name = names_(name)});
        nodes_.back().end = count();
        return true;
    }
    bool text(const TextRef& text) {
        return piece(Node{.kind = NodeKind::Text, .text = text.text});
    }
    bool cdata(const TextRef& text) {
        return piece(Node{.kind = NodeKind::CData, .text = text.text});
    }
    bool slot(std::uint16_t index, ValueType type, bool optional) {
        if (open_.empty()) {  // the fragment that a fragment begins with
            nodes_.push_back(Node{.kind = NodeKind::Slot, .type = type, .index = index});
            return true;
        }
        if (type == ValueType::BinXml && attribute_ == kNone)
            nodes_[open_.back()].has_elements = true;
        return piece(
            Node{.kind = NodeKind::Slot, .type = type, .optional = optional, .index = index});
    }
    bool target(const NameRef& name) {
        nodes_.push_back(Node{.kind = NodeKind::Target, .name = names_(name)});
        return true;
    }
    bool instruction(Bytes text) {
        nodes_.push_back(Node{.kind = NodeKind::Instruction, .text = text});
        return true;
    }
    bool close() {
        nodes_[open_.back()].end = count();
        nodes_.push_back(Node{.kind = NodeKind::Close});
        open_.pop_back();
        attribute_ = kNone;
        return true;
    }
    /// The start tag is complete: what follows is content.
    bool content() {
        attribute_ = kNone;
        return true;
    }

private:
    static constexpr std::size_t kNone = SIZE_MAX;

    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(nodes_.size()); }

    bool piece(const Node& node) {
        nodes_.push_back(node);
        if (attribute_ != kNone) {
            ++nodes_[attribute_].pieces;
            nodes_[attribute_].end = count();
        } else {
            ++nodes_[open_.back()].pieces;
        }
        return true;
    }

    std::vector<Node>& nodes_;
    Names& names_;
    std::vector<std::size_t> open_;
    std::size_t attribute_ = kNone;
};

}  // namespace xiezhi::evtx
