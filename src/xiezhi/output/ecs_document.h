#pragma once

#include "xiezhi/model/ecs/document.h"
#include "xiezhi/output/json.h"

namespace xiezhi::output {

/// The document of the record that `document` was begun with, as one JSON object: nested objects,
/// numbers, booleans and lists as Elastic's mappings have them, members in order of name. Natives
/// keep their names whole, dots and all.
void write_ecs(JsonText& out, ecs::Document& document);

}  // namespace xiezhi::output
