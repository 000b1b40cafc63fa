#pragma once

#include <vector>

#include "xiezhi/model/state.h"
#include "xiezhi/output/json.h"

namespace xiezhi::output {

/// The fields of a document as members of the object that is open, nested at their dots; without
/// those below `xiezhi.`, which write_state_proof() puts into that object.
void write_state_fields(JsonText& out, const KeptEvent& document);

/// Members of the object `xiezhi`: dataset, proof, and the document's own fields there (traits).
void write_state_proof(JsonText& out, const KeptEvent& document, const std::vector<Proof>& proofs);

/// A whole document as one object: what `triage -f ndjson --documents` writes.
void write_state(JsonText& out, const State& state);

/// What a document is about, in one line: its command, value, address …; empty when nothing tells
/// more than the rest.
[[nodiscard]] std::string telling_text(const KeptEvent& document);

}  // namespace xiezhi::output
