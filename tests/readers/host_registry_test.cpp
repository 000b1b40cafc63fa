// Names and data that hide in hives, root certificates, handlers of tasks.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/host_documents.h"
#include "xiezhi/readers/host/data_kind.h"

namespace xiezhi::testing {
namespace {

/// Self-signed, of a key made for this test.
constexpr std::string_view kCertificate =
    "3082018d30820133a00302010202144c58b4053aa5f7cc88c5b0f5ee8c7f6265d04f1c300a06082a8648ce3d"
    "040302301c311a301806035504030c11506c616e746564205465737420526f6f74301e170d32363131323830"
    "37303332335a170d3336313132353037303332335a301c311a301806035504030c11506c616e746564205465"
    "737420526f6f743059301306072a8648ce3d020106082a8648ce3d03010703420004d39619da85651e84334b"
    "6ad5f0541e05b389eb2198aecdec812f19ef8984a253c7200daf289e7539dca749c7524dcd539ce466d66372"
    "6c2816426172cb4609dda3533051301d0603551d0e04160414aa37a7fda094c81980c861ae633409f48b47c6"
    "be301f0603551d23041830168014aa37a7fda094c81980c861ae633409f48b47c6be300f0603551d130101ff"
    "040530030101ff300a06082a8648ce3d040302034800304502207e23f4cdd8dd6315cd9dfd0d05df23b5183b"
    "446e60b6f99a05a155c524c2ba7d022100e2229cebe543493bb0375701443e3916a8f3c04dfe3f000ef40b43"
    "8683fdb34c";

std::string u32(std::size_t value) {
    std::string out(4, '\0');
    for (std::size_t i = 0; i < 4; ++i) out[i] = static_cast<char>(value >> (8 * i));
    return out;
}
std::string property(std::uint32_t id, const std::string& bytes) {
    return u32(id) + u32(1) + u32(bytes.size()) + bytes;
}

std::string base64_text(std::size_t size) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += kLetters[(i * 7 + i / 64) % 64];
    return text;
}

std::string program() {
    std::string bytes(0x200, '\0');
    bytes.replace(0, 2, "MZ");
    bytes[0x3c] = '\x80';
    bytes.replace(0x80, 4, std::string("PE\0\0", 4));
    return bytes;
}

TEST(DataKind, ByContent) {
    const auto kind = [](const std::string& bytes) {
        return std::string(readers::data_kind(as_bytes(bytes)));
    };
    EXPECT_EQ(kind(program()), "program");
    EXPECT_EQ(kind("MZ" + std::string(100, 'x')), "text");
    EXPECT_EQ(kind("\x1f\x8b\x08" + std::string(100, 'x')), "compressed");
    EXPECT_EQ(kind(base64_text(500)), "base64");
    EXPECT_EQ(kind(text_value("", base64_text(500)).data), "base64");
    EXPECT_EQ(kind(std::string(500, 'A')), "text");  // one letter is no code
    EXPECT_EQ(kind("4d5a90000300000004000000ffff0000b8123456789abcdef"), "hex");
    EXPECT_EQ(kind("$s = [Convert]::FromBase64String($x); IEX $s"), "script");
    EXPECT_EQ(kind("It was a dark and stormy night."), "text");
    EXPECT_EQ(kind(std::string("\1\2\3\4", 4)), "binary");
    EXPECT_EQ(kind(""), "binary");
}

TEST(HostRegistry, OddNames) {
    HiveKey root = user_root();
    key_at(root, R"(Software\Microsoft\Windows\CurrentVersion\Run)").values = {
        text_value(std::string("\0calc", 5), "calc.exe"),
        text_value("Acme", R"(C:\Program Files\Acme\a.exe)"),
        text_value(std::string(300, 'n'), "x"), text_value(R"(C:\)" + std::string(300, 'n'), "x")};
    key_at(root, R"(Software\Acme)").subkeys.push_back({.name = "   "});
    WrittenHost written;
    written.user_hive("li", root);
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::RegistryOddity).size(), 3U);
    const State& nul = host.one(Dataset::RegistryOddity, StateField::RegistryOddity, "name_nul");
    EXPECT_EQ(nul.text(StateField::RegistryPath),
              R"(HKU\li\Software\Microsoft\Windows\CurrentVersion\Run\␀calc)");
    EXPECT_EQ(nul.text(StateField::UserName), "li");
    const State& blank =
        host.one(Dataset::RegistryOddity, StateField::RegistryOddity, "name_blank");
    EXPECT_EQ(blank.text(StateField::RegistryPath), R"(HKU\li\Software\Acme\   )");
    EXPECT_EQ(host.one(Dataset::RegistryOddity, StateField::RegistryOddity, "name_long")
                  .text(StateField::RegistryValue),
              std::string(300, 'n'));
}

