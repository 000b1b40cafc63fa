// The fast reader of everyday YAML against libyaml: equal in all nodes and marks, or silent.
#include "xiezhi/rules/sigma/everyday_yaml.h"

#include <gtest/gtest.h>

#include "tests/support/sigma_json.h"
#include "tests/support/yaml_text.h"
#include "tools/demo/random.h"

namespace xiezhi::testing {
namespace {

using namespace rules::sigma;

/// What libyaml makes of it; what it refuses or warns about must not be taken.
std::string by_libyaml(const std::string& text) {
    Diagnosis diagnosis;
    const auto documents = parse_any_yaml(as_bytes(text), diagnosis);
    if (diagnosis.refusal || !diagnosis.warnings.empty() || documents.size() != 1)
        return "not one sound document";
    return yaml_text(documents.front());
}

constexpr const char* kRule = R"(title: A rule  # with a comment
id: 6a7d1f0e-3c0b-4b5e-9a54-0d3f3b7c2e11
# a comment
description: |
    First line
      deeper

    last: line # no comment
author: Somebody (a, b), 某人
date: 2024-01-05
level: high
empty:
off: no
number: 0x10
references:
    - https://example.org/a?b=c#d
    - 'it''s: quoted' # comment
    - "C:\\Windows\\\"x\""
tags:
- attack.execution
- attack.t1059.001
logsource:
    product: windows
    service: 'sys:mon'
detection:
    selection_1:
        Image|endswith:
            - '\a.exe'
            - \b.exe
        EventID: [1, '2', \c, x y]
    condition: 1 of selection_*
falsepositives: |-
    None
)";

TEST(EverydayYaml, TakesARuleAsLibyamlDoes) {
    const auto node = parse_everyday_yaml(kRule);
    ASSERT_TRUE(node.has_value());
    EXPECT_EQ(yaml_text(*node), by_libyaml(kRule));
}

class Left : public ::testing::TestWithParam<const char*> {};

TEST_P(Left, ToLibyaml) {
    EXPECT_FALSE(parse_everyday_yaml(GetParam()).has_value());
}

INSTANTIATE_TEST_SUITE_P(
    Texts, Left,
    ::testing::Values("", "\n", "a: b", "a: b\na: c\n", "a: b: c\n", "a: b\n  c\n", "---\na: b\n",
                      "a: >\n  b\n", "a: &x b\n", "a: |2\n   b\n", "a: |+\n  b\n", "a:\tb\n",
                      "a: 'b\n", "a: 'b' c\n", "a: \"\\x41\"\n", "a: [b\n", "a: [b, [c]]\n",
                      "a: [b: c]\n", "a: {}\n", "a: []\n", "- a\nb: c\n", "a:\n  - b\n c: d\n",
                      "a: \xff\n", "a: \xe2\x80\xa8\n", "a: b\n...\n", "? a\n: b\n", "a:\n -\n",
                      "- - a\n", "a: |\n  b\n c\n", "a: @b\n", "a: *b\n", "a: !b c\n", "a:b\n",
                      "a: b\r\n", "a: |\n    \n  b\n", " a: b\n"));

/// Damaged copies of the rule: whatever is still taken must be what libyaml reads.
TEST(EverydayYaml, IsSilentOrRight) {
    const std::string sound = kRule;
    constexpr std::string_view kPieces = " \n:-#'\"[]{}|>,&*!?%@`\\~.0xa\t";
    demo::Random random(20261128);
    const auto below = [&](std::size_t limit) { return random.next() % limit; };
    std::size_t taken = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text = sound;
        for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
            const std::size_t at = below(text.size());
            const char piece = kPieces[below(kPieces.size())];
            switch (below(4)) {
                case 0:
                    text[at] = piece;
                    break;
                case 1:
                    text.insert(at, 1, piece);
                    break;
                case 2:
                    text.erase(at, 1 + below(8));
                    break;
                default:
                    text.insert(at, text.substr(below(text.size()), below(40)));
            }
            if (text.empty()) text = "\n";
        }
        const auto node = parse_everyday_yaml(text);
        if (!node) continue;
        ++taken;
        ASSERT_EQ(yaml_text(*node), by_libyaml(text)) << text;
    }
    EXPECT_GT(taken, 1000U);
}

}  // namespace
}  // namespace xiezhi::testing
