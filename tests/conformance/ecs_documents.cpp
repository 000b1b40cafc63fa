// ECS documents against those that Elastic's own shippers and pipelines make of the same records,
// in the fields that rules use. Every difference must belong to a class below (docs/ecs.md says why
// each is there), and a class must not grow.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <span>

#include "tests/support/corpus.h"
#include "tests/support/ecs_cases.h"
#include "xiezhi/model/ecs/document.h"

namespace xiezhi::testing {
namespace {

using Texts = std::vector<std::string>;

struct Difference {
    std::string_view field;
    const Texts& theirs;
    const Texts& ours;
    const EcsCase& of;
};

struct Class {
    const char* name;
    bool (*holds)(const Difference&);
    std::size_t most;
};

struct Tally {
    std::size_t count = 0;
    std::string example;
};

bool is_wanted(const std::set<std::string>& wanted, const std::string& field) {
    return std::ranges::any_of(wanted, [&](const std::string& one) {
        return one.ends_with('*') ? field.starts_with(one.substr(0, one.size() - 1)) : one == field;
    });
}

std::string joined(const Texts& texts) {
    std::string out = texts.empty() ? "(absent)" : "";
    for (const std::string& text : texts) out += "[" + text.substr(0, 60) + "]";
    return out;
}

bool has_order(std::string_view field) {
    return field.ends_with(".args");
}

bool equal(std::string_view field, Texts a, Texts b) {
    if (has_order(field)) return a == b;
    std::ranges::sort(a);
    std::ranges::sort(b);
    return a == b;
}

/// Compares every wanted field of every case; what no class explains fails.
void compare(const std::vector<EcsCase>& cases, const std::set<std::string>& wanted,
             std::span<const Class> classes) {
    std::map<std::string, Tally> tallies;
    std::size_t compared = 0;
    for (const EcsCase& one : cases) {
        const KeptEventView event(one.event);
        ecs::Document document;
        document.begin(event);
        EcsFields ours = all_fields(document);
        EcsFields theirs = one.expected;
        for (const auto& [name, values] : ours) theirs.try_emplace(name);
        for (const auto& [name, values] : theirs) {
            if (is_wanted(wanted, name)) continue;
            ++compared;
            if (equal(name, values, ours[name])) continue;
            const Difference difference{name, values, ours[name], one};
            const std::string shown = name + " of " + std::to_string(one.event.event_id) + ": " +
                                      joined(values) + " / " + joined(ours[name]);
            const auto found =
                std::ranges::find_if(classes, [&](const Class& c) { return c.holds(difference); });
            if (found == classes.end()) {
                ADD_FAILURE() << one.place << ": " << shown;
                continue;
            }
            Tally& tally = tallies[found->name];
            if (++tally.count == 1) tally.example = shown;
        }
    }
    std::printf("%zu documents, %zu fields compared\n", cases.size(), compared);
    EXPECT_GT(compared, 0U);
    for (const Class& c : classes) {
        const Tally& tally = tallies[c.name];
        std::printf("%8zu  %s, such as %s\n", tally.count, c.name, tally.example.c_str());
        EXPECT_LE(tally.count, c.most) << c.name;
    }
}

/// What shippers add from the machine they run on, and what indices add: goldens are without.
bool synthesised(const Difference& d) {
    const auto is = [&](std::string_view prefix) { return d.field.starts_with(prefix); };
    return d.theirs.empty() &&
           (is("host.") || is("agent.") || is("data_stream.") || d.field == "event.ingested" ||
            d.field == "event.created" || d.field == "event.module");
}

constexpr Class kIntegration[] = {{"synthesised", synthesised, 99999}};
constexpr Class kWinlogbeat[] = {{"synthesised", synthesised, 99999}};

TEST(EcsDocuments, EqualTheIntegrations) {
    XIEZHI_CORPUS_OR_SKIP(root);
    compare(integration_cases(root), rule_fields(root), kIntegration);
}

TEST(EcsDocuments, EqualWinlogbeat) {
    XIEZHI_CORPUS_OR_SKIP(root);
    compare(winlogbeat_cases(root), rule_fields(root), kWinlogbeat);
}

}  // namespace
}  // namespace xiezhi::testing
