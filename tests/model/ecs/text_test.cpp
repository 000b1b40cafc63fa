#include "xiezhi/model/ecs/text.h"

#include <gtest/gtest.h>

#include <functional>

namespace xiezhi::ecs {
namespace {

Texts made(const std::function<void(Texts&)>& make) {
    Texts out;
    make(out);
    return out;
}

struct CommandLine {
    const char* name;
    const char* text;
    Texts argv;
    Texts quoted;
};

void PrintTo(const CommandLine& line, std::ostream* out) {  // NOLINT: gtest's name
    *out << line.name;
}

class CommandLines : public testing::TestWithParam<CommandLine> {};

TEST_P(CommandLines, AreCutBothWays) {
    EXPECT_EQ(made([&](Texts& out) { argv(GetParam().text, out); }), GetParam().argv);
    EXPECT_EQ(made([&](Texts& out) { argv_quoted(GetParam().text, out); }), GetParam().quoted);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, CommandLines,
    testing::Values(CommandLine{"Empty", "", {}, {}},
                    CommandLine{"Plain", "a b", {"a", "b"}, {"a", "b"}},
                    CommandLine{"Quoted",
                                R"("C:\W\x.exe" cl Security)",
                                {R"(C:\W\x.exe)", "cl", "Security"},
                                {R"("C:\W\x.exe")", "cl", "Security"}},
                    CommandLine{"TwoBlanks", "a  b", {"a", "b"}, {"a", "", "b"}},
                    CommandLine{"LineFeedIsNoBlankForPrograms", "a\nb", {"a\nb"}, {"a", "b"}},
                    CommandLine{"BlankInQuotes", R"(a "b c"d)", {"a", "b cd"}, {"a", R"("b c"d)"}},
                    CommandLine{"TwoQuotesInQuotes", R"("a""b")", {R"(a"b)"}, {R"("a""b")"}},
                    CommandLine{"EmptyArgument", R"(a "" b)", {"a", "", "b"}, {"a", R"("")", "b"}},
                    CommandLine{"EscapedQuote", R"(a\"b c)", {R"(a"b)", "c"}, {R"(a\"b c)"}},
                    CommandLine{
                        "TwoBackslashesAndQuote", R"("a\\" b)", {R"(a\)", "b"}, {R"("a\\")", "b"}},
                    CommandLine{"BackslashesElsewhere", R"(a\\b\c)", {R"(a\\b\c)"}, {R"(a\\b\c)"}},
                    CommandLine{"QuoteNeverClosed", R"("a b)", {"a b"}, {R"("a b)"}}),
    [](const auto& tested) { return tested.param.name; });

struct Path {
    const char* name;
    const char* path;
    Texts file;
    Texts directory;
    Texts last;
    Texts extension;
};

void PrintTo(const Path& path, std::ostream* out) {  // NOLINT: gtest's name
    *out << path.name;
}

class Paths : public testing::TestWithParam<Path> {};

TEST_P(Paths, HaveTheseParts) {
    const Path& p = GetParam();
    EXPECT_EQ(made([&](Texts& out) { name_of(p.path, out); }), p.file);
    EXPECT_EQ(made([&](Texts& out) { directory_of(p.path, out); }), p.directory);
    EXPECT_EQ(made([&](Texts& out) { last_part_of(p.path, out); }), p.last);
    EXPECT_EQ(made([&](Texts& out) { extension_of(p.path, out); }), p.extension);
}

INSTANTIATE_TEST_SUITE_P(
    All, Paths,
    testing::Values(Path{"Whole", R"(C:\a\b.exe)", {"b.exe"}, {R"(C:\a)"}, {"b.exe"}, {"exe"}},
                    Path{"NameAlone", "System", {}, {}, {"System"}, {}},
                    Path{"EndsInBackslash", R"(C:\a\)", {}, {R"(C:\a)"}, {}, {}},
                    Path{"DotInFolder", R"(C:\a.b\c)", {"c"}, {R"(C:\a.b)"}, {"c"}, {R"(b\c)"}},
                    Path{"Empty", "", {}, {}, {}, {}}),
    [](const auto& tested) { return tested.param.name; });

TEST(EcsText, Numbers) {
    EXPECT_EQ(made([](Texts& out) { decimal("0x1a2c", out); }), Texts{"6700"});
    EXPECT_EQ(made([](Texts& out) { decimal("88", out); }), Texts{"88"});
    for (const char* none : {"", "-", "0x", "12a", "-1", "0x1ffffffffffffffff"}) {
        EXPECT_EQ(made([&](Texts& out) { decimal(none, out); }), Texts{}) << none;
    }
    EXPECT_EQ(made([](Texts& out) { not_zero("0x0", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { not_zero("4", out); }), Texts{"4"});
}

TEST(EcsText, Accounts) {
    EXPECT_EQ(made([](Texts& out) { account(R"(NT AUTHORITY\SYSTEM)", "name", out); }),
              Texts{"SYSTEM"});
    EXPECT_EQ(made([](Texts& out) { account(R"(NT AUTHORITY\SYSTEM)", "domain", out); }),
              Texts{"NT AUTHORITY"});
    EXPECT_EQ(made([](Texts& out) { account("admin", "name", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { before_at("at_adm@TEST.SAAS", out); }), Texts{"at_adm"});
    EXPECT_EQ(made([](Texts& out) { no_dash("-", out); }), Texts{});
}

TEST(EcsText, MembersOfGroups) {
    const char* const member_name = "CN=Administrator,CN=Users,DC=test,DC=saas";
    EXPECT_EQ(made([&](Texts& out) { member(member_name, "name", out); }), Texts{"Administrator"});
    EXPECT_EQ(made([&](Texts& out) { member(member_name, "domain", out); }), Texts{"saas"});
    EXPECT_EQ(made([](Texts& out) { member("-", "name", out); }), Texts{});
    EXPECT_EQ(made([](Texts& out) { member("CN=a,DC=b", "domain", out); }), Texts{});
}

TEST(EcsText, NamesOfSignedFiles) {
    const char* const text = R"(O=ACME, C=DE\GIT\GIT.EXE\2.35)";
    EXPECT_EQ(made([&](Texts& out) { fqbn(text, "product", out); }), Texts{"GIT"});
    EXPECT_EQ(made([&](Texts& out) { fqbn(text, "original_file_name", out); }), Texts{"GIT.EXE"});
    EXPECT_EQ(made([&](Texts& out) { fqbn(text, "file_version", out); }), Texts{"2.35"});
    EXPECT_EQ(made([](Texts& out) { fqbn("-", "product", out); }), Texts{});
}

TEST(EcsText, Words) {
    EXPECT_EQ(made([](Texts& out) { words("SeA\n\t\t\tSeB ", out); }), (Texts{"SeA", "SeB"}));
    EXPECT_EQ(made([](Texts& out) { words("", out); }), Texts{});
}

}  // namespace
}  // namespace xiezhi::ecs
