#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/pe/content.h"

namespace xiezhi::pe {

/// One record `program`. `content` is that of the same file. False: nobody reads on.
[[nodiscard]] bool dump(const Image& image, const Content& content, RecordSink& sink);

}  // namespace xiezhi::pe
