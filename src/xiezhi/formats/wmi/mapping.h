#pragma once

#include <cstdint>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"

namespace xiezhi::wmi {

/// Logical page to physical page of one file.
struct PageMap {
    static constexpr std::uint32_t kUnmapped = 0x3fffffff;

    std::vector<std::uint32_t> physical;
    std::uint32_t root = 0;  // Vista and later, of the index: the logical page of the tree's root

    [[nodiscard]] std::uint32_t at(std::uint32_t logical) const noexcept {
        return logical < physical.size() ? physical[logical] : kUnmapped;
    }
};

/// MAPPINGn.MAP: two maps one after the other. Three such files are written in turns; the one with
/// the highest version counts.
struct Mapping {
    bool xp = false;  // Windows XP and 2003: entries of four bytes, MD5 names
    std::uint32_t version = 0;
    PageMap objects;
    PageMap index;
};

/// Error: it does not begin like a map. A map that is cut has the entries before.
[[nodiscard]] Result<Mapping> parse_mapping(Bytes bytes, const DamageSink& damages);
[[nodiscard]] Result<Mapping> read_mapping(const ByteSource& source, const DamageSink& damages);

}  // namespace xiezhi::wmi
