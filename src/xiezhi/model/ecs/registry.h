#pragma once

#include "xiezhi/model/ecs/text.h"

namespace xiezhi::ecs {

/// Of a path "HKLM\Software\X\name": hive, key (all behind the hive) and value (the last part). Of
/// Sysmon's Details, "DWORD (0x00000001)": strings and type.
void registry(std::string_view text, std::string_view part, Texts& out);

}  // namespace xiezhi::ecs
