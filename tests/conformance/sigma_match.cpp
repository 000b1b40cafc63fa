// suites/sigma-spec/match.jsonl: does a detection fit an event? Engine and reference are both
// asked.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/reference_matcher.h"
#include "tests/support/rule_text.h"

namespace xiezhi::testing {
namespace {

std::string to_text(const rapidjson::Value& value) {
    if (value.IsString()) return value.GetString();
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    value.Accept(writer);
    return value.IsNull() ? std::string() : buffer.GetString();
}

KeptEvent to_event(const rapidjson::Value& object) {
    NamedTexts fields;
    for (const auto& member : object.GetObject()) {
        if (!member.value.IsArray()) {
            fields.emplace_back(member.name.GetString(), to_text(member.value));
            continue;
        }
        for (const auto& item : member.value.GetArray()) {
            fields.emplace_back(member.name.GetString(), to_text(item));
        }
    }
    return event_of(fields);
}

TEST(SigmaMatch, EveryVectorIsAnsweredAsWanted) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::istringstream in(read_file(root / "suites" / "sigma-spec" / "match.jsonl"));
    std::size_t count = 0;
    for (std::string line; std::getline(in, line); ++count) {
        rapidjson::Document vector;
        vector.Parse(line);
        ASSERT_FALSE(vector.HasParseError()) << line;
        const auto set = rules_of({rule_yaml(to_text(vector["detection"]))});
        ASSERT_EQ(set.rules.size(), 1U) << line;
        const KeptEvent event = to_event(vector["event"]);
        const bool wanted = vector["match"].GetBool();
        EXPECT_EQ(!match_once(set.rules, event).empty(), wanted) << line;
        ReferenceMatcher reference(set.rules);
        EXPECT_EQ(!reference.match(event).empty(), wanted) << line;
    }
    EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
