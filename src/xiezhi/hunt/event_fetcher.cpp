#include "xiezhi/hunt/event_fetcher.h"

#include <algorithm>

namespace xiezhi::hunt {

const ByteSource* EventFetcher::source_of(std::uint32_t artefact) {
    const auto found = std::ranges::find(open_, artefact, &Open::artefact);
    if (found != open_.end()) {
        open_.splice(open_.begin(), open_, found);
        return open_.front().source.get();
    }
    auto source = collection_.open(artefact);
    if (!source) return nullptr;
    if (open_.size() == kOpenMax) open_.pop_back();
    open_.push_front({artefact, std::move(*source)});
    return open_.front().source.get();
}

FindingEvent EventFetcher::fetch(const EventPlace& place) {
    const evidence::Artefact& artefact = collection_.artefacts()[place.artefact];
    FindingEvent out;
    out.path = artefact.path;
    std::optional<KeptEvent> event;
    if (const ByteSource* source = source_of(place.artefact)) {
        event = artefact.kind == evidence::ArtefactKind::EventJson ? from_json(*source, place)
                                                                   : from_log(*source, place);
    }
    if (event) {
        out.event = *std::move(event);
    } else {
        out.event.place = {place.chunk_offset, place.offset, place.state};
    }
    return out;
}

std::optional<KeptEvent> EventFetcher::from_log(const ByteSource& source, const EventPlace& place) {
    buffer_.resize(evtx::kChunkSize);
    const auto got = source.read(place.chunk_offset, buffer_);
    if (!got) return std::nullopt;
    std::optional<KeptEvent> found;
    const readers::EvtxReadOptions options{.carve = place.state != RecordState::Live};
    evtx_.for_each(
        Bytes(buffer_).first(*got), place.chunk_offset, options,
        [&](const Event& event) {
            if (event.place().offset != place.offset) return true;
            found = keep(event);
            return false;
        },
        [](const evtx::Damage&) {});
    return found;
}

std::optional<KeptEvent> EventFetcher::from_json(const ByteSource& source,
                                                 const EventPlace& place) {
    readers::JsonSplitter splitter(source, place.offset);
    const auto next = splitter.next();
    if (!next) return std::nullopt;
    const std::optional<readers::JsonBlock>& block = *next;
    if (!block) return std::nullopt;
    std::optional<KeptEvent> found;
    json_.for_each(
        *block,
        [&](const Event& event) {
            if (event.place().offset == place.offset) found = keep(event);
            return false;
        },
        [](const readers::JsonDamage&) {});
    return found;
}

}  // namespace xiezhi::hunt
