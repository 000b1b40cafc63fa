#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/wmi/subscription.h"

namespace xiezhi::wmi {

/// All of a repository: records `namespace`, `class`, `instance`, what was carved (marked
/// `deleted`), and `subscription`. Properties that are null are left out.
void dump(Repository& repository, RecordSink& sink, const DamageSink& damages);

/// The keys of INDEX.BTR alone: one record `key` each.
void dump_index(const ByteSource& index, const Mapping& mapping, RecordSink& sink,
                const DamageSink& damages);

/// A mapping file: one record `mapping`.
void dump_mapping(const Mapping& mapping, RecordSink& sink);

}  // namespace xiezhi::wmi
