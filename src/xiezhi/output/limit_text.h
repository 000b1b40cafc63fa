#pragma once

#include <string>

#include "xiezhi/base/message.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/triage/logging_state.h"

namespace xiezhi::output {

/// What a log does not say and why, in a sentence.
[[nodiscard]] std::string limit_text(const triage::Limit& limit, Lang lang, const TimeZone& zone);

}  // namespace xiezhi::output
