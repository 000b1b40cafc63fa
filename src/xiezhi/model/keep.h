#pragma once

#include "xiezhi/model/event.h"

namespace xiezhi {

/// As keep() does, over an old copy whose memory is used again.
void keep_over(const Event& event, KeptEvent& out);

}  // namespace xiezhi
