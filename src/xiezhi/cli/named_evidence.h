#pragma once

#include <string>
#include <vector>

#include "xiezhi/base/result.h"
#include "xiezhi/evidence/collection.h"

namespace xiezhi::cli {

/// Whether the user named this very file, and not a folder or a zip around it.
[[nodiscard]] bool is_named(const evidence::Artefact& artefact,
                            const std::vector<std::string>& paths);

/// "No event log was found in …", with what was looked for.
[[nodiscard]] Error no_logs_error(const std::vector<std::string>& paths,
                                  const evidence::Collection& collection);

/// "a, b, c".
[[nodiscard]] std::string listed(const std::vector<std::string>& texts);

}  // namespace xiezhi::cli
