#pragma once

#include "xiezhi/hunt/finding.h"
#include "xiezhi/output/json.h"

namespace xiezhi::output {

/// One finding as a JSON object in ECS names (docs/output.md describes every member).
void write_document(JsonText& out, const hunt::Finding& finding);

}  // namespace xiezhi::output
