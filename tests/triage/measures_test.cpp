#include "xiezhi/triage/measures.h"

#include <gtest/gtest.h>

#include <set>

#include "xiezhi/schema/host.h"

namespace xiezhi::triage {
namespace {

TEST(Measures, TheTableOfThePackIsWhole) {
    std::set<std::string> kinds = {"host", "account"};
    for (const schema::EntityField& row : schema::entity_fields()) kinds.emplace(row.kind);
    std::set<std::string> contained;
    ASSERT_GT(builtin_measures().size(), 15U);
    for (const Measure& measure : builtin_measures()) {
        EXPECT_TRUE(kinds.contains(measure.kind)) << measure.kind << " is no kind of entity";
        if (measure.act == "contain") contained.insert(measure.kind);
        // A value in quotes of its own would end them: the page brings the quotes.
        for (const std::string_view bad : {"'{value}", "\"{value}", "{value}'", "{value}\""}) {
            EXPECT_EQ(measure.command.find(bad), std::string::npos) << measure.command;
        }
        const bool names_it = measure.command.find("{value}") != std::string::npos;
        EXPECT_TRUE(names_it || measure.kind == "host" || measure.kind == "wmi") << measure.command;
    }
    for (const char* kind : {"host", "file", "task", "service", "account", "address", "key", "wmi"})
        EXPECT_TRUE(contained.contains(kind)) << kind;
}

TEST(Measures, RefusesRowsThatAreNotWhole) {
    constexpr std::string_view kHead = "kind\tact\ttitle_zh\ttitle_en\tcommand\n";
    struct Case {
        std::string_view row;
        bool good;
    };
    for (const auto& [row, good] : std::to_array<Case>({
             {"file\tlook\t看\tlook\tdir {value}", true},
             {"file\tburn\t看\tlook\tdir {value}", false},
             {"file\tlook\t看\tlook", false},
             {"file\tlook\t\tlook\tdir", false},
             {"file\tlook\t看\tlook\tdir\tmore", false},
         })) {
        const auto parsed = parse_measures(std::string(kHead) + std::string(row) + "\n");
        EXPECT_EQ(parsed.has_value(), good) << row;
        if (!parsed) {
            EXPECT_NE(render(parsed.error().what, Lang::En).find("line 2"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace xiezhi::triage
