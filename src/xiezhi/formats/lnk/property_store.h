#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/base/damage.h"
#include "xiezhi/base/guid.h"

namespace xiezhi::lnk {

/// A property of the target, named by a GUID and a number or a name.
struct Property {
    std::uint64_t offset = 0;
    Guid format;
    std::uint32_t id = 0;
    std::string name;  // instead of the id, for the format of named properties
    std::uint16_t type = 0;
    std::string value;  // text, decimal, ISO time or GUID; lower-case hex for types not read
};

/// Reads serialized property storages ([MS-PROPSTORE] 2.2) one after another. `offset`: of bytes[0]
/// in the artefact. What does not fit ends the list and is damage.
[[nodiscard]] std::vector<Property> read_property_store(Bytes bytes, std::uint64_t offset,
                                                        const DamageSink& damages);

}  // namespace xiezhi::lnk
