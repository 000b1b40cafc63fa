// Local accounts and groups of SAM hives: hivex with the documented layout, and regipy.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/last_hive.h"
#include "tests/support/listed_facts.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/registry_values/sam.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using Values = std::optional<std::vector<std::string>>;

constexpr std::string_view kUsers = "SAM\\Domains\\Account\\Users";

std::string time_or(FileTime time, const std::string& none) {
    return time.ticks == 0 ? none : iso_micro(time);
}

std::optional<sam::AccountFixed> fixed_of(const regf::Key& user) {
    std::vector<std::byte> room;
    const auto value = user.value("F");
    return value ? sam::parse_account_fixed(value->data(room).bytes) : std::nullopt;
}

Values account_values(const regf::Hive& hive, const Fact& fact) {
    const auto rid = std::stoul(fact.subject.substr(4));
    const auto user = hive.find(fmt::format("{}\\{:08X}", kUsers, rid));
    if (!user) return std::vector<std::string>{};
    std::vector<std::byte> room;
    const auto v = user->value("V");
    const auto texts = v ? sam::parse_account_texts(v->data(room).bytes) : std::nullopt;
    const auto fixed = fixed_of(*user);
    if (!texts || !fixed) return std::vector<std::string>{};
    const ListEntry entry = {
        {"name", texts->name},
        {"full_name", texts->full_name},
        {"comment", texts->comment},
        {"f_rid", std::to_string(fixed->rid)},
        {"acb_flags", fmt::format("{:#06x}", fixed->control)},
        {"last_logon", time_or(fixed->last_logon, "0")},
        {"password_set", time_or(fixed->password_set, "0")},
        {"account_expires", fixed->expires.ticks == 0 ? "0"
                            : fixed->never_expires()  ? "never"
                                                      : iso_micro(fixed->expires)},
        {"last_bad_password", time_or(fixed->last_bad_password, "0")},
        {"bad_password_count", std::to_string(fixed->bad_password_count)},
        {"logon_count", std::to_string(fixed->logon_count)}};
    const auto value = entry.find(fact.field);
    if (value == entry.end()) return std::nullopt;
    // Whole seconds come without a fraction.
    constexpr std::string_view kWholeSecond = ".000000Z";
    if (!value->second.ends_with(kWholeSecond)) return {{value->second}};
    return {{value->second.substr(0, value->second.size() - kWholeSecond.size()) + "Z"}};
}

Values alias_values(const regf::Hive& hive, const Fact& fact) {
    const auto rid = std::stoul(fact.subject.substr(6));
    std::vector<std::byte> room;
    const auto key = hive.find(fmt::format("SAM\\Domains\\Builtin\\Aliases\\{:08X}", rid));
    const auto value = key ? key->value("C") : std::nullopt;
    const auto alias = value ? sam::parse_alias(value->data(room).bytes) : std::nullopt;
    if (!alias) return std::vector<std::string>{};
    const FieldName field = field_name(fact.field);
    if (field.name == "alias_name") return {{alias->name}};
    if (field.name == "member_count") return {{std::to_string(alias->members.size())}};
    if (field.name != "member_sid") return std::nullopt;
    const auto index = static_cast<std::size_t>(field.index);
    if (index >= alias->members.size()) return std::vector<std::string>{};
    std::string sid;
    append_text(sid, {.type = ValueType::Sid, .bytes = alias->members[index]});
    return {{sid}};
}

/// regipy's list of accounts.
std::vector<ListEntry> accounts(const regf::Hive& hive) {
    constexpr std::pair<std::uint16_t, std::string_view> kFlags[] = {
        {sam::kDisabled, "Account Disabled"},
        {sam::kNormalAccount, "Normal User Account"},
        {sam::kPasswordNeverExpires, "Password Does Not Expire"}};
    std::vector<ListEntry> entries;
    const auto users = hive.find(kUsers);
    if (!users) return entries;
    for (const regf::Key& user : users->subkeys()) {
        const auto fixed = fixed_of(user);
        if (!fixed) continue;
        ListEntry& entry = entries.emplace_back(ListEntry{
            {"account_expires", fixed->never_expires() ? "null" : time_or(fixed->expires, "null")},
            {"account_flags", std::to_string(fixed->control)},
            {"failed_login_count", std::to_string(fixed->bad_password_count)},
            {"key_path", "\\" + std::string(kUsers) + "\\" + user.name().text()},
            {"last_failed_login", time_or(fixed->last_bad_password, "null")},
            {"last_login", time_or(fixed->last_logon, "null")},
            {"last_write", iso_micro(user.last_written())},
            {"login_count", std::to_string(fixed->logon_count)},
            {"password_last_set", time_or(fixed->password_set, "null")},
            {"rid", std::to_string(fixed->rid)}});
        std::size_t flags = 0;
        for (const auto& [bit, name] : kFlags) {
            if ((fixed->control & bit) == 0) continue;
            entry[fmt::format("account_flags_parsed[{}]", flags++)] = name;
        }
    }
    return entries;
}

TEST(FactsSam, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    LastHive last(root);
    const std::vector<Fact> facts = facts_of(root, "sam");
    check_facts(root, "sam", {}, [&](const Fact& fact) -> Values {
        const regf::Hive* hive = last.get(fact.file);
        if (hive == nullptr) return std::vector<std::string>{};
        if (fact.subject.starts_with("rid ")) return account_values(*hive, fact);
        if (fact.subject.starts_with("alias ")) return alias_values(*hive, fact);
        if (fact.subject.starts_with("samparse")) {
            return listed_values(facts, fact, accounts(*hive));
        }
        if (fact.field != "rid") return std::nullopt;
        const auto names = hive->find(std::string(kUsers) + "\\Names");
        const auto name = names ? names->subkey(fact.subject) : std::nullopt;
        const auto value = name ? name->value("") : std::nullopt;
        if (!value) return std::vector<std::string>{};
        return {{std::to_string(static_cast<std::uint32_t>(value->type()))}};  // type is the RID
    });
}

}  // namespace
}  // namespace xiezhi::testing
