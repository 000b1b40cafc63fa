#include "xiezhi/model/ecs/powershell.h"

#include <gtest/gtest.h>

namespace xiezhi::ecs {
namespace {

TEST(EcsPowerShell, LinesOfContext) {
    constexpr std::string_view kText =
        "        Severity = Informational\n        Host Name = ConsoleHost\n        Host ID =\n"
        "        User = D\\u\n        Command Line = a = b\n";
    EXPECT_EQ(line_value(kText, "HostName"), "ConsoleHost");
    EXPECT_EQ(line_value(kText, "HostID"), "");
    EXPECT_EQ(line_value(kText, "User"), "D\\u");
    EXPECT_EQ(line_value(kText, "CommandLine"), "a = b");
    EXPECT_EQ(line_value(kText, "Host"), "");
    EXPECT_EQ(line_value("", "User"), "");
}

TEST(EcsPowerShell, LinesOfTheClassicLog) {
    constexpr std::string_view kText =
        "\tNewEngineState=Available\n\n\tSequenceNumber=13\n\n\tHostApplication=powershell -c "
        "a\nb\n"
        "\tCommandLine=        Add-Type";
    EXPECT_EQ(line_value(kText, "SequenceNumber"), "13");
    EXPECT_EQ(line_value(kText, "HostApplication"), "powershell -c a\nb");  // of two lines
    EXPECT_EQ(line_value(kText, "CommandLine"), "        Add-Type");
    EXPECT_EQ(line_value(kText, "b"), "");
}

Texts part(std::string_view text, std::string_view which) {
    Texts out;
    invocation(text, which, out);
    return out;
}

TEST(EcsPowerShell, Invocations) {
    constexpr std::string_view kText =
        "CommandInvocation(Out-Null): \"Out-Null\"\n"
        "ParameterBinding(Add-Type): name=\"A\"; value=\"x; value=y\"\n"
        "what else: (is here): x\n\n";
    EXPECT_EQ(part(kText, "type"), (Texts{"CommandInvocation", "ParameterBinding"}));
    EXPECT_EQ(part(kText, "related_command"), (Texts{"Out-Null", "Add-Type"}));
    EXPECT_EQ(part(kText, "name"), Texts{"\"A\""});
    EXPECT_EQ(part(kText, "value"),
              (Texts{"\"Out-Null\"", "\"x; value=y\"", "what else: (is here): x"}));
}

}  // namespace
}  // namespace xiezhi::ecs
