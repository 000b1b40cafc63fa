#pragma once

#include <span>

#include "tools/demo/exhibition/stand.h"

namespace xiezhi::demo {

/// What is wrong with the way in which a task is registered.
enum class Flaw : std::uint8_t {
    None,
    NoDescriptor,  // hidden from the tools of Windows
    IndexZero,     // so too
    NoFile,
    NoCache,
    OtherInCache,  // the service runs something else than the file says
    SameInCache,   // none: the service says what the file says
};

/// A scheduled task, and what it is for.
struct TaskRow {
    Role role;
    const char* checks;  // see Stand::tell
    const char* path;    // \Folder\Name
    const char* command;
    const char* arguments = "";
    const char* author = "Acme";
    const char* trigger = "";  // interval of a repetition
    const char* user = "S-1-5-18";
    const char* run_level = "";
    const char* handler = "";
    Flaw flaw = Flaw::None;
};

/// `series`: the first part of the identifiers of these tasks, of its own for each table.
void put_tasks(Stand& stand, std::string_view series, std::span<const TaskRow> rows);

}  // namespace xiezhi::demo
