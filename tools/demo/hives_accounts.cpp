#include "tools/demo/sam.h"
#include "tools/demo/state.h"

namespace xiezhi::demo {
namespace {

using testing::binary_value;
using testing::HiveKey;
using testing::key_at;
using testing::text_value;

}  // namespace

void write_accounts(Disk& disk) {
    constexpr std::uint16_t kNormal = 0x10;
    constexpr std::uint16_t kDisabled = 0x11;
    constexpr std::uint16_t kNoExpiry = 0x210;
    HiveKey root{.name = "ROOT"};
    const std::string domain = R"(SAM\Domains\Account)";
    key_at(root, domain).values = {binary_value("V", machine_sid_value())};
    for (const SamAccount& account :
         {SamAccount{500, 500, "Administrator", "Built-in account", kNoExpiry, night(1, 48),
                     long_ago()},
          SamAccount{501, 501, "Guest", "Built-in account", kDisabled, {}, {}},
          SamAccount{1001, 1001, "erpadmin", "ERP operations", kNormal, night(0, 5), long_ago()},
          SamAccount{1002, 1002, "svc_backup", "Acme Backup", kNoExpiry, night(0, 1), long_ago()},
          SamAccount{1013, 500, "admin$", "", kNoExpiry, night(3, 1), night(2, 1)}}) {
        const FileTime written =
            account.password_set.ticks == 0 ? long_ago() : account.password_set;
        HiveKey& user = key_at(root, domain + R"(\Users\)" + rid_name(account.rid));
        user.values = {binary_value("F", account_fixed(account)),
                       binary_value("V", account_texts(account))};
        user.written = written;
        HiveKey& name = key_at(root, domain + R"(\Users\Names\)" + account.name);
        name.values = {{.name = "", .type = account.rid, .data = ""}};
        name.written = written;
    }
    HiveKey& administrators = key_at(root, R"(SAM\Domains\Builtin\Aliases\00000220)");
    administrators.values = {
        binary_value("C", group_value(544, "Administrators", {500, 1001, 1013}))};
    key_at(root, R"(SAM\Domains\Builtin\Aliases\00000221)").values = {
        binary_value("C", group_value(545, "Users", {1001, 1002}))};
    disk.add(
        std::string(kConfig) + "SAM",
        testing::write_hive(root, {.file_name = "SAM", .written = night(5, 0), .closed = true}));
    disk.planted("account.cloned-rid", "config/SAM", "admin$");
    disk.planted("account.name-dollar", "config/SAM", "admin$");
    disk.decoy("config/SAM", "erpadmin");
    disk.decoy("config/SAM", "svc_backup");

    HiveKey user{.name = "ROOT"};
    key_at(user, R"(Software\Microsoft\Windows\CurrentVersion\Run)").values = {
        text_value("OneDrive", R"("C:\Users\Administrator\AppData\Local\Microsoft\OneDrive\)"
                               R"(OneDrive.exe" /background)")};
    disk.add("C/Users/Administrator/NTUSER.DAT",
             testing::write_hive(user, {.file_name = "NTUSER.DAT", .written = night(5, 0)}));
    disk.decoy("Administrator/NTUSER.DAT", "OneDrive");
    HiveKey honest{.name = "ROOT"};
    key_at(honest, R"(Software\Microsoft\Terminal Server Client\Servers\10.20.0.16)").values = {
        text_value("UsernameHint", R"(ACME\erpadmin)")};
    disk.add("C/Users/erpadmin/NTUSER.DAT",
             testing::write_hive(honest, {.file_name = "NTUSER.DAT", .written = night(5, 0)}));
}

}  // namespace xiezhi::demo
