// Bytes as a task's XML, as a .job file and as the values of TaskCache: bounded, and what is read
// can be written.
#include <cstdint>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/task/dump.h"
#include "xiezhi/output/record_writer.h"

namespace {

using namespace xiezhi;
using fuzz::require;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(static_cast<const char*>(static_cast<const void*>(data)), size);
    const Bytes bytes = as_bytes(input);
    const auto damages = [&](const Damage& damage) {
        require(!render(damage.what, Lang::En).empty() && !render(damage.what, Lang::Zh).empty());
    };
    std::string written;
    const auto sink = output::json_records(
        [&](std::string_view text) {
            written += text;
            return true;
        },
        "fuzz");
    if (const auto task = task::parse_definition(bytes, damages)) {
        task::dump(*task, *sink);
        require(task::same_actions(task->actions, task->actions));
        require(written.ends_with('\n'));
    }
    if (const auto job = task::parse_job(bytes, damages)) {
        task::dump(*job, *sink);
        require(job->triggers.size() * 48 <= size);
    }
    const auto actions = task::parse_cached_actions(bytes, damages);
    require(actions.actions.size() * 6 <= size);
    require(task::same_actions(actions.actions, actions.actions));
    const auto triggers = task::parse_cached_triggers(bytes, damages);
    require(triggers.triggers.size() * 8 <= size);
    require(task::parse_dynamic_info(bytes).has_value() == (size >= 28));
    return 0;
}
