#include "xiezhi/readers/host/password_check.h"

#include <charconv>
#include <memory>

#include "xiezhi/base/text.h"
#include "xiezhi/formats/registry_values/sam.h"
#include "xiezhi/formats/registry_values/sam_password.h"
#include "xiezhi/schema/software.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kAccountsMax = 1'000;  // whose passwords are tried

std::optional<sam::Key16> boot_key_of(const Registry& registry) {
    std::array<std::string, 4> names;
    constexpr std::array kKeys = {R"(Control\Lsa\JD)", R"(Control\Lsa\Skew1)", R"(Control\Lsa\GBG)",
                                  R"(Control\Lsa\Data)"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (const auto key = registry.control(kKeys.at(i))) names.at(i) = key->class_name();
    }
    return sam::boot_key({names[0], names[1], names[2], names[3]});
}

std::string replaced(std::string text, std::string_view place, const std::string& name) {
    const std::size_t at = text.find(place);
    if (at != std::string::npos) text.replace(at, place.size(), name);
    return text;
}

struct Account {
    std::uint32_t rid = 0;
    std::string name;
    sam::StoredPassword stored;
    bool known = false;  // the hash could be read
};

class Guesses {
public:
    explicit Guesses(std::string host) : host_(std::move(host)) {
        for (const schema::WeakPassword& row : schema::weak_passwords()) {
            if (row.password.find('{') != std::string_view::npos) continue;
            common_.try_emplace(sam::nt_hash(row.password), row.kind);
        }
    }

    /// Why the account's password is weak; empty when none of the list is it.
    [[nodiscard]] std::string weakness(const Account& account) const {
        if (account.stored.empty) return "empty";
        if (!account.known) return {};
        const auto common = common_.find(account.stored.hash);
        if (common != common_.end()) return common->second;
        for (const schema::WeakPassword& row : schema::weak_passwords()) {
            const bool of_host = row.password.find("{host}") != std::string_view::npos;
            if (!of_host && row.password.find("{account}") == std::string_view::npos) continue;
            const std::string& name = of_host ? host_ : account.name;
            if (name.empty()) continue;
            for (const std::string& spelled : {name, folded(name)}) {
                const std::string guess =
                    replaced(std::string(row.password), of_host ? "{host}" : "{account}", spelled);
                if (sam::nt_hash(guess) == account.stored.hash) return std::string(row.kind);
            }
        }
        return {};
    }

private:
    std::string host_;
    std::map<sam::Key16, std::string> common_;
};

/// Without a key only those without a password are known.
std::vector<Account> read_stored(const OpenHive& sam, const std::optional<sam::Key16>& key) {
    std::vector<Account> accounts;
    const auto users = sam.hive.find(R"(SAM\Domains\Account\Users)");
    if (!users) return accounts;
    for (const regf::Key& each : users->subkeys()) {
        const std::string name = each.name().text();
        std::uint32_t rid = 0;
        const char* const end = std::to_address(name.end());
        const auto [stop, error] = std::from_chars(std::to_address(name.begin()), end, rid, 16);
        const auto value = each.value("V");
        if (error != std::errc() || stop != end || !value) continue;
        std::vector<std::byte> room;
        const Bytes data = value->data(room).bytes;
        const auto texts = sam::parse_account_texts(data);
        if (!texts) continue;
        const auto stored = key ? sam::stored_password(data, rid, *key) : std::nullopt;
        Account account;
        account.rid = rid;
        account.name = texts->name;
        account.known = stored.has_value();
        if (stored) account.stored = *stored;
        if (sam::has_no_password(data)) account.stored.empty = true;
        if (account.known || account.stored.empty) accounts.push_back(std::move(account));
        if (accounts.size() >= kAccountsMax) break;
    }
    return accounts;
}

}  // namespace

std::map<std::uint32_t, PasswordFact> check_passwords(const Registry& registry,
                                                      const OpenHive& sam) {
    std::map<std::uint32_t, PasswordFact> facts;
    const auto domain = sam.hive.find(R"(SAM\Domains\Account)");
    const auto value = domain ? domain->value("F") : std::nullopt;
    const auto boot = boot_key_of(registry);
    std::vector<std::byte> room;
    const auto key =
        value && boot ? sam::account_key(value->data(room).bytes, *boot) : std::nullopt;
    const auto computer = registry.control(R"(Control\ComputerName\ComputerName)");
    const Guesses guesses(computer ? computer->text("ComputerName").value_or("") : "");
    const std::vector<Account> accounts = read_stored(sam, key);
    for (const Account& account : accounts) {
        PasswordFact& fact = facts[account.rid];
        fact.empty = account.stored.empty;
        fact.weakness = guesses.weakness(account);
        if (fact.empty) continue;
        for (const Account& other : accounts) {
            const bool same = other.rid != account.rid && other.known && !other.stored.empty &&
                              other.stored.hash == account.stored.hash;
            if (same) fact.same_as.push_back(other.rid);
        }
    }
    return facts;
}

}  // namespace xiezhi::readers
