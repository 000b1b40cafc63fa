#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/jumplist/jumplist.h"

namespace xiezhi::jumplist {

/// One record `destination_list`; false when the sink wants no more.
[[nodiscard]] bool write_list(const Automatic& list, RecordSink& sink);

/// The fields of an entry into the record that is open.
void write_entry_fields(const Entry& entry, RecordSink& sink);

/// The name of the stream with the link of an entry.
[[nodiscard]] std::string stream_name(const Entry& entry);

}  // namespace xiezhi::jumplist
