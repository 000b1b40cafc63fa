#pragma once

#include <filesystem>
#include <string>

#include "tests/support/hives.h"

namespace xiezhi::testing {

/// Facts come file by file: keeps the hive that was asked for last.
class LastHive {
public:
    explicit LastHive(std::filesystem::path root) : root_(std::move(root)) {}

    /// Null when it is no hive.
    [[nodiscard]] const regf::Hive* get(const std::string& file) {
        if (file != file_) {
            file_ = file;
            opened_ = open_hive(root_ / file, Logs::None);
        }
        return opened_.hive ? &*opened_.hive : nullptr;
    }

private:
    std::filesystem::path root_;
    std::string file_;
    OpenedHive opened_;
};

}  // namespace xiezhi::testing
