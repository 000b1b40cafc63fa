#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/authenticode/catalog.h"

namespace xiezhi::authenticode {

/// One record `signature` with chain and time stamp. False: nobody reads on.
[[nodiscard]] bool dump(const Signature& signature, RecordSink& sink);

/// A record `catalog`, and one `catalog_member` for each file.
void dump(const Catalog& catalog, RecordSink& sink);

}  // namespace xiezhi::authenticode
