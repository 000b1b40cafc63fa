#pragma once

#include <vector>

#include "xiezhi/base/message.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// What Windows must be told to log so that a rule over ECS fields can be true of anything; told
/// from the fields and event ids that the rule asks for.
void add_logging_needs(const Rule& rule, std::vector<Message>& remarks);

}  // namespace xiezhi::rules
