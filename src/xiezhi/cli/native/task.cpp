#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/task/dump.h"

namespace xiezhi::cli {

Result<void> dump_task_xml(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    const auto task = task::read_definition(input.bytes, damages);
    if (!task) return task.error();
    task::dump(*task, sink);
    return {};
}

Result<void> dump_task_job(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    const auto job = task::read_job(input.bytes, damages);
    if (!job) return job.error();
    task::dump(*job, sink);
    return {};
}

}  // namespace xiezhi::cli
