#pragma once

#include <list>

#include "xiezhi/hunt/block.h"
#include "xiezhi/hunt/relate/window.h"

namespace xiezhi::hunt {

/// Reads single records again from where they stand in the evidence, so that correlations need not
/// remember them. Keeps a few logs open.
class EventFetcher {
public:
    EventFetcher(const evidence::Collection& collection, const readers::EvtxCatalogue& catalogue)
        : collection_(collection), evtx_(catalogue) {}

    /// The record; when it cannot be read any more, an event with nothing but its place.
    [[nodiscard]] FindingEvent fetch(const EventPlace& place);

private:
    static constexpr std::size_t kOpenMax = 4;

    [[nodiscard]] const ByteSource* source_of(std::uint32_t artefact);
    [[nodiscard]] std::optional<KeptEvent> from_log(const ByteSource& source,
                                                    const EventPlace& place);
    [[nodiscard]] std::optional<KeptEvent> from_json(const ByteSource& source,
                                                     const EventPlace& place);

    struct Open {
        std::uint32_t artefact = 0;
        std::unique_ptr<ByteSource> source;
    };

    const evidence::Collection& collection_;
    readers::EvtxReader evtx_;
    readers::JsonReader json_;
    std::list<Open> open_;  // last used first
    std::vector<std::byte> buffer_;
};

}  // namespace xiezhi::hunt
