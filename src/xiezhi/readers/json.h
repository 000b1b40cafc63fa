#pragma once

#include <functional>
#include <memory>

#include "xiezhi/model/event.h"
#include "xiezhi/readers/evtx.h"
#include "xiezhi/readers/json_split.h"

namespace xiezhi::readers {

using JsonDamageSink = std::function<void(JsonDamage)>;

/// Turns evtx_dump's JSON objects back into events: the same fields, names and head facts as
/// EvtxReader gives for the log they were made from (docs/formats/evtx.md, "JSON"). One per thread.
///
///     JsonSplitter splitter(source);
///     while (block = splitter.next()):                        // one thread
///         reader.for_each(*block, sink, damages);             // in parallel
class JsonReader {
public:
    JsonReader();
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;
    JsonReader(JsonReader&&) = delete;
    JsonReader& operator=(JsonReader&&) = delete;
    ~JsonReader();

    /// Events in file order, each valid until the sink returns; the damages of the block too. False
    /// when the sink said stop.
    bool for_each(const JsonBlock& block, const EventSink& sink, const JsonDamageSink& damages);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace xiezhi::readers
