#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace xiezhi::testing {

/// One row of artefacts/expected/<kind>.tsv: what another reader says of a file. `family` is that
/// reader; the README beside the tables says what each field means.
struct Fact {
    std::string file;  // from the corpus root
    std::string subject;
    std::string field;
    std::string value;
    std::string source;
    std::string family;
};

[[nodiscard]] std::vector<Fact> facts_of(const std::filesystem::path& root,
                                         const std::string& kind);

/// `run_time[3]` is the name `run_time` and the index 3; -1 without an index.
struct FieldName {
    std::string name;
    int index = -1;
};
[[nodiscard]] FieldName field_name(const std::string& field);

/// A difference from other readers that is explained. The predicate sees the fact and our value and
/// must not look at the file's name. The test fails when more than `count_max` fall under it.
struct FactClass {
    std::string name;
    std::string document;  // that says why we are right, or why both are
    std::string example;   // `file subject field: theirs, ours`
    std::size_t count_max;
    std::function<bool(const Fact& fact, const std::string& ours)> applies;
};

/// Asks `ours` for every fact of a kind and compares the texts. `ours` gives the values that fit
/// (any of them may be equal: facts of lists are in no order): an empty vector means "not there",
/// nullopt that the field is not known to the test, which fails it. Prints what was compared, per
/// family, and every unexplained difference.
using OurValues = std::function<std::optional<std::vector<std::string>>(const Fact& fact)>;
void check_facts(const std::filesystem::path& root, const std::string& kind,
                 const std::vector<FactClass>& classes, const OurValues& ours);

}  // namespace xiezhi::testing
