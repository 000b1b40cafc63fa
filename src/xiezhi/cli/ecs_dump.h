#pragma once

#include <atomic>

#include "xiezhi/evidence/collection.h"
#include "xiezhi/model/note.h"
#include "xiezhi/output/text_sink.h"

namespace xiezhi::cli {

struct EcsDumpOptions {
    std::size_t threads = 1;
    bool carve = false;
    const std::atomic<bool>* interrupted = nullptr;
};

/// Every record of the collection's event logs as an ECS document, one a line, in order of path.
void dump_ecs(const evidence::Collection& collection, const EcsDumpOptions& options,
              const output::TextSink& sink, const NoteSink& note);

}  // namespace xiezhi::cli
