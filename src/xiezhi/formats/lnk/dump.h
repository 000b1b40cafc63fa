#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/lnk/lnk.h"

namespace xiezhi::lnk {

/// The fields of a link into the record that is open.
void write_fields(const Link& link, RecordSink& sink);

/// One record `link` with all fields; false when the sink wants no more.
[[nodiscard]] bool write(const Link& link, RecordSink& sink);

}  // namespace xiezhi::lnk
