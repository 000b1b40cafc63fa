#pragma once

#include "xiezhi/base/record_sink.h"
#include "xiezhi/formats/task/cache.h"
#include "xiezhi/formats/task/definition.h"
#include "xiezhi/formats/task/job.h"

namespace xiezhi::task {

/// One record `task`. Texts that are empty are left out, but for those of actions.
void dump(const Definition& task, RecordSink& sink);
/// One record `job`.
void dump(const Job& job, RecordSink& sink);

/// The list `actions`, inside of a record.
void write_actions(const std::vector<Action>& actions, RecordSink& sink);

}  // namespace xiezhi::task
