#include <algorithm>
#include <charconv>
#include <map>
#include <memory>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/registry_values/sam.h"
#include "xiezhi/readers/host/password_check.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kUsers = R"(SAM\Domains\Account\Users)";
constexpr std::uint32_t kAdministrator = 500;
constexpr std::uint32_t kFirstOwnRid = 1000;
constexpr std::uint32_t kAdministrators = 0x220;

std::optional<std::uint32_t> rid_of(const std::string& key_name) {
    std::uint32_t rid = 0;
    const char* const end = std::to_address(key_name.end());
    const auto [stop, error] = std::from_chars(std::to_address(key_name.begin()), end, rid, 16);
    if (error != std::errc() || stop != end) return std::nullopt;
    return rid;
}

struct Group {
    std::string name;
    std::uint32_t rid = 0;
};

class AccountReader {
public:
    AccountReader(HostContext& host, const OpenHive& sam) : host_(host), sam_(sam) {}

    void read() {
        read_machine_sid();
        read_names();
        read_groups();
        passwords_ = check_passwords(*host_.registry, sam_);
        newest_ = newest_use();
        std::uint64_t count = 0;
        if (const auto users = sam_.hive.find(kUsers)) {
            for (const regf::Key& key : users->subkeys()) {
                const auto rid = rid_of(key.name().text());
                if (!rid) continue;  // Names
                read_account(key, *rid);
                ++count;
            }
        }
        read_names_without_users();
        for (const Dataset dataset : {Dataset::Account, Dataset::GroupMember}) {
            host_.observations({.dataset = dataset,
                                .outcome = sam_.incomplete ? Outcome::Partly : Outcome::Read,
                                .artefact = "SAM",
                                .what = msg::reader_accounts(count),
                                .documents = dataset == Dataset::Account ? count : members_});
        }
    }

private:
    void read_machine_sid() {
        const auto account = sam_.hive.find(R"(SAM\Domains\Account)");
        if (!account) return;
        if (const auto value = account->value("V")) {
            std::vector<std::byte> room;
            machine_sid_ = sam::parse_machine_sid(value->data(room).bytes).value_or("");
        }
    }

    /// The type of the unnamed value of Names\<name> is the account's RID.
    void read_names() {
        const auto names = sam_.hive.find(std::string(kUsers) + R"(\Names)");
        if (!names) return;
        for (const regf::Key& key : names->subkeys()) {
            const auto value = key.value("");
            if (!value) continue;
            names_[static_cast<std::uint32_t>(value->type())].push_back(key.name().text());
        }
    }

    void read_groups() {
        for (const char* domain :
             {R"(SAM\Domains\Builtin\Aliases)", R"(SAM\Domains\Account\Aliases)"}) {
            const auto aliases = sam_.hive.find(domain);
            if (!aliases) continue;
            for (const regf::Key& key : aliases->subkeys()) {
                const auto value = key.value("C");
                if (!value) continue;
                std::vector<std::byte> room;
                const auto alias = sam::parse_alias(value->data(room).bytes);
                if (!alias) continue;
                const std::string path = std::string(domain) + '\\' + key.name().text();
                for (const Bytes member : alias->members) read_member(*alias, member, key, path);
            }
        }
    }

    void read_member(const sam::Alias& alias, Bytes member, const regf::Key& key,
                     const std::string& path) {
        std::string sid;
        append_text(sid, Value{ValueType::Sid, member});
        const std::uint32_t rid =
            member.size() >= 4 ? load_le<std::uint32_t>(member, member.size() - 4) : 0;
        const bool local = !machine_sid_.empty() && sid.starts_with(machine_sid_ + "-");
        if (local) groups_of_[rid].push_back({alias.name, alias.rid});
        State state(Dataset::GroupMember);
        state.set(StateField::GroupName, alias.name);
        state.set_number(StateField::GroupId, alias.rid);
        state.set(StateField::GroupMemberSid, sid);
        state.set_number(StateField::GroupMemberRid, rid);
        state.set_truth(StateField::GroupMemberLocal, local);
        const auto name = names_.find(rid);
        if (local && name != names_.end()) state.set(StateField::UserName, name->second.front());
        state.time = key.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        state.proofs.push_back(proof_of(sam_, path, nullptr, &key));
        state.proofs.back().place += " | C";
        host_.states(std::move(state));
        ++members_;
    }

    /// The newest hive's time, or a later logon.
    [[nodiscard]] FileTime newest_use() const {
        FileTime newest = host_.registry->newest();
        const auto users = sam_.hive.find(kUsers);
        if (!users) return newest;
        for (const regf::Key& key : users->subkeys()) {
            const auto value = key.value("F");
            if (!value) continue;
            std::vector<std::byte> room;
            const auto fixed = sam::parse_account_fixed(value->data(room).bytes);
            if (!fixed || fixed->last_logon.ticks >= kTicksYear10000) continue;
            newest = std::max(newest, fixed->last_logon);
        }
        return newest;
    }

