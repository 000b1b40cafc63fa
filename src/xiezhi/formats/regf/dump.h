#pragma once

#include <span>
#include <string>

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/regf/hive.h"

namespace xiezhi::regf {

/// A hive as records: one `hive` (its header, and which logs were replayed), then `key` and `value`
/// in the order of the walk, `security` before the first key that names it, then what was deleted,
/// marked so. `log_names`: of the logs that the
/// hive was opened with, in that order.
void dump_hive(const Hive& hive, std::span<const std::string> log_names, RecordSink& sink,
               const DamageSink& damages);

}  // namespace xiezhi::regf
