#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/prefetch/prefetch.h"

namespace xiezhi::prefetch {

/// One record `prefetch` with all fields; false when the sink wants no more.
[[nodiscard]] bool write(const Prefetch& prefetch, RecordSink& sink);

}  // namespace xiezhi::prefetch
