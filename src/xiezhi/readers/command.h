#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/model/state.h"

namespace xiezhi::readers {

/// What the host calls its folders, for paths that commands name by variables. Windows' usual
/// places until a hive says something else.
class HostPaths {
public:
    HostPaths();

    /// `name` without percent signs, letter case aside.
    void set(std::string_view name, std::string value);
    /// The same with the folders of one user: USERPROFILE, APPDATA, LOCALAPPDATA, TEMP, TMP.
    [[nodiscard]] HostPaths of_user(std::string_view profile) const;

    /// `%name%` replaced where it is known; what is not known stays. At most 32 KiB.
    [[nodiscard]] std::string expanded(std::string_view text) const;
    [[nodiscard]] std::string_view system_root() const;  // `C:\Windows`

private:
    std::map<std::string, std::string, std::less<>> variables_;  // by folded name
};

/// A path as hives and services write it, made a full Windows path: variables, `\SystemRoot\`,
/// `\??\`, `System32\…` and bare names of Windows' programs. Quotes and blanks around are dropped.
[[nodiscard]] std::string full_path(std::string_view path, const HostPaths& paths);

/// What a command line leads to.
struct Command {
    std::string program;      // full path of what is started, or its name as written
    std::string target;       // what runs in the end: the DLL of rundll32, the script of wscript,
                              // the program behind `cmd /c`; a URL; or the program itself
    std::string interpreter;  // `rundll32`, `powershell` … that runs the target; empty: none
    std::string decoded;      // text of -EncodedCommand
    bool unquoted_blanks = false;  // the path has blanks, and quotes are missing
};
/// Never fails: what cannot be understood is taken as it stands.
[[nodiscard]] Command resolve_command(std::string_view command_line, const HostPaths& paths);

/// Sets process.command_line, process.args, file.* and the trait of the interpreter.
void set_command(State& state, std::string_view command_line, const HostPaths& paths);
/// Sets file.path, file.name, file.directory and file.extension; empty: nothing.
void set_file(State& state, std::string_view full_path);

/// Cut as CommandLineToArgvW does.
[[nodiscard]] std::vector<std::string> arguments_of(std::string_view command_line);

}  // namespace xiezhi::readers
