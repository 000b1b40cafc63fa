#include "tests/support/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "tests/support/corpus.h"

namespace xiezhi::testing {
namespace {

constexpr std::size_t kShownMax = 25;

std::string shown(const std::vector<std::string>& values) {
    if (values.empty()) return "nothing";
    std::string text;
    for (const std::string& value : values) {
        if (text.size() > 300) return text + " …";
        text += (text.empty() ? "'" : " | '") + value + "'";
    }
    return text;
}

struct Outcome {
    std::map<std::string, std::size_t> equal;      // by family
    std::map<std::string, std::size_t> explained;  // by class
    std::map<std::string, std::size_t> unknown;    // by field
    std::vector<std::string> different;
};

void compare(const Fact& fact, const std::vector<std::string>& values,
             const std::vector<FactClass>& classes, Outcome& outcome) {
    if (std::ranges::count(values, fact.value) > 0) {
        ++outcome.equal[fact.family];
        return;
    }
    const std::string first = values.empty() ? std::string() : values.front();
    for (const FactClass& one : classes) {
        if (!one.applies(fact, first)) continue;
        ++outcome.explained[one.name];
        return;
    }
    outcome.different.push_back(fact.file + " [" + fact.subject + "] " + fact.field + ": " +
                                fact.family + " says '" + fact.value + "', we say " +
                                shown(values));
}

}  // namespace

std::vector<Fact> facts_of(const std::filesystem::path& root, const std::string& kind) {
    std::vector<Fact> facts;
    for (const Row& row : read_tsv(root / "artefacts" / "expected" / (kind + ".tsv"))) {
        facts.push_back({row.at("file"), row.at("subject"), row.at("field"), row.at("value"),
                         row.at("source"), row.at("family")});
    }
    return facts;
}

FieldName field_name(const std::string& field) {
    const std::size_t bracket = field.find('[');
    if (bracket == std::string::npos || !field.ends_with(']')) return {.name = field};
    return {.name = field.substr(0, bracket), .index = std::stoi(field.substr(bracket + 1))};
}

void check_facts(const std::filesystem::path& root, const std::string& kind,
                 const std::vector<FactClass>& classes, const OurValues& ours) {
    Outcome outcome;
    const std::vector<Fact> facts = facts_of(root, kind);
    EXPECT_FALSE(facts.empty()) << kind;
    for (const Fact& fact : facts) {
        const auto values = ours(fact);
        if (values) {
            compare(fact, *values, classes, outcome);
        } else {
            ++outcome.unknown[fact.family + " " + field_name(fact.field).name];
        }
    }
    std::cout << kind << ": " << facts.size() << " facts";
    for (const auto& [family, count] : outcome.equal) std::cout << ", " << family << " " << count;
    std::cout << "\n";
    for (const FactClass& one : classes) {
        const std::size_t count = outcome.explained[one.name];
        std::cout << "  explained: " << one.name << " " << count << " of at most " << one.count_max
                  << "\n";
        EXPECT_LE(count, one.count_max) << one.name;
    }
    for (const auto& [field, count] : outcome.unknown) {
        ADD_FAILURE() << "the test does not know the field " << field << ", " << count << " facts";
    }
    for (std::size_t i = 0; i < std::min(kShownMax, outcome.different.size()); ++i) {
        std::cout << "  DIFFERENT " << outcome.different[i] << "\n";
    }
    EXPECT_TRUE(outcome.different.empty())
        << outcome.different.size() << " differences of " << kind;
}

}  // namespace xiezhi::testing
