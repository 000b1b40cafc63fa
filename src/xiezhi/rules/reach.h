#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// Why a rule can or cannot ever be true of a record of an event log.
enum class ReachKind : std::uint8_t {
    Runnable,
    EtwOnly,        // its events are in no event log
    OtherProduct,   // not Windows
    UnknownSource,  // no such category or service
    NoIndex,        // its index patterns name no event logs
    MissingField,   // it cannot become true without `missing_fields`, which no log has
    NeverTrue,      // the condition contradicts itself or its log source
};

struct Reach {
    ReachKind kind = ReachKind::Runnable;
    std::vector<std::string> channels;  // of the routes where it can fire; empty and Runnable: all
    bool derived_only = false;          // only an equivalent source can serve it
    std::vector<std::string>
        missing_fields;  // asked for, absent in every route; also when Runnable
};

/// Looks at the rule's tree with everything known about its log source filled in.
[[nodiscard]] Reach reach(const Rule& rule);

}  // namespace xiezhi::rules
