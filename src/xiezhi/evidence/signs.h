#pragma once

#include <string_view>

#include "xiezhi/evidence/kind.h"

namespace xiezhi::evidence {

/// The kind of an artefact that is neither log nor archive. `head`: its first bytes (4 KiB and a
/// little, or all). `path`: see artefact_kind().
[[nodiscard]] ArtefactKind kind_by_signs(std::string_view head, std::string_view path);

}  // namespace xiezhi::evidence
