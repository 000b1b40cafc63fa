#pragma once

#include <functional>
#include <string_view>

namespace xiezhi::output {

/// Takes UTF-8 text on its way out. False: nobody wants more of it (a closed pipe, a full disk);
/// the one who made the sink knows why.
using TextSink = std::function<bool(std::string_view)>;

}  // namespace xiezhi::output
