#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/dumped.h"
#include "xiezhi/formats/regf/hive.h"

namespace xiezhi::testing {

enum class Logs : std::uint8_t { None, Beside };

struct OpenedHive {
    std::optional<regf::Hive> hive;
    std::vector<Damage> damages;
};

/// A hive of the corpus, with the transaction logs in its folder or without.
[[nodiscard]] OpenedHive open_hive(const std::filesystem::path& path, Logs logs);

/// `ControlSet001` as Select\Current says.
[[nodiscard]] std::string current_control_set(const regf::Hive& hive);

/// "2014-09-24T03:36:43.549302Z": as the tables of facts have times.
[[nodiscard]] std::string iso_micro(FileTime time);

}  // namespace xiezhi::testing
