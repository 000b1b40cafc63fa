#include "xiezhi/formats/registry_values/sam.h"

#include <fmt/format.h>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"

namespace xiezhi::sam {
namespace {

constexpr std::size_t kTextsData = 0xcc;  // offsets in V count from here
constexpr std::size_t kAliasData = 0x34;  // and here in C
constexpr std::size_t kSidHead = 8;
constexpr std::size_t kSubAuthoritiesMax = 15;

/// Text whose offset (from `data`) and size stand at `position`; empty when it does not fit.
std::string text_at(Bytes value, std::size_t position, std::size_t data) {
    Cursor in(value);
    in.seek(position);
    const std::size_t offset = in.read<std::uint32_t>();
    const std::size_t size = in.read<std::uint32_t>();
    in.seek(data + offset);
    std::string text;
    append_utf8(text, in.take(size));
    return text;
}

}  // namespace

std::optional<AccountFixed> parse_account_fixed(Bytes f) {
    Cursor in(f);
    AccountFixed account;
    in.take(8);  // revision
    account.last_logon.ticks = in.read<std::uint64_t>();
    in.take(8);  // last logoff, not kept by Windows
    account.password_set.ticks = in.read<std::uint64_t>();
    account.expires.ticks = in.read<std::uint64_t>();
    account.last_bad_password.ticks = in.read<std::uint64_t>();
    account.rid = in.read<std::uint32_t>();
    account.primary_group = in.read<std::uint32_t>();
    account.control = in.read<std::uint16_t>();
    in.take(6);  // country code and code page
    account.bad_password_count = in.read<std::uint16_t>();
    account.logon_count = in.read<std::uint16_t>();
    if (!in.ok()) return std::nullopt;
    return account;
}

std::optional<AccountTexts> parse_account_texts(Bytes v) {
    if (v.size() < kTextsData) return std::nullopt;
    const auto text = [&](std::size_t entry) { return text_at(v, 12 * entry, kTextsData); };
    return AccountTexts{.name = text(1),
                        .full_name = text(2),
                        .comment = text(3),
                        .user_comment = text(4),
                        .home_folder = text(6),
                        .script_path = text(8),
                        .profile_path = text(9),
                        .workstations = text(10)};
}

std::optional<Alias> parse_alias(Bytes c) {
    if (c.size() < kAliasData) return std::nullopt;
    Alias alias{.rid = load_le<std::uint32_t>(c, 0),
                .name = text_at(c, 0x10, kAliasData),
                .description = text_at(c, 0x1c, kAliasData),
                .members = {},
                .members_said = load_le<std::uint32_t>(c, 0x30)};
    Cursor in(c);
    in.seek(kAliasData + std::size_t{load_le<std::uint32_t>(c, 0x28)});
    while (alias.members.size() < alias.members_said && in.remaining() >= kSidHead) {
        const std::size_t start = in.position();
        in.take(1);  // revision
        const std::size_t count = in.read<std::uint8_t>();
        in.seek(start);
        const Bytes sid = in.take(kSidHead + 4 * count);
        if (!in.ok() || count > kSubAuthoritiesMax) break;
        alias.members.push_back(sid);
    }
    return alias;
}

std::optional<PasswordPolicy> parse_password_policy(Bytes f) {
    Cursor in(f);
    in.seek(0x18);
    // Ages are negative: ticks from now back. The lowest number stands for "never".
    const std::uint64_t age = std::uint64_t{0} - in.read<std::uint64_t>();
    in.seek(0x4c);
    const auto properties = in.read<std::uint32_t>();
    PasswordPolicy policy;
    policy.complexity = (properties & 1U) != 0;
    policy.minimum_length = in.read<std::uint16_t>();
    policy.history = in.read<std::uint16_t>();
    policy.lockout_threshold = in.read<std::uint16_t>();
    if (age < 1ULL << 63U) policy.maximum_age_days = age / kTicksPerDay;
    if (!in.ok()) return std::nullopt;
    return policy;
}

std::optional<std::string> parse_machine_sid(Bytes v) {
    constexpr std::size_t kNumbers = 12;
    if (v.size() < kNumbers) return std::nullopt;
    Cursor in(v.last(kNumbers));
    const auto first = in.read<std::uint32_t>();
    const auto second = in.read<std::uint32_t>();
    return fmt::format("S-1-5-21-{}-{}-{}", first, second, in.read<std::uint32_t>());
}

}  // namespace xiezhi::sam
