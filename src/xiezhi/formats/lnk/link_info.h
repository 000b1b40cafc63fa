#pragma once

#include "xiezhi/formats/lnk/lnk.h"

namespace xiezhi::lnk {

/// [MS-SHLLINK] 2.3. `block`: all of the structure, its size field included. False when a place in
/// it lies outside; what was read before is given.
[[nodiscard]] bool read_link_info(Bytes block, LinkInfo& info);

}  // namespace xiezhi::lnk
