#pragma once

#include "xiezhi/formats/evtx/document.h"
#include "xiezhi/formats/evtx/facts.h"
#include "xiezhi/formats/evtx/writer.h"

namespace xiezhi::evtx {

/// Writes documents by running the programs of their templates. One per worker.
class Renderer {
public:
    explicit Renderer(Writer& out) : out_(out) {}

    /// {"Event":{…}} without a line end. False, and nothing written, when it would be
    /// too long or has no element at all.
    bool json(const Document& document);
    /// What stands beside System, as one JSON object: {"EventData":{…}}.
    bool json_fields(const Document& document, const FactMap& map);
    /// <Event …>…</Event> on as many lines as its texts have.
    bool xml(const Document& document);

private:
    struct Frame {
        const Document& document;
        std::span<const Slot> slots;
        const Program& program;
    };

    void json_part(const Document& document, std::uint32_t index);
    void json_run(const Frame& frame);
    void json_element(const Document& document, const Slot& slot);
    void json_value(const Document& document, const Slot& slot);
    void json_rare(const Document& document, const Slot& slot);
    void json_list_items(const Document& document, const Slot& slot);
    void xml_part(const Document& document, std::uint32_t index);
    void xml_run(const Frame& frame, std::size_t first, std::size_t last, const Slot* item);
    void xml_repeat(const Frame& frame, std::size_t op_index);
    void literal(std::string_view text);
    void close_object();
    bool close_attributes(OpCode code);

    Writer& out_;
    std::vector<std::size_t> content_;  // XML: where the content of open elements begins
};

}  // namespace xiezhi::evtx
