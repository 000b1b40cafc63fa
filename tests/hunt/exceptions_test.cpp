#include "xiezhi/hunt/exceptions.h"

#include <gtest/gtest.h>

namespace xiezhi::hunt {
namespace {

Result<std::vector<Exception>> parse(std::string_view text) {
    return parse_exceptions("x.yml", as_bytes(text));
}

TEST(Exceptions, AreRead) {
    const auto read = parse(R"(
exceptions:
  - rule: some-id
    reason: known
    expires: 2027-01-31
    fields:
        Image: 'C:\Tools\*'
        User: [a, b]
  - {rule: '*', fields: {Image: x}, reason: y}
)");
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    const Exception& first = read->front();
    EXPECT_EQ(first.rule, "some-id");
    EXPECT_EQ(first.reason, "known");
    EXPECT_EQ(first.place, "x.yml:3");
    EXPECT_EQ(first.expires.value_or(FileTime{}).ticks + 1,
              parse_iso("2027-02-01T00:00:00Z").value_or(FileTime{}).ticks);
    EXPECT_EQ(first.fields.size(), 3U);
}

struct Bad {
    const char* name;
    const char* text;
    const char* message;
    const char* place;
};

class BadExceptions : public ::testing::TestWithParam<Bad> {};

TEST_P(BadExceptions, AreRefusedWithTheirPlace) {
    const auto read = parse(GetParam().text);
    ASSERT_FALSE(read);
    EXPECT_STREQ(message_name(read.error().what), GetParam().message);
    EXPECT_EQ(read.error().where, GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadExceptions,
    ::testing::Values(
        Bad{"NoList", "rules: 1", "exception_no_list", "x.yml:1"},
        Bad{"NoRule", "- {reason: a}", "exception_no_rule", "x.yml:1"},
        Bad{"NoReason", "\n- {rule: a}", "exception_no_reason", "x.yml:2"},
        Bad{"Everything", "- {rule: '*', reason: a}", "exception_everything", "x.yml:1"},
        Bad{"UnknownKey", "- rule: a\n  resaon: b", "exception_key", "x.yml:2"},
        Bad{"BadDate", "- {rule: a, reason: b, expires: soon}", "exception_expires", "x.yml:1"},
        Bad{"FieldsNoMap", "- {rule: a, reason: b, fields: [c]}", "exception_fields_not_map",
            "x.yml:1"},
        Bad{"FieldNull", "- {rule: a, reason: b, fields: {c: null}}", "exception_value",
            "x.yml:1"}),
    [](const auto& bad) { return bad.param.name; });

TEST(Exceptions, LeaveOutWhatFits) {
    rules::RuleHead head;
    head.id = "some-id";
    Finding finding;
    finding.rule = &head;
    finding.events.resize(1);
    finding.events[0].event.fields = {{"Threat Name", FieldOrigin::EventData, {"Tool/X"}}};
    finding.group = {{"User", "Bob"}};
    const auto excepts = [&](const char* text) {
        const auto read = parse(text);
        return ExceptionFilter(*read, {}, [](const Note&) {}).excepts(finding);
    };
    EXPECT_TRUE(excepts("- {rule: some-id, reason: x}"));
    EXPECT_FALSE(excepts("- {rule: other, reason: x}"));
    EXPECT_TRUE(excepts("- {rule: '*', reason: x, fields: {ThreatName: 'tool*'}}"));
    EXPECT_FALSE(excepts("- {rule: '*', reason: x, fields: {ThreatName: tool}}"));
    EXPECT_TRUE(excepts("- {rule: '*', reason: x, fields: {User: [alice, BOB]}}"));
    EXPECT_FALSE(excepts("- {rule: '*', reason: x, fields: {User: bob, Missing: a}}"));
}

}  // namespace
}  // namespace xiezhi::hunt
