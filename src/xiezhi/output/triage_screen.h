#pragma once

#include <string>
#include <vector>

#include "xiezhi/output/writer.h"
#include "xiezhi/triage/triage.h"

namespace xiezhi::output {

/// What a person reads first of one host: verdict, the worst stories, what to do, what could not be
/// seen; then weaknesses and the ledger in numbers. The findings in full follow in the writer of
/// `hunt`. Colours and width as in the options.
[[nodiscard]] std::string triage_screen(const triage::HostResult& host,
                                        const WriterOptions& options);

/// The ledger alone, row by row: what `coverage` prints.
[[nodiscard]] std::string ledger_screen(const triage::HostResult& host,
                                        const WriterOptions& options);

}  // namespace xiezhi::output
