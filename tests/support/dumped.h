#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xiezhi/formats/evtx/dump.h"

namespace xiezhi::testing {

/// What a dump of one log gives, in memory.
struct Dumped {
    bool is_log = false;
    std::string text;
    std::vector<evtx::Damage> damages;
    std::uint64_t records = 0;

    [[nodiscard]] std::vector<std::string> lines() const;
    [[nodiscard]] std::size_t count(evtx::DamageKind kind) const;
};

[[nodiscard]] Dumped dump_bytes(std::vector<std::byte> bytes,
                                evtx::DumpFormat format = evtx::DumpFormat::JsonLines,
                                const evtx::DumpOptions& options = {});
[[nodiscard]] Dumped dump_file(const std::filesystem::path& path,
                               evtx::DumpFormat format = evtx::DumpFormat::JsonLines,
                               const evtx::DumpOptions& options = {});
[[nodiscard]] std::vector<std::byte> bytes_of(const std::filesystem::path& path);

}  // namespace xiezhi::testing
