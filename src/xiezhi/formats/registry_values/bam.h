#pragma once

#include <cstdint>
#include <optional>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/time.h"

/// Values of Services\bam\(State\)UserSettings\<SID>, and of dam: the value's name is the program.
/// Layout as seen on hives of Windows 10 1709 and later.
namespace xiezhi::bam {

struct Entry {
    FileTime last_run;
    bool packaged = false;  // the name is a package, not a path
};

/// Nothing for values that are no entry (`Version`, `SequenceNumber`) or are too short.
[[nodiscard]] std::optional<Entry> parse(Bytes data);

}  // namespace xiezhi::bam
