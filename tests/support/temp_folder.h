#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace xiezhi::testing {

/// A folder of its own for one test, removed with it.
class TempFolder {
public:
    TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    TempFolder(TempFolder&&) = delete;
    TempFolder& operator=(TempFolder&&) = delete;
    ~TempFolder();

    /// UTF-8, '/' between components; makes the folders that `name` needs.
    [[nodiscard]] std::string path(std::string_view name = {}) const;
    // NOLINTNEXTLINE(modernize-use-nodiscard): called for its effect
    std::string write(std::string_view name, std::string_view bytes) const;

private:
    std::filesystem::path root_;
};

}  // namespace xiezhi::testing
