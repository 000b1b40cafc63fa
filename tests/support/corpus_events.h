#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/model/event.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::testing {

/// The current Windows rules of the corpus: those of its index with product windows that are
/// neither placeholder rules nor deprecated nor unsupported. RulePlace::path is below rules/sigma.
[[nodiscard]] rules::RuleSet current_rules(const std::filesystem::path& root);

using EventVisitor = std::function<void(const Event&)>;

/// Every live event of a log, or of a JSON or JSONL file (by its extension), in file order.
void each_event(const std::filesystem::path& path, const EventVisitor& visit);

}  // namespace xiezhi::testing
