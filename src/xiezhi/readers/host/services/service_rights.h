#pragma once

#include <string>
#include <vector>

#include "xiezhi/formats/regf/key.h"

namespace xiezhi::readers {

/// Who besides the system and administrators may change the service, and so run what he likes.
[[nodiscard]] std::vector<std::string> service_writers(const regf::Key& service);

/// To whom the service manager does not show the service, or regedit its key, since an entry denies
/// it: of those that look at services, so that guests and the network, whom Windows itself shuts
/// out of some, do not count.
[[nodiscard]] std::vector<std::string> service_hidden_from(const regf::Key& service);

}  // namespace xiezhi::readers
