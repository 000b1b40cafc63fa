#pragma once

#include <algorithm>
#include <functional>
#include <map>

#include "tests/support/facts.h"
#include "tests/support/native_records.h"

namespace xiezhi::testing {

using Values = std::vector<std::string>;

/// The dumps of the files that facts are about, each made once.
class FactFiles {
public:
    explicit FactFiles(std::filesystem::path root) : root_(std::move(root)) {}

    const NativeDumped& of(const Fact& fact) {
        const auto found = dumps_.find(fact.file);
        if (found != dumps_.end()) return found->second;
        return dumps_.emplace(fact.file, native_dumped(root_ / fact.file)).first->second;
    }

private:
    std::filesystem::path root_;
    std::map<std::string, NativeDumped> dumps_;
};

inline Values one_or_none(const std::optional<std::string>& value) {
    return value ? Values{*value} : Values{};
}

/// The values of a field in all records, by its name without the numbers of list items.
inline Values all_values(const NativeDumped& dumped, std::string_view name) {
    Values values;
    for (const NativeRecord& record : dumped.records) {
        const Values more = record.all(name);
        values.insert(values.end(), more.begin(), more.end());
    }
    return values;
}

inline Values changed(Values values, const std::function<std::string(const std::string&)>& change) {
    std::ranges::transform(values, values.begin(), change);
    return values;
}

/// Readers of the libyal family give six digits of the second, rounded down.
inline std::string with_microseconds(const std::string& time) {
    return time.size() == 28 ? time.substr(0, 26) + "Z" : time;
}

inline std::string decimal_of_hex(const std::string& hex) {
    return std::to_string(std::stoull(hex, nullptr, 16));
}

}  // namespace xiezhi::testing