TEST(HostRegistry, Payloads) {
    HiveKey root = software_root();
    key_at(root, R"(Microsoft\Fonts)").values = {
        text_value("b", base64_text(9'000)), text_value("short", base64_text(2'000)),
        binary_value("p", program() + std::string(20'000, '\x90')),
        binary_value("z", std::string(20'000, '\x90'))};
    key_at(root, R"(Microsoft\PolicyManager\providers\x)").values = {
        text_value("b", base64_text(9'000))};
    WrittenHost written;
    written.hive("SOFTWARE", root);
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::RegistryOddity).size(), 2U);
    const State& code = host.one(Dataset::RegistryOddity, StateField::RegistryDataKind, "program");
    EXPECT_EQ(code.text(StateField::RegistryPath), R"(HKLM\SOFTWARE\Microsoft\Fonts\p)");
    EXPECT_EQ(code.text(StateField::RegistryDataSize), "20512");
    EXPECT_EQ(host.one(Dataset::RegistryOddity, StateField::RegistryDataKind, "base64")
                  .text(StateField::RegistryValue),
              "b");
}

TEST(HostRegistry, RootCertificates) {
    HiveKey root = software_root();
    HiveKey& key =
        key_at(root, R"(Microsoft\SystemCertificates\ROOT\Certificates\0123456789ABCDEF)");
    key.values = {
        binary_value("Blob", property(2, "container") + property(32, from_hex(kCertificate)))};
    key.written = days_ago(2);
    key_at(root, R"(Microsoft\SystemCertificates\ROOT\Certificates\00)").values = {
        binary_value("Blob", property(32, "no certificate"))};
    WrittenHost written;
    written.hive("SOFTWARE", root);
    const HostDocuments host = written.read();
    const State& one = host.one(Dataset::RootCertificate, StateField::CertificateStore, "machine");
    EXPECT_EQ(one.text(StateField::CertificateSubject), "CN=Planted Test Root");
    EXPECT_EQ(one.text(StateField::CertificateSelfSigned), "true");
    EXPECT_EQ(one.text(StateField::CertificatePrivateKey), "true");
    EXPECT_EQ(one.text(StateField::CertificateUsual), "false");
    EXPECT_EQ(one.text(StateField::CertificateAgeDays), "2");
}

TEST(HostRegistry, LibrariesAreWhereTheirPlacesAre) {
    HiveKey root = system_root();
    key_at(root, R"(ControlSet001\Services\DHCPServer\Parameters)").values = {
        multi_text_value("CalloutDlls", {R"(C:\Program Files\Acme NAC\callout.dll)", "other.dll"})};
    key_at(root,
           R"(ControlSet001\Control\Print\Environments\Windows x64\Print Processors\winprint)")
        .values = {text_value("Driver", "winprint.dll")};
    WrittenHost written;
    written.hive("SYSTEM", root);
    const HostDocuments host = written.read();
    const auto has = [&](std::string_view path) {
        return std::ranges::any_of(host.of(Dataset::Autostart), [&](const State* state) {
            return state->text(StateField::FilePath) == path;
        });
    };
    EXPECT_TRUE(has(R"(C:\Program Files\Acme NAC\callout.dll)"));  // one of a list, not three words
    EXPECT_TRUE(has(R"(C:\Windows\System32\other.dll)"));
    EXPECT_TRUE(has(R"(C:\Windows\System32\spool\prtprocs\x64\winprint.dll)"));
    EXPECT_EQ(host.of(Dataset::Autostart).size(), 3U);
}

TEST(HostRegistry, HandlersOfTasks) {
    constexpr std::string_view kClass = "{58FB76B9-AC85-4E55-AC04-427593B1D060}";
    const std::string task =
        "<?xml version=\"1.0\"?><Task "
        "xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\"><Actions><ComHandler>"
        "<ClassId>" +
        std::string(kClass) + "</ClassId></ComHandler></Actions></Task>";
    const std::string server = "CLSID\\" + std::string(kClass) + "\\InprocServer32";
    HiveKey software = software_root();
    key_at(software, "Classes\\" + server).values = {
        text_value("", R"(%SystemRoot%\System32\wininet.dll)", 2)};
    HiveKey user = user_root();
    WrittenHost written;
    written.hive("SOFTWARE", software).user_hive("li", user);
    written.file("Windows/System32/Tasks/Microsoft/Windows/Wininet/CacheTask", task);
    const State machine = written.read().one(Dataset::Task, StateField::TaskAction, "com_handler");
    EXPECT_EQ(machine.text(StateField::FilePath), R"(C:\Windows\System32\wininet.dll)");
    EXPECT_FALSE(machine.has(StateField::TaskComOfUser));
    key_at(user, "Software\\Classes\\" + server).values = {
        text_value("", R"(C:\Users\li\AppData\w.dll)")};
    written.user_hive("li", user);
    const State hijacked = written.read().one(Dataset::Task, StateField::TaskAction, "com_handler");
    EXPECT_EQ(hijacked.text(StateField::FilePath), R"(C:\Users\li\AppData\w.dll)");
    EXPECT_TRUE(hijacked.is_true(StateField::TaskComOfUser));
}

}  // namespace
}  // namespace xiezhi::testing
