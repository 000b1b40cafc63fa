#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "xiezhi/readers/host/registry.h"

namespace xiezhi::readers {

/// What is said of an account's password; never the password or its hash.
struct PasswordFact {
    std::string weakness;                // see account.weak_password; empty: none is known
    std::vector<std::uint32_t> same_as;  // RIDs of accounts that have the same one
    bool empty = false;
};

/// Compares what the SAM keeps with the short list of schema/weak_passwords.tsv, by RID. When the
/// boot key is not in the evidence, or is that of another host, only empty ones are known.
[[nodiscard]] std::map<std::uint32_t, PasswordFact> check_passwords(const Registry& registry,
                                                                    const OpenHive& sam);

}  // namespace xiezhi::readers
