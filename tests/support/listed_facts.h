#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/facts.h"

namespace xiezhi::testing {

/// One entry of a list that a reader makes of a file: its fields by that reader's names.
using ListEntry = std::map<std::string, std::string>;

/// `name[3]` split at the last bracket when a number stands in it: paths may hold others.
struct ListSubject {
    std::string list;
    bool indexed = false;
};
[[nodiscard]] ListSubject list_subject(const std::string& subject);

/// What of `entries` fits a fact of a list: `entry_count`, or the field's value in the entries that
/// have all values that `facts` say of the same subject. Times may differ by a microsecond: some
/// readers round them.
[[nodiscard]] std::vector<std::string> listed_values(const std::vector<Fact>& facts,
                                                     const Fact& fact,
                                                     const std::vector<ListEntry>& entries);

}  // namespace xiezhi::testing
