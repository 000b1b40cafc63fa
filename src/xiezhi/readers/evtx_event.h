#pragma once

#include <array>
#include <deque>
#include <span>
#include <string>

#include "xiezhi/formats/evtx/facts.h"
#include "xiezhi/model/event.h"
#include "xiezhi/readers/evtx_binding.h"

namespace xiezhi::readers {

/// UTF-8 of texts that come again and again; bounded: a new text may take an old one's place. Equal
/// text that is still there has the same address.
class TextCache {
public:
    [[nodiscard]] std::string_view operator()(const Value& value);

private:
    struct Entry {
        ValueType type = ValueType::Null;
        std::string raw;
        std::string text;
    };
    std::array<Entry, 64> entries_;
};

/// The view over the record that a reader stands on; one object for all of them.
class EvtxEvent final : public Event {
public:
    explicit EvtxEvent(const evtx::Document& document) : document_(document) {}

    void set(const evtx::Record& record, std::uint64_t chunk_offset, const Binding& binding);
    void values(std::size_t index, std::vector<Value>& out) const override;
    void all_values(std::vector<Value>& out) const override;
    [[nodiscard]] bool record_strings(std::vector<Bytes>& out) const override;
    [[nodiscard]] std::span<const Bytes> fixed_strings() const override;

private:
    void source_values(const FieldSource& source, std::vector<Value>& out) const;
    void slot_values(const FieldSource& source, std::vector<Value>& out) const;
    void joined_values(const FieldSource& source, std::vector<Value>& out) const;
    [[nodiscard]] Value joined(const FieldSource& source, const evtx::Slot* item) const;

    const evtx::Document& document_;
    const Binding* binding_ = nullptr;
    evtx::FactMaps maps_;
    TextCache channels_;
    TextCache providers_;
    TextCache computers_;
    mutable std::deque<std::string> scratch_;  // texts made of pieces; one event's
};

}  // namespace xiezhi::readers
