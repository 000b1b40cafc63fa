#pragma once

#include <functional>
#include <memory>

#include "xiezhi/formats/evtx/log.h"
#include "xiezhi/model/event.h"

namespace xiezhi::readers {

/// Templates and shapes of every log of a run, shared by all readers and threads. Bounded: what
/// comes beyond gets a Shape with id 0.
class EvtxCatalogue {
public:
    EvtxCatalogue();
    EvtxCatalogue(const EvtxCatalogue&) = delete;
    EvtxCatalogue& operator=(const EvtxCatalogue&) = delete;
    EvtxCatalogue(EvtxCatalogue&&) = delete;
    EvtxCatalogue& operator=(EvtxCatalogue&&) = delete;
    ~EvtxCatalogue();

    struct Impl;
    [[nodiscard]] Impl& impl() const noexcept { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

struct EvtxReadOptions {
    bool carve = false;      // also slack, and slots without a chunk signature
    bool checksums = false;  // verify them; a wrong one is a damage and nothing more
};

/// False: stop.
using EventSink = std::function<bool(const Event&)>;

/// Turns the chunks of logs into events; one per thread. `catalogue` must outlive it.
///
///     const auto log = evtx::Log::open(source, damages);
///     for block in 0 .. log->block_count():            // in parallel
///         const auto bytes = log->read_block(block, buffer);
///         reader.for_each(*bytes, log->block_offset(block), options, sink, damages);
///
/// An Event (with its values and texts) is valid until the sink returns.
class EvtxReader {
public:
    explicit EvtxReader(const EvtxCatalogue& catalogue);
    EvtxReader(const EvtxReader&) = delete;
    EvtxReader& operator=(const EvtxReader&) = delete;
    EvtxReader(EvtxReader&&) = delete;
    EvtxReader& operator=(EvtxReader&&) = delete;
    ~EvtxReader();

    /// Events of one or more chunk slots in file order; `offset` is where `chunks` begins in the
    /// log. Damaged records and bytes go to `damages`. False when the sink said stop.
    bool for_each(Bytes chunks, std::uint64_t offset, const EvtxReadOptions& options,
                  const EventSink& sink, const evtx::DamageSink& damages);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace xiezhi::readers
