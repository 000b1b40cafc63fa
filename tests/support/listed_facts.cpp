#include "tests/support/listed_facts.h"

#include <algorithm>
#include <cctype>

#include "xiezhi/base/time.h"

namespace xiezhi::testing {
namespace {

bool same(const std::string& ours, const std::string& theirs) {
    if (ours == theirs) return true;
    const auto a = parse_iso(ours);
    const auto b = parse_iso(theirs);
    return a && b && std::max(*a, *b).ticks - std::min(*a, *b).ticks <= 10;
}

bool has_all(const std::vector<Fact>& facts, const Fact& of, const ListEntry& entry) {
    return std::ranges::all_of(facts, [&](const Fact& fact) {
        if (fact.file != of.file || fact.subject != of.subject) return true;
        const auto value = entry.find(fact.field);
        return value != entry.end() && same(value->second, fact.value);
    });
}

}  // namespace

ListSubject list_subject(const std::string& subject) {
    const std::size_t bracket = subject.rfind('[');
    const bool indexed = bracket != std::string::npos && bracket + 1 < subject.size() &&
                         std::isdigit(static_cast<unsigned char>(subject[bracket + 1])) != 0;
    return {.list = indexed ? subject.substr(0, bracket) : subject, .indexed = indexed};
}

std::vector<std::string> listed_values(const std::vector<Fact>& facts, const Fact& fact,
                                       const std::vector<ListEntry>& entries) {
    if (fact.field == "entry_count") return {std::to_string(entries.size())};
    const bool indexed = list_subject(fact.subject).indexed;
    std::vector<std::string> fit;
    std::string first = "no entry has this field";
    for (const ListEntry& entry : entries) {
        const auto value = entry.find(fact.field);
        if (value == entry.end()) continue;
        first = "no entry has all, the first " + value->second;
        if (indexed && !has_all(facts, fact, entry)) continue;
        fit.push_back(same(value->second, fact.value) ? fact.value : value->second);
    }
    return fit.empty() ? std::vector<std::string>{first} : fit;
}

}  // namespace xiezhi::testing
