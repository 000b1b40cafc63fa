#include "tools/demo/exhibition/stand.h"

#include <algorithm>
#include <utility>

namespace xiezhi::demo {
namespace {

constexpr std::string_view kControlSet = "ControlSet001\\";

struct HiveFile {
    const char* path;
    const char* name;
};
constexpr std::array<HiveFile, kHives> kFiles = {{
    {"Windows/System32/config/SYSTEM", "SYSTEM"},
    {"Windows/System32/config/SOFTWARE", "SOFTWARE"},
    {"Windows/System32/config/SAM", "SAM"},
    {"Windows/System32/config/SECURITY", "SECURITY"},
    {"Users/li/NTUSER.DAT", "NTUSER.DAT"},
    {"Users/wang/NTUSER.DAT", "NTUSER.DAT"},
    {"Users/li/AppData/Local/Microsoft/Windows/UsrClass.dat", "UsrClass.dat"},
    {"Users/wang/AppData/Local/Microsoft/Windows/UsrClass.dat", "UsrClass.dat"},
}};

const HiveFile& file_of(HiveOf hive) {
    return kFiles.at(static_cast<std::size_t>(hive));
}

}  // namespace

Stand::Stand(std::string name, Disk& disk) : name_(std::move(name)), disk_(disk) {
    for (testing::HiveKey& root : roots_) root.name = "ROOT";
}

testing::HiveKey& Stand::key(HiveOf hive, std::string_view path, Role role) {
    testing::HiveKey& key =
        testing::key_at(roots_.at(static_cast<std::size_t>(hive)), place(hive, path));
    key.written = role == Role::Planted ? night(2, 30) : long_ago();
    return key;
}

std::string Stand::place(HiveOf hive, std::string_view path) {
    const bool below = hive == HiveOf::System && !path.starts_with("Select");
    return std::string(below ? kControlSet : std::string_view()) + std::string(path);
}

void Stand::file(std::string_view path, std::string bytes) {
    disk_.add(name_ + "/C/" + std::string(path), std::move(bytes));
}

void Stand::tell(Role role, std::string_view checks, std::string_view artefact,
                 std::string_view text) {
    if (role == Role::Scenery) return;
    while (!checks.empty()) {
        const std::size_t end = std::min(checks.find(' '), checks.size());
        disk_.tell({std::string(checks.substr(0, end)), role == Role::Planted ? "planted" : "decoy",
                    name_ + "/C/" + std::string(artefact), std::string(text)});
        checks.remove_prefix(std::min(end + 1, checks.size()));
    }
}

void Stand::tell(Role role, std::string_view checks, HiveOf hive, std::string_view text) {
    tell(role, checks, file_of(hive).path, text);
}

void Stand::close() {
    for (std::size_t i = 0; i < kHives; ++i) {
        if (roots_.at(i).subkeys.empty()) continue;
        const HiveFile& file = kFiles.at(i);
        Stand::file(file.path, testing::write_hive(
                                   roots_.at(i), {.file_name = file.name, .written = night(5, 0)}));
    }
}

}  // namespace xiezhi::demo
