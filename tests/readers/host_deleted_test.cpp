// Deleted keys of the registry in places that start something.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/host_documents.h"
#include "tests/support/task_writer.h"

namespace xiezhi::testing {
namespace {

constexpr std::size_t kNameOfKey = 76;  // offsets in a key node
constexpr std::size_t kNameSizeOfKey = 72;
constexpr std::size_t kSubkeyCount = 20;

/// The hive after the key `parent` (a name that only one key has) lost its subkeys: their cells are
/// as they were, but nothing names them.
std::string without_subkeys(std::string hive, std::string_view parent) {
    for (std::size_t at = hive.find("nk"); at != std::string::npos; at = hive.find("nk", at + 1)) {
        if (hive.substr(at + kNameOfKey, parent.size()) != parent) continue;
        if (static_cast<std::size_t>(hive[at + kNameSizeOfKey]) != parent.size()) continue;
        return hive.replace(at + kSubkeyCount, 4, std::string(4, '\0'));
    }
    throw std::logic_error("no such key");
}

HiveKey with_run_value(const char* command) {
    HiveKey root = user_root();
    key_at(root, R"(Software\Microsoft\Windows\CurrentVersion\Run)").values = {
        text_value("upd", command)};
    return root;
}

HostDocuments read_user(const std::string& hive) {
    WrittenHost written;
    written.file("Users/li/NTUSER.DAT", hive);
    return written.read();
}

TEST(HostDeleted, RunKeyThatIsGone) {
    const std::string hive = write_hive(with_run_value(R"(C:\Users\Public\a.exe -k)"));
    const HostDocuments before = read_user(hive);
    EXPECT_FALSE(
        before.one(Dataset::Autostart, StateField::AutostartName, "upd").has(StateField::Deleted));
    const HostDocuments host = read_user(without_subkeys(hive, "CurrentVersion"));
    const State& gone = host.one(Dataset::Autostart, StateField::AutostartName, "upd");
    EXPECT_TRUE(gone.is_true(StateField::Deleted));
    EXPECT_EQ(gone.text(StateField::AutostartLocation), "run");
    EXPECT_EQ(gone.text(StateField::FilePath), R"(C:\Users\Public\a.exe)");
    EXPECT_EQ(gone.text(StateField::UserName), "li");
    EXPECT_EQ(gone.proofs.front().state, ProofState::Deleted);
    EXPECT_EQ(gone.proofs.front().place, R"(Software\Microsoft\Windows\CurrentVersion\Run | upd)");
    EXPECT_TRUE(host.of(Dataset::RegistryValue).empty()) << "it stands in the hive no more";
}

TEST(HostDeleted, RunValueThatIsGone) {
    HiveKey root = with_run_value(R"(C:\a.exe)");
    HiveKey& run = key_at(root, R"(Software\Microsoft\Windows\CurrentVersion\Run)");
    run.values.push_back(text_value("evil", R"(C:\Users\Public\e.exe)"));
    std::string hive = write_hive(root);
    for (std::size_t at = hive.find("nk"); at != std::string::npos; at = hive.find("nk", at + 1)) {
        constexpr std::size_t kValueCount = 36;
        if (hive.substr(at + kNameOfKey, 3) != "Run") continue;
        hive[at + kValueCount] = 1;
        break;
    }
    const HostDocuments host = read_user(hive);
    EXPECT_EQ(host.of(Dataset::Autostart).size(), 2U);
    const State& gone = host.one(Dataset::Autostart, StateField::AutostartName, "evil");
    EXPECT_TRUE(gone.is_true(StateField::Deleted));
    EXPECT_EQ(gone.text(StateField::FilePath), R"(C:\Users\Public\e.exe)");
    EXPECT_FALSE(
        host.one(Dataset::Autostart, StateField::AutostartName, "upd").has(StateField::Deleted));
}

TEST(HostDeleted, OtherKeysSayNothing) {
    HiveKey root = user_root();
    key_at(root, R"(Software\Microsoft\Windows\CurrentVersion\Walk)").values = {
        text_value("upd", R"(C:\a.exe)")};
    const HostDocuments host = read_user(without_subkeys(write_hive(root), "CurrentVersion"));
    EXPECT_TRUE(host.of(Dataset::Autostart).empty());
}

HiveKey with_services() {
    HiveKey root = system_root();
    const std::string services = R"(ControlSet001\Services\)";
    key_at(root, services + "evil").values = {
        number_value("Type", 0x20), number_value("Start", 2),
        text_value("ImagePath", R"(C:\Windows\System32\svchost.exe -k evil)", 2),
        text_value("DisplayName", "Evil")};
    key_at(root, services + R"(evil\Parameters)").values = {
        text_value("ServiceDll", R"(C:\ProgramData\evil.dll)", 2)};
    key_at(root, services + "rk").values = {number_value("Type", 1), number_value("Start", 1)};
    key_at(root, services + "Settings").values = {text_value("Any", "thing")};
    return root;
}

TEST(HostDeleted, ServicesThatAreGone) {
    WrittenHost written;
    written.file("Windows/System32/config/SYSTEM",
                 without_subkeys(write_hive(with_services()), "Services"));
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::Service).size(), 2U);
    const State& service = host.one(Dataset::Service, StateField::ServiceName, "evil");
    EXPECT_TRUE(service.is_true(StateField::Deleted));
    EXPECT_EQ(service.text(StateField::ServiceStart), "auto");
    EXPECT_EQ(service.text(StateField::ServiceDll), R"(C:\ProgramData\evil.dll)");
    EXPECT_EQ(service.proofs.front().place, R"(ControlSet001\Services\evil | ImagePath)");
    const State& driver = host.one(Dataset::Service, StateField::ServiceName, "rk");
    EXPECT_EQ(driver.text(StateField::ServiceKind), "driver");
    EXPECT_EQ(driver.text(StateField::FilePath), R"(C:\Windows\System32\drivers\rk.sys)");
}

TEST(HostDeleted, TaskThatIsGone) {
    HiveKey root = software_root();
    const std::string cache = R"(Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\)";
    key_at(root, cache + R"(Tree\Folder\Gone)").values = {text_value("Id", "{A}")};
    const auto actions = cached_actions(R"(C:\TMP\x.exe)", "-q");
    key_at(root, cache + R"(Tasks\{A})").values = {
        binary_value("Actions", std::string(as_text(actions)))};
    WrittenHost written;
    written.file("Windows/System32/config/SOFTWARE",
                 without_subkeys(write_hive(root), "TaskCache"));
    const HostDocuments host = written.read();
    const State& task = host.one(Dataset::Task, StateField::TaskPath, R"(\Folder\Gone)");
    EXPECT_TRUE(task.is_true(StateField::Deleted));
    EXPECT_EQ(task.text(StateField::FilePath), R"(C:\TMP\x.exe)");
    EXPECT_EQ(task.text(StateField::TaskArguments), "-q");
}

}  // namespace
}  // namespace xiezhi::testing
