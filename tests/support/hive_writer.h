#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/time.h"

namespace xiezhi::testing {

/// A value to be written; `data` as bytes.
struct HiveValue {
    std::string name;  // UTF-8; empty: (default)
    std::uint32_t type = 1;
    std::string data{};
};

[[nodiscard]] HiveValue text_value(std::string name, std::string_view utf8, std::uint32_t type = 1);
[[nodiscard]] HiveValue multi_text_value(std::string name, const std::vector<std::string>& texts);
[[nodiscard]] HiveValue number_value(std::string name, std::uint32_t number);
[[nodiscard]] HiveValue binary_value(std::string name, std::string bytes);

struct HiveKey {
    std::string name;
    std::vector<HiveValue> values{};
    std::vector<HiveKey> subkeys{};
    std::string class_name{};
    FileTime written = {131'000'000'000'000'000};
};

/// The key at `path` below `root`, made with all above it where it is not there.
HiveKey& key_at(HiveKey& root, std::string_view path);

struct HiveOptions {
    std::uint32_t primary_sequence = 1;
    std::uint32_t secondary_sequence = 1;
    std::uint32_t minor = 5;
    std::string file_name = "hive";
    FileTime written = {131'000'000'000'000'000};
    std::size_t leaf_size_max = 500;  // subkeys of a list; more get a list of lists
    bool closed = false;              // as a SAM: administrators may no more than change the rights
};

/// A hive as Windows would write it: bins, cells, sorted `lh` lists, `ri` for many subkeys, big
/// data, one security descriptor for all keys. Accepted by hivex and libregf (tests/regf).
[[nodiscard]] std::string write_hive(const HiveKey& root, const HiveOptions& options = {});

/// An entry of an access control list that allows something. `sid`: its bytes.
struct HiveRight {
    std::string sid;
    std::uint32_t mask = 0;
};
/// `S-1-<authority>-<parts>`, as bytes.
[[nodiscard]] std::string sid_bytes(std::uint8_t authority,
                                    std::initializer_list<std::uint32_t> parts);
/// A self-relative descriptor; owner and group are the administrators.
[[nodiscard]] std::string security_descriptor(const std::vector<HiveRight>& rights);

/// Sets the checksum of a base block that was changed.
void seal_base_block(std::string& hive);

/// Logs of the new format hold entries, each with what became of some pages (of 4096 bytes) of the
/// hive bins: those in which `after` differs from `before`, both written by write_hive().
struct LogWrite {
    std::uint32_t sequence = 1;
    std::string before;
    std::string after;
};
[[nodiscard]] std::string write_new_log(const std::vector<LogWrite>& writes);

/// A log of the old format with the sectors in which the hives differ.
[[nodiscard]] std::string write_old_log(const std::string& before, const std::string& after,
                                        std::uint32_t sequence);

}  // namespace xiezhi::testing
