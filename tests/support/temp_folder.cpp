#include "tests/support/temp_folder.h"

#include <fstream>
#include <random>

namespace xiezhi::testing {
namespace {

std::filesystem::path from_utf8(std::string_view text) {
    return std::filesystem::path(std::u8string(text.begin(), text.end()));
}

std::string to_utf8(const std::filesystem::path& path) {
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

}  // namespace

TempFolder::TempFolder() {
    std::random_device random;
    const std::string name =
        "xiezhi-test-" + std::to_string(random()) + "-" + std::to_string(random());
    root_ = std::filesystem::temp_directory_path() / name;
    std::filesystem::create_directories(root_);
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
}

std::string TempFolder::path(std::string_view name) const {
    return to_utf8(name.empty() ? root_ : root_ / from_utf8(name));
}

std::string TempFolder::write(std::string_view name, std::string_view bytes) const {
    const std::filesystem::path file = root_ / from_utf8(name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return to_utf8(file);
}

}  // namespace xiezhi::testing
