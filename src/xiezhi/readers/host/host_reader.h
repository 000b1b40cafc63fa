#pragma once

#include "xiezhi/model/note.h"
#include "xiezhi/model/observation.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/command.h"
#include "xiezhi/readers/volume.h"

namespace xiezhi::readers {

class FileFacts;
class Registry;

/// What the readers of one host share: where its artefacts are, where its documents go, and what
/// is said of what was looked for. One thread.
struct HostContext {
    const Volume& volume;
    const Registry* registry;  // never null; without hives it is empty
    const StateSink& states;
    const ObservationSink& observations;
    const NoteSink& notes;       // damages and what could not be read, by artefact
    HostPaths paths{};           // as the host's hives say once they are open
    FileFacts* files = nullptr;  // never null while the readers run
};

/// Reads all datasets of one host, one subject after the other, in a fixed order. Nothing that is
/// damaged or absent stops it: that is an observation.
void read_host(const Volume& volume, const StateSink& states, const ObservationSink& observations,
               const NoteSink& notes);

/// Says of a dataset what came of looking for the artefacts `name` that fill it: none were there
/// (`there` false), they were read as far as they go (`partly`), or whole.
void observe(const HostContext& host, Dataset dataset, const char* name, bool there, bool partly,
             std::uint64_t documents);

}  // namespace xiezhi::readers
