#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "xiezhi/base/message.h"

namespace xiezhi::rules::sigma {

/// A place in a YAML file, from 1; 0 = unknown.
struct Mark {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

struct Remark {
    Mark mark;
    Message what;
};

/// What is said about one document while it is read: at most one reason to refuse it (the first
/// found) and any number of warnings.
struct Diagnosis {
    std::optional<Remark> refusal;
    std::vector<Remark> warnings;
    bool placeholder_missing = false;  // the reason to refuse is a list the user did not give

    /// For `return diagnosis.refuse(mark, msg::…)` in a function that gives an optional.
    std::nullopt_t refuse(Mark mark, Message what) {
        if (!refusal) refusal = Remark{mark, std::move(what)};
        return std::nullopt;
    }
    void warn(Mark mark, Message what) { warnings.push_back({mark, std::move(what)}); }
};

}  // namespace xiezhi::rules::sigma
