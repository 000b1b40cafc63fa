// Services of several control sets, without their programs, and hidden by their rights.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"
#include "tests/support/pe_writer.h"

namespace xiezhi::testing {
namespace {

void add_service(HiveKey& root, const std::string& set, const char* name, const char* image) {
    key_at(root, set + R"(\Services\)" + name).values = {
        number_value("Type", 0x10), number_value("Start", 2), text_value("ImagePath", image, 2)};
}

std::string u32(std::uint32_t value) {
    std::string out(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (8 * i));
    return out;
}

/// S-1-5-<numbers>.
std::string sid(const std::vector<std::uint32_t>& numbers) {
    std::string out = {1, static_cast<char>(numbers.size()), 0, 0, 0, 0, 0, 5};
    for (const std::uint32_t number : numbers) out += u32(number);
    return out;
}

/// A self-relative descriptor with one entry in its list.
std::string descriptor(char ace_type, std::uint32_t mask, const std::string& holder) {
    const std::string ace =
        std::string{ace_type, 0, static_cast<char>(8 + holder.size()), 0} + u32(mask) + holder;
    const std::string list =
        std::string{2, 0, static_cast<char>(8 + ace.size()), 0, 1, 0, 0, 0} + ace;
    constexpr std::uint32_t kHead = 20;
    return std::string{1, 0, 4, static_cast<char>(0x80)} + u32(0) + u32(0) + u32(0) + u32(kHead) +
           list;
}

std::string hidden_from(const std::string& security) {
    HiveKey root = system_root();
    add_service(root, "ControlSet001", "Acme", R"(C:\a.exe)");
    key_at(root, R"(ControlSet001\Services\Acme\Security)").values = {
        binary_value("Security", security)};
    WrittenHost written;
    written.hive("SYSTEM", root);
    return std::string(written.read()
                           .one(Dataset::Service, StateField::ServiceName, "Acme")
                           .text(StateField::ServiceHiddenFrom));
}

TEST(HostServices, HiddenByAnEntryThatDenies) {
    constexpr char kAllow = 0;
    constexpr char kDeny = 1;
    constexpr std::uint32_t kQueryStatus = 0x4;
    constexpr std::uint32_t kStop = 0x20;
    EXPECT_EQ(hidden_from(descriptor(kDeny, kQueryStatus, sid({4}))), "S-1-5-4");
    EXPECT_EQ(hidden_from(descriptor(kDeny, kQueryStatus, sid({32, 544}))), "S-1-5-32-544");
    EXPECT_EQ(hidden_from(descriptor(kDeny, 0xf01ff, sid({32, 546}))), "") << "guests";
    EXPECT_EQ(hidden_from(descriptor(kDeny, 0xf01ff, sid({2}))), "") << "the network";
    EXPECT_EQ(hidden_from(descriptor(kDeny, kStop, sid({4}))), "") << "may be seen";
    EXPECT_EQ(hidden_from(descriptor(kAllow, kQueryStatus, sid({4}))), "");
    EXPECT_EQ(hidden_from("no descriptor"), "");
}

TEST(HostServices, ControlSetsThatDiffer) {
    HiveKey root = system_root();
    add_service(root, "ControlSet001", "Same", R"(C:\same.exe)");
    add_service(root, "ControlSet002", "Same", R"(C:\SAME.exe)");
    add_service(root, "ControlSet001", "Changed", R"(C:\new.exe)");
    add_service(root, "ControlSet002", "Changed", R"(C:\old.exe)");
    add_service(root, "ControlSet001", "Fresh", R"(C:\fresh.exe)");
    add_service(root, "ControlSet002", "Gone", R"(C:\gone.exe)");
    WrittenHost written;
    written.hive("SYSTEM", root);
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::Difference).size(), 3U);
    const auto kind = [&](const char* service) -> const State& {
        return host.one(Dataset::Difference, StateField::DifferenceSubject, service);
    };
    EXPECT_EQ(kind("Changed").text(StateField::DifferenceKind), "service_differs_between_sets");
    EXPECT_EQ(kind("Changed").text(StateField::DifferenceFirst), R"(C:\new.exe)");
    EXPECT_EQ(kind("Changed").text(StateField::DifferenceSecond), R"(ControlSet002: C:\old.exe)");
    ASSERT_EQ(kind("Changed").proofs.size(), 2U);
    EXPECT_EQ(kind("Changed").proofs[1].place, R"(ControlSet002\Services\Changed)");
    EXPECT_EQ(kind("Fresh").text(StateField::DifferenceKind), "service_only_in_current_set");
    EXPECT_EQ(kind("Gone").text(StateField::DifferenceKind), "service_not_in_current_set");
}

TEST(HostServices, OneControlSetDiffersFromNothing) {
    HiveKey root = system_root();
    add_service(root, "ControlSet001", "Same", R"(C:\same.exe)");
    WrittenHost written;
    written.hive("SYSTEM", root);
    EXPECT_TRUE(written.read().of(Dataset::Difference).empty());
}

TEST(HostServices, ProgramMissingFromAFolderThatWasCollected) {
    HiveKey root = system_root();
    add_service(root, "ControlSet001", "There", R"(C:\Acme\p1.exe)");
    add_service(root, "ControlSet001", "Ghost", R"("C:\Acme\ghost.exe" -k)");
    add_service(root, "ControlSet001", "Elsewhere", R"(C:\Other\o.exe)");
    const auto bytes = PeWriter().write();
    const std::string program(as_text(bytes));
    WrittenHost written;
    written.hive("SYSTEM", root);
    for (int i = 0; i < 20; ++i) {
        written.file("Acme/p" + std::to_string(i) + ".exe", program);
    }
    const HostDocuments host = written.read();
    ASSERT_EQ(host.of(Dataset::Difference).size(), 1U);
    const State& ghost = *host.of(Dataset::Difference).front();
    EXPECT_EQ(ghost.text(StateField::DifferenceKind), "service_without_file");
    EXPECT_EQ(ghost.text(StateField::DifferenceSubject), "Ghost");
    EXPECT_EQ(ghost.text(StateField::DifferenceSecond), R"(C:\Acme\ghost.exe: -)");
}

}  // namespace
}  // namespace xiezhi::testing