    void read_account(const regf::Key& key, std::uint32_t rid) {
        const std::string path = std::string(kUsers) + '\\' + key.name().text();
        State state(Dataset::Account);
        state.set_number(StateField::AccountRid, rid);
        if (!machine_sid_.empty()) {
            state.set(StateField::UserId, machine_sid_ + '-' + std::to_string(rid));
        }
        std::vector<std::byte> room;
        std::uint32_t f_rid = rid;
        if (const auto value = key.value("F")) {
            if (const auto fixed = sam::parse_account_fixed(value->data(room).bytes)) {
                f_rid = fixed->rid;
                set_fixed(state, *fixed);
            }
            state.proofs.push_back(proof_of(sam_, path, &*value, nullptr));
        }
        if (const auto value = key.value("V")) {
            if (const auto texts = sam::parse_account_texts(value->data(room).bytes)) {
                state.set(StateField::UserName, texts->name);
                state.set(StateField::AccountFullName, texts->full_name);
                state.set(StateField::AccountComment, texts->comment);
                state.set(StateField::AccountProfile, texts->profile_path);
            }
            state.proofs.push_back(proof_of(sam_, path, &*value, nullptr));
        }
        const auto names = names_.find(rid);
        state.set_truth(StateField::AccountHasNameEntry, names != names_.end());
        state.set_truth(StateField::AccountHasUserKey, true);
        if (names != names_.end()) {
            state.set_number(StateField::AccountNamesRid, rid);
            Proof proof =
                state.proofs.empty() ? proof_of(sam_, path, nullptr, &key) : state.proofs.front();
            proof.place =
                std::string(kUsers) + "\\Names\\" + names->second.front() + " | (default)";
            proof.offset.reset();
            state.proofs.push_back(std::move(proof));
        }
        bool administrator = f_rid == kAdministrator;
        for (const Group& group : groups_of_[rid]) {
            state.add(StateField::AccountGroups, group.name);
            administrator = administrator || group.rid == kAdministrators;
        }
        state.set_truth(StateField::AccountAdministrator, administrator);
        state.set_truth(StateField::AccountBuiltIn, rid < kFirstOwnRid);
        set_password(state, rid);
        state.time = key.last_written();
        state.meaning = TimeMeaning::KeyLastWritten;
        host_.states(std::move(state));
    }

    void set_password(State& state, std::uint32_t rid) const {
        const auto fact = passwords_.find(rid);
        if (fact == passwords_.end()) return;
        state.set_truth(StateField::AccountEmptyPassword, fact->second.empty);
        state.set(StateField::AccountWeakPassword, fact->second.weakness);
        for (const std::uint32_t other : fact->second.same_as) {
            const auto name = names_.find(other);
            state.add(StateField::AccountSamePasswordAs,
                      name != names_.end() ? name->second.front() : std::to_string(other));
        }
    }

    void set_fixed(State& state, const sam::AccountFixed& fixed) const {
        const FileTime used = fixed.last_logon.ticks != 0 ? fixed.last_logon : fixed.password_set;
        if (const auto days = days_between(used, newest_)) {
            state.set_number(StateField::AccountIdleDays, *days);
        }
        state.set_number(StateField::AccountFRid, fixed.rid);
        state.set_truth(StateField::AccountEnabled, (fixed.control & sam::kDisabled) == 0);
        struct Flag {
            std::uint16_t bit;
            const char* name;
        };
        for (const Flag& flag : {Flag{sam::kDisabled, "disabled"},
                                 Flag{sam::kNoPasswordNeeded, "password_not_required"},
                                 Flag{sam::kNormalAccount, "normal"},
                                 Flag{sam::kPasswordNeverExpires, "password_never_expires"},
                                 Flag{sam::kLockedOut, "locked"}}) {
            if ((fixed.control & flag.bit) != 0) state.add(StateField::AccountFlags, flag.name);
        }
        state.set_time(StateField::AccountLastLogon, fixed.last_logon);
        state.set_time(StateField::AccountPasswordSet, fixed.password_set);
        state.set_time(StateField::AccountLastBadPassword, fixed.last_bad_password);
        if (!fixed.never_expires()) state.set_time(StateField::AccountExpires, fixed.expires);
        state.set_number(StateField::AccountLogons, fixed.logon_count);
        state.set_number(StateField::AccountBadPasswords, fixed.bad_password_count);
    }

    /// A name that leads to no account: a rest, or the work of somebody's hand.
    void read_names_without_users() {
        const auto users = sam_.hive.find(kUsers);
        if (!users) return;
        for (const auto& [rid, names] : names_) {
            bool there = false;
            for (const regf::Key& key : users->subkeys()) {
                there = there || rid_of(key.name().text()) == rid;
            }
            if (there) continue;
            for (const std::string& name : names) {
                State state(Dataset::Account);
                state.set(StateField::UserName, name);
                state.set_number(StateField::AccountNamesRid, rid);
                state.set_truth(StateField::AccountHasNameEntry, true);
                state.set_truth(StateField::AccountHasUserKey, false);
                state.proofs.push_back({.path = sam_.path,
                                        .parser = "regf",
                                        .place = std::string(kUsers) + "\\Names\\" + name});
                host_.states(std::move(state));
            }
        }
    }

    HostContext& host_;
    const OpenHive& sam_;
    std::string machine_sid_;
    std::map<std::uint32_t, std::vector<std::string>> names_;  // by RID
    std::map<std::uint32_t, std::vector<Group>> groups_of_;    // by RID of the member
    std::map<std::uint32_t, PasswordFact> passwords_;
    FileTime newest_;
    std::uint64_t members_ = 0;
};

}  // namespace

void read_accounts(HostContext& host) {
    const OpenHive* const sam = host.registry->first(HiveKind::Sam);
    if (sam == nullptr) {
        for (const Dataset dataset : {Dataset::Account, Dataset::GroupMember}) {
            host.observations({.dataset = dataset,
                               .outcome = Outcome::Absent,
                               .artefact = "SAM",
                               .what = msg::reader_absent("SAM")});
        }
        return;
    }
    AccountReader(host, *sam).read();
}

}  // namespace xiezhi::readers
