// Bytes as each of the values: what is read is bounded by them, and read alike twice.
#include <cstdint>
#include <string>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/registry_values/amcache.h"
#include "xiezhi/formats/registry_values/audit_policy.h"
#include "xiezhi/formats/registry_values/bam.h"
#include "xiezhi/formats/registry_values/sam.h"
#include "xiezhi/formats/registry_values/sam_password.h"
#include "xiezhi/formats/registry_values/shimcache.h"
#include "xiezhi/formats/registry_values/user_assist.h"

namespace {

using namespace xiezhi;
using fuzz::require;

void check_shimcache(Bytes value) {
    const auto cache = shimcache::parse(value);
    if (!cache) return;
    require(cache->entries.size() <= shimcache::kEntriesMax);
    for (const shimcache::Entry& entry : cache->entries) {
        require(entry.offset < value.size() && entry.path_size <= value.size());
        require(entry.path.size() <= 2 * entry.path_size);
    }
    require(cache->damaged || cache->count_said == 0 || cache->entries.size() >= cache->count_said);
}

void check_sam(Bytes value) {
    if (const auto alias = sam::parse_alias(value)) {
        require(alias->members.size() <= alias->members_said);
        for (const Bytes member : alias->members) require(member.size() >= 8);
    }
    if (const auto texts = sam::parse_account_texts(value)) {
        require(texts->name.size() <= 2 * value.size());
    }
    (void)sam::parse_account_fixed(value);
    (void)sam::parse_machine_sid(value);
    if (const auto policy = sam::parse_password_policy(value)) {
        require(policy->maximum_age_days < 20'000'000);
    }
    const sam::Key16 key{};
    (void)sam::account_key(value, key);
    const auto stored = sam::stored_password(value, 500, key);
    require(!stored || stored->empty == (stored->hash == sam::nt_hash("")) ||
            stored->hash == sam::Key16{});
}

void check_audit_policy(Bytes value) {
    const auto policy = audit_policy::parse(value);
    if (!policy) return;
    require(!policy->categories.empty());
    require(policy->categories.size() <= audit_policy::kCategoriesMax);
    std::size_t settings = 0;
    for (const auto& category : policy->categories) {
        require(!policy->by_category || category.size() == 1);
        settings += category.size();
        for (const std::uint16_t setting : category) {
            require(setting <= (audit_policy::kSuccess | audit_policy::kFailure));
        }
    }
    require(2 * settings < value.size());
}

void check_names(std::string_view text) {
    const std::string decoded = user_assist::decoded_name(text);
    require(user_assist::decoded_name(decoded) == text);
    require(!user_assist::with_known_folder(text).empty() || text.empty());
    const auto sha1 = amcache::sha1_of_id(text);
    require(!sha1 || sha1->size() == 40);
    (void)amcache::file_field(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes value = std::as_bytes(std::span(data, size));
    check_shimcache(value);
    check_sam(value);
    check_audit_policy(value);
    check_names(as_text(value));
    (void)user_assist::parse(value);
    (void)bam::parse(value);
    return 0;
}
