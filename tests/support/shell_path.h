#pragma once

#include <string>

#include "tests/support/native_records.h"

namespace xiezhi::testing {

/// plaso's text of an item list up to each of its items: folders of the name space by name in angle
/// brackets, then the path. `prefix`: where the link's fields stand in the record ("" or "link.").
[[nodiscard]] std::vector<std::string> plaso_shell_paths(const NativeRecord& record,
                                                         const std::string& prefix);

/// What a table holds of plaso's tests is Python source: `\\` is one backslash, `\U0000d800` a
/// surrogate, which we write as WTF-8.
[[nodiscard]] std::string from_python(const std::string& text);

/// How many event data plaso makes of a link: one, one for each step that is a file or directory,
/// one for each GUID of the tracker with a time in it.
[[nodiscard]] std::size_t plaso_link_events(const NativeRecord& record, const std::string& prefix);

}  // namespace xiezhi::testing
