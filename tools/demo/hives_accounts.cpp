#include "tools/demo/state.h"
#include "xiezhi/base/text.h"

namespace xiezhi::demo {
namespace {

using testing::binary_value;
using testing::HiveKey;
using testing::key_at;
using testing::text_value;

void put(std::string& out, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out[at + i] = static_cast<char>(value >> (8 * i));
}

struct SamAccount {
    std::uint32_t rid;
    std::uint32_t acts_as;  // RID inside F
    const char* name;
    const char* comment;
    std::uint16_t control;
    FileTime last_logon;
    FileTime password_set;
};

/// Value F, as readers of SAM describe it (xiezhi/formats/registry_values/sam.h).
std::string fixed_part(const SamAccount& account) {
    constexpr std::size_t kSize = 80;
    std::string f(kSize, '\0');
    put(f, 0, 3, 2);
    put(f, 0x08, account.last_logon.ticks, 8);
    put(f, 0x18, account.password_set.ticks, 8);
    put(f, 0x20, 0x7fff'ffff'ffff'ffff, 8);
    put(f, 0x30, account.acts_as, 4);
    put(f, 0x34, 513, 4);
    put(f, 0x38, account.control, 2);
    put(f, 0x42, account.last_logon.ticks == 0 ? 0 : 12, 2);
    return f;
}

/// Value V: offsets and sizes of texts, then the texts. Entries 13 and 14 are the password hashes,
/// here of a length that says "there is one".
std::string text_part(const SamAccount& account) {
    constexpr std::size_t kHeader = 0xcc;
    constexpr std::size_t kEntry = 12;
    std::string v(kHeader, '\0');
    const auto add = [&](std::size_t entry, const std::string& bytes) {
        put(v, entry * kEntry, v.size() - kHeader, 4);
        put(v, entry * kEntry + 4, bytes.size(), 4);
        v += bytes;
        while (v.size() % 4 != 0) v += '\0';
    };
    const auto text = [&](std::size_t entry, const char* utf8) {
        std::string wide;
        append_utf16le(wide, utf8);
        add(entry, wide);
    };
    text(1, account.name);
    text(3, account.comment);
    constexpr std::size_t kHash = 0x18 + 0x20;
    add(14, std::string(kHash, '\x11'));
    return v;
}

std::string hex8(std::uint32_t number) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (int shift = 28; shift >= 0; shift -= 4) out += kDigits[(number >> shift) & 0xfU];
    return out;
}

std::string sid_of(std::uint32_t rid) {
    std::string sid("\x01\x05\0\0\0\0\0\x05", 8);
    for (const std::uint32_t part : {21U, 3512467890U, 1180244571U, 2904415663U, rid}) {
        const std::size_t at = sid.size();
        sid.resize(at + 4);
        put(sid, at, part, 4);
    }
    return sid;
}

/// Value C of a local group.
std::string alias_part(std::uint32_t rid, const char* name,
                       const std::vector<std::uint32_t>& members) {
    constexpr std::size_t kHeader = 0x34;
    std::string c(kHeader, '\0');
    std::string wide;
    append_utf16le(wide, name);
    while (wide.size() % 4 != 0) wide += '\0';
    std::string sids;
    for (const std::uint32_t member : members) sids += sid_of(member);
    put(c, 0, rid, 4);
    put(c, 0x14, std::string_view(name).size() * 2, 4);
    put(c, 0x28, wide.size(), 4);
    put(c, 0x2c, sids.size(), 4);
    put(c, 0x30, members.size(), 4);
    return c + wide + sids;
}

/// The three numbers of the machine's SID at the end of V.
std::string domain_part() {
    std::string v(0x40, '\0');
    return v + sid_of(0).substr(12, 12);
}

}  // namespace

void write_accounts(Disk& disk) {
    constexpr std::uint16_t kNormal = 0x10;
    constexpr std::uint16_t kDisabled = 0x11;
    constexpr std::uint16_t kNoExpiry = 0x210;
    HiveKey root{.name = "ROOT"};
    const std::string domain = R"(SAM\Domains\Account)";
    key_at(root, domain).values = {binary_value("V", domain_part())};
    for (const SamAccount& account :
         {SamAccount{500, 500, "Administrator", "Built-in account", kNoExpiry, night(1, 48),
                     long_ago()},
          SamAccount{501, 501, "Guest", "Built-in account", kDisabled, {}, {}},
          SamAccount{1001, 1001, "erpadmin", "ERP operations", kNormal, night(0, 5), long_ago()},
          SamAccount{1002, 1002, "svc_backup", "Acme Backup", kNoExpiry, night(0, 1), long_ago()},
          SamAccount{1013, 500, "admin$", "", kNoExpiry, night(3, 1), night(2, 1)}}) {
        const FileTime written =
            account.password_set.ticks == 0 ? long_ago() : account.password_set;
        HiveKey& user = key_at(root, domain + R"(\Users\)" + hex8(account.rid));
        user.values = {binary_value("F", fixed_part(account)),
                       binary_value("V", text_part(account))};
        user.written = written;
        HiveKey& name = key_at(root, domain + R"(\Users\Names\)" + account.name);
        name.values = {{.name = "", .type = account.rid, .data = ""}};
        name.written = written;
    }
    HiveKey& administrators = key_at(root, R"(SAM\Domains\Builtin\Aliases\00000220)");
    administrators.values = {
        binary_value("C", alias_part(544, "Administrators", {500, 1001, 1013}))};
    key_at(root, R"(SAM\Domains\Builtin\Aliases\00000221)").values = {
        binary_value("C", alias_part(545, "Users", {1001, 1002}))};
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
