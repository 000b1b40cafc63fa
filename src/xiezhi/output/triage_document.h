#pragma once

#include <string>

#include "xiezhi/triage/triage.h"

namespace xiezhi::output {

/// The verdict, stories and ledger of one host as JSON lines, each ending in a line feed:
/// `event.kind` is `state`; `xiezhi.record` says which of them (docs/output.md).
[[nodiscard]] std::string verdict_line(const triage::HostResult& host);
[[nodiscard]] std::string story_lines(const triage::HostResult& host);
[[nodiscard]] std::string ledger_lines(const triage::HostResult& host);

/// An ATT&CK Navigator layer (format 4.5) over all hosts: techniques with the worst level as score.
[[nodiscard]] std::string navigator_layer(const std::vector<triage::HostResult>& hosts);

}  // namespace xiezhi::output
