// For every kind of leaf: an event that fits, and the same one changed so that it must not.
#include <gtest/gtest.h>

#include "tests/support/reference_matcher.h"
#include "tests/support/rule_text.h"

namespace xiezhi::testing {
namespace {

struct Case {
    const char* name;
    const char* selection;
    NamedTexts hit;
    NamedTexts miss;
};

void PrintTo(const Case& one, std::ostream* out) {
    *out << one.selection;
}

class LeafKinds : public ::testing::TestWithParam<Case> {};

TEST_P(LeafKinds, HitsAndMisses) {
    const Case& one = GetParam();
    const auto set = rules_of({rule_yaml(std::string("{s: ") + one.selection + ", condition: s}")});
    ReferenceMatcher reference(set.rules);
    EXPECT_EQ(match_once(set.rules, event_of(one.hit)).size(), 1U);
    EXPECT_EQ(reference.match(event_of(one.hit)).size(), 1U);
    EXPECT_TRUE(match_once(set.rules, event_of(one.miss)).empty());
    EXPECT_TRUE(reference.match(event_of(one.miss)).empty());
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(
    Kinds, LeafKinds,
    ::testing::Values(
        Case{"Equals",        "{f: 'C:\\x'}",                 {{"f", "c:\\X"}},               {{"f", "C:\\xy"}}},
        Case{"EqualsCyrillic", "{f: 'ЖУК'}",                  {{"f", "жук"}},                 {{"f", "жуг"}}},
        Case{"EqualsCased",   "{f|cased: Foo}",               {{"f", "Foo"}},                 {{"f", "foo"}}},
        Case{"Guid",          "{f: '{0A234567-89ab-cdef-0123-456789abcdef}'}",
                              {{"f", "0a234567-89AB-cdef-0123-456789abcdef"}},
                              {{"f", "{0a234567-89ab-cdef-0123-456789abcdee}"}}},
        Case{"Contains",      "{f|contains: 'needle'}",       {{"f", "a NEEDLE b"}},          {{"f", "a needl e"}}},
        Case{"ContainsOne",   "{f|contains: 'é'}",            {{"f", "xÉ"}},                  {{"f", "xe"}}},
        Case{"ContainsAll",   "{f|contains|all: [abcd, wxyz]}", {{"f", "wxyzabcd"}},          {{"f", "wxyzabc"}}},
        Case{"StartsWith",    "{f|startswith: abc}",          {{"f", "ABCd"}},                {{"f", "xabc"}}},
        Case{"EndsWith",      "{f|endswith: '\\cmd.exe'}",    {{"f", "C:\\CMD.EXE"}},         {{"f", "C:\\cmd.exe "}}},
        Case{"List",          "{f|endswith: ['\\a.exe', '\\b.exe', '\\c.exe', '\\d.exe', '\\e.exe']}",
                              {{"f", "\\d.EXE"}},             {{"f", "d.exe"}}},
        Case{"Wildcard",      "{f: 'a*b?d'}",                 {{"f", "a\nXbcd"}},             {{"f", "abd"}}},
        Case{"WildcardAstral", "{f: 'a?b'}",                  {{"f", "a😀b"}},                {{"f", "a😀😀b"}}},
        Case{"Windash",       "{f|contains|windash: ' -enc '}", {{"f", "x /enc y"}},          {{"f", "x +enc y"}}},
        Case{"Regex",         "{f|re: 'a[0-9]{2}z'}",         {{"f", "xa12zx"}},              {{"f", "xA12zx"}}},
        Case{"RegexFlag",     "{f|re|i: 'abc.*xyz'}",         {{"f", "ABC__XYZ"}},            {{"f", "ABC\nXYZ"}}},
        Case{"Cidr4",         "{f|cidr: 10.0.0.0/8}",         {{"f", "::ffff:10.9.9.9"}},     {{"f", "11.0.0.1"}}},
        Case{"Cidr6",         "{f|cidr: '::1/128'}",          {{"f", "0:0:0:0:0:0:0:1"}},     {{"f", "::2"}}},
        Case{"Compare",       "{f|gte: 16}",                  {{"f", "0x10"}},                {{"f", "15.9"}}},
        Case{"ExistsTrue",    "{f|exists: true}",             {{"f", ""}},                    {{"g", "x"}}},
        Case{"ExistsFalse",   "{f|exists: false}",            {{"g", "x"}},                   {{"f", ""}}},
        Case{"Null",          "{f: null, g: 1}",              {{"g", "1"}},                   {{"g", "1"}, {"f", "-"}}},
        Case{"Empty",         "{f: ''}",                      {{"f", ""}},                    {{"g", ""}}},
        Case{"SameAs",        "{f|fieldref: g}",              {{"f", "Ab"}, {"g", "aB"}},     {{"f", "Ab"}}},
        Case{"SameAsEnds",    "{f|fieldref|endswith: g}",     {{"f", "xAb"}, {"g", "aB"}},    {{"f", "abx"}, {"g", "ab"}}},
        Case{"Hour",          "{f|hour: 23}",                 {{"f", "2024-12-30T23:59:58Z"}}, {{"f", "2024-12-30T22:59:58Z"}}},
        Case{"IsoWeek",       "{f|week: 1}",                  {{"f", "2024-12-30T23:59:58Z"}}, {{"f", "2024-12-29T23:59:58Z"}}},
        Case{"Keyword",       "['eo.oe.kiwi', 'lsadump::']",  {{"f", "x LSADUMP::sam"}},      {{"f", "lsadump:"}}},
        Case{"KeywordsAll",   "{'|all': [aaaa, bbbb]}",       {{"f", "AAAA"}, {"g", "xbbbb"}}, {{"f", "aaaa"}, {"g", "bbb"}}},
        Case{"Neq",           "{f|neq: a}",                   {{"g", "a"}},                   {{"f", "A"}}},
        Case{"EventId",       "{EventID: [4624, 4625]}",      {{"EventID", "4625"}},          {{"EventID", "4626"}}},
        Case{"EventIdCompare", "{EventID|gt: 4624}",          {{"EventID", "4625"}},          {{"EventID", "4624"}}},
        Case{"Provider",      "{Provider_Name: MSSQLSERVER}", {{"Provider_Name", "MsSqlServer"}}, {{"Provider_Name", "MSSQL"}}},
        Case{"Repeated",      "{Data|contains|all: [ab, cd]}", {{"Data", "xab"}, {"Data", "cd"}}, {{"Data", "ab"}, {"Data", "c"}}},
        Case{"Blanks",        "{ThreatName: x}",              {{"Threat Name", "X"}},         {{"Threat Names", "x"}}},
        Case{"HashPart",      "{md5: 'ab12'}",                  {{"Hashes", "SHA1=9,MD5=AB12"}}, {{"Hashes", "SHA1=ab12,MD5=9"}}}),
    [](const auto& one) { return one.param.name; });
// clang-format on

}  // namespace
}  // namespace xiezhi::testing
