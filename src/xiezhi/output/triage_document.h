#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "xiezhi/triage/triage.h"

namespace xiezhi::output {

/// The verdict, stories and ledger of one host as JSON lines, each ending in a line feed:
/// `event.kind` is `state`; `xiezhi.record` says which of them (docs/output.md).
[[nodiscard]] std::string verdict_line(const triage::HostResult& host);
[[nodiscard]] std::string story_lines(const triage::HostResult& host);
/// What the rules say that found something: titles, reasons, next steps, in both languages.
[[nodiscard]] std::string rule_lines(const triage::HostResult& host);
[[nodiscard]] std::string ledger_lines(const triage::HostResult& host);

/// The same of one rule, for rows that `hunt` wrote: of no host.
[[nodiscard]] std::string rule_line(const rules::RuleHead& rule);

/// A line without its line feed; false: no more are wanted.
using LineSink = std::function<bool(std::string_view)>;

/// The findings of a host at or above a level, each with its evidence and its story or that it is a
/// weakness. False when the sink said so.
bool write_finding_lines(const triage::HostResult& host, rules::Level level_min,
                         const LineSink& sink);

/// An ATT&CK Navigator layer (format 4.5) over all hosts: techniques with the worst level as score.
[[nodiscard]] std::string navigator_layer(const std::vector<triage::HostResult>& hosts);

}  // namespace xiezhi::output
