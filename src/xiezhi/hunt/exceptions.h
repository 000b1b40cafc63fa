#pragma once

#include <string>
#include <vector>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/hunt/hunt.h"
#include "xiezhi/model/note.h"
#include "xiezhi/rules/predicate.h"

namespace xiezhi::hunt {

/// Reads a file of exceptions (docs/tuning.md), YAML:
///
///     exceptions:
///       - rule: 6a7d1f0e-3c0b-4b5e-9a54-0d3f3b7c2e11    # id, name, or '*' with fields
///         fields: {Image: 'C:\Tools\*'}                 # all must fit; a list: any of it
///         reason: deployment tool of the IT department  # required
///         expires: 2027-01-31                           # optional, to the end of that day, UTC
///
/// An Error names file, line, what is wrong and how it should be.
[[nodiscard]] Result<std::vector<Exception>> load_exceptions(const std::string& path);
[[nodiscard]] Result<std::vector<Exception>> parse_exceptions(const std::string& name, Bytes bytes);

/// Exceptions made ready. Those that expired before `now` only give a note.
class ExceptionFilter {
public:
    ExceptionFilter(const std::vector<Exception>& exceptions, FileTime now, const NoteSink& notes);

    [[nodiscard]] bool excepts(const Finding& finding) const;

private:
    struct Field {
        std::string name;
        std::vector<rules::Pattern> patterns;  // folded
    };
    struct Ready {
        std::string rule;
        std::vector<Field> fields;
    };

    std::vector<Ready> exceptions_;
};

}  // namespace xiezhi::hunt
