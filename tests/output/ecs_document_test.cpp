#include "xiezhi/output/ecs_document.h"

#include <gtest/gtest.h>

namespace xiezhi::output {
namespace {

std::string written(const KeptEvent& event) {
    const KeptEventView view(event);
    ecs::Document document;
    document.begin(view);
    JsonText json;
    write_ecs(json, document);
    return std::string(json.text());
}

KeptEvent sysmon(std::vector<KeptField> fields) {
    return {.channel = "Microsoft-Windows-Sysmon/Operational",
            .provider = "Microsoft-Windows-Sysmon",
            .computer = "h",
            .event_id = 1,
            .record_id = 5,
            .time = {131'124'751'716'816'408},
            .level = 4,
            .place = {},
            .fields = std::move(fields)};
}

TEST(EcsJson, TypesOfTheMappings) {
    const std::string json = written(sysmon({{"ProcessId", FieldOrigin::EventData, {"42"}},
                                             {"CommandLine", FieldOrigin::EventData, {"x"}},
                                             {"SignatureStatus", FieldOrigin::EventData, {"Valid"}},
                                             {"User", FieldOrigin::EventData, {"D\\u"}}}));
    EXPECT_NE(json.find(R"("process":{"args":["x"],"args_count":1,"command_line":"x","pid":42})"),
              std::string::npos)
        << json;
    EXPECT_NE(json.find(R"("code_signature":{"status":"Valid","valid":true})"), std::string::npos);
    EXPECT_NE(json.find(R"("record_id":"5")"), std::string::npos);
    EXPECT_NE(json.find(R"("category":["process"])"), std::string::npos);
    EXPECT_NE(json.find(R"("code":"1")"), std::string::npos);
}

/// Names that a provider chose never open objects that are not theirs.
TEST(EcsJson, GivenNamesStayWhole) {
    const std::string json = written(sysmon({{"a.b", FieldOrigin::EventData, {"1"}},
                                             {"a", FieldOrigin::EventData, {"2"}},
                                             {"", FieldOrigin::UserData, {"3"}},
                                             {"\"", FieldOrigin::UserData, {"4"}}}));
    EXPECT_NE(json.find(R"("event_data":{"a":"2","a.b":"1"})"), std::string::npos) << json;
    EXPECT_NE(json.find(R"("user_data":{"":"3","\"":"4"})"), std::string::npos) << json;
}

TEST(EcsJson, AnEmptyRecordIsADocument) {
    const std::string json = written({});
    EXPECT_TRUE(json.starts_with('{') && json.ends_with('}'));
    EXPECT_NE(json.find(R"("os":{"family":"windows","platform":"windows","type":"windows"})"),
              std::string::npos);
}

}  // namespace
}  // namespace xiezhi::output
