// Bytes as a file of Elastic's: TOML, export, pasted page or query, by the name that the first byte
// chooses. What loads is whole, what does not says why.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "fuzz/checked_sink.h"
#include "xiezhi/rules/check.h"
#include "xiezhi/rules/describe.h"
#include "xiezhi/rules/load.h"

namespace {

using namespace xiezhi;
using fuzz::require;
using namespace xiezhi::rules;

void check_set(const RuleSet& set) {
    for (const Rule& rule : set.rules) {
        require(rule.source.space == FieldSpace::Ecs);
        require(rule.head.ruleset == Ruleset::Elastic);
        require(!describe(rule).empty());
    }
    for (const RuleProblem& problem : set.problems)
        require(!render(problem.what, Lang::En).empty() && !render(problem.what, Lang::Zh).empty());
    for (const RuleCheck& check : check_rules(set))
        require(check.runnable || check.reason.has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string text(static_cast<const char*>(static_cast<const void*>(data)), size);
    constexpr std::array<std::string_view, 3> kNames{"fuzz.toml", "fuzz.ndjson", "fuzz.txt"};
    const std::size_t chosen = text.empty() ? 0 : static_cast<unsigned char>(text.front());
    if (!text.empty()) text.erase(0, 1);
    const std::array files = {
        RuleFile{std::string(kNames.at(chosen % kNames.size())), as_bytes(text)}};
    const RuleSet set = load_rules(files, {});
    check_set(set);
    const RuleSet again = load_rules(files, {});
    require(again.rules.size() == set.rules.size() && again.problems.size() == set.problems.size());
    return 0;
}
