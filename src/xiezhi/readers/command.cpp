#include "xiezhi/readers/command.h"

#include <algorithm>
#include <array>
#include <utility>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/text.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kTextMax = 32'768;  // UNICODE_STRING's limit: no command line is longer
constexpr int kDepthMax = 6;              // cmd /c cmd /c …

constexpr auto kProgramEndings = std::to_array<std::string_view>(
    {".exe", ".com", ".bat",  ".cmd", ".scr", ".pif", ".dll", ".sys",
     ".cpl", ".ocx", ".vbs",  ".vbe", ".js",  ".jse", ".wsf", ".wsh",
     ".hta", ".ps1", ".psm1", ".msi", ".jar", ".py",  ".lnk", ".drv"});

bool ends_like_program(std::string_view lower) {
    return std::ranges::any_of(kProgramEndings,
                               [&](std::string_view ending) { return lower.ends_with(ending); });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string_view last_part(std::string_view path) {
    const std::size_t at = path.find_last_of("\\/");
    return at == std::string_view::npos ? path : path.substr(at + 1);
}

/// The name without folder and `.exe`, in lower case.
std::string stem_of(std::string_view path) {
    std::string name = ascii_lower(last_part(path));
    if (name.ends_with(".exe")) name.resize(name.size() - 4);
    return name;
}

struct Cut {
    std::string program;
    std::string_view rest;
    bool unquoted_blanks = false;
};

/// The program in front of a command line. Unquoted, it ends at the first blank behind which what
/// stands before ends like a program (as CreateProcess tries), else at the first blank.
Cut cut_program(std::string_view line) {
    line = trimmed(line);
    if (line.starts_with('"')) {
        const std::size_t end = line.find('"', 1);
        if (end == std::string_view::npos) return {std::string(line.substr(1)), {}, false};
        return {std::string(line.substr(1, end - 1)), trimmed(line.substr(end + 1)), false};
    }
    const std::string lower = ascii_lower(line);
    const std::size_t first = line.find(' ');
    const bool has_folder = line.substr(0, first).find_first_of("\\/:") != std::string_view::npos;
    for (std::size_t at = first; has_folder; at = lower.find(' ', at + 1)) {
        const std::size_t end = std::min(at, lower.size());
        if (ends_like_program(std::string_view(lower).substr(0, end))) {
            return {std::string(line.substr(0, end)), trimmed(line.substr(end)), at != first};
        }
        if (at == std::string::npos) break;
        if (lower.substr(at + 1, 1).find_first_of("-/") == 0) break;  // arguments begin
    }
    const std::size_t end = std::min(first, line.size());
    return {std::string(line.substr(0, end)), trimmed(line.substr(end)), false};
}

std::string_view without_quotes(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

int base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+') return 62;
    if (c == '/') return 63;
    return -1;
}

/// Base64 of UTF-16LE; empty when it is none.
std::string decoded_text(std::string_view base64) {
    std::vector<std::byte> bytes;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : base64) {
        if (c == '=') break;
        const int digit = base64_digit(c);
        if (digit < 0) return {};
        bits = bits << 6U | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::byte>(bits >> static_cast<unsigned>(count) & 0xffU));
    }
    std::string text;
    append_utf8(text, bytes);
    return text;
}

/// A switch as PowerShell takes it: any unambiguous beginning, `-` or `/`.
bool is_switch(std::string_view argument, std::string_view name, std::size_t least) {
    if (argument.size() < 1 + least || argument.size() > name.size() + 1) return false;
    if (argument.front() != '-' && argument.front() != '/') return false;
    const std::string lower = ascii_lower(argument.substr(1));
    return name.starts_with(lower);
}

class Resolver {
public:
    explicit Resolver(const HostPaths& paths) : paths_(paths) {}

    Command resolve(std::string_view line) {
        Command out;
        const std::string expanded = paths_.expanded(line.substr(0, kTextMax));
        const Cut cut = cut_program(expanded);
        out.program = full_path(cut.program, paths_);
        out.unquoted_blanks = cut.unquoted_blanks;
        out.target = out.program;
        follow(out, std::string(cut.rest), 0);
        return out;
    }

private:
    /// Goes on to what the program is told to run. NOLINTNEXTLINE(misc-no-recursion): kDepthMax
    void follow(Command& out, const std::string& rest, int depth) {
        if (depth > kDepthMax || rest.empty()) return;
        const std::string name = stem_of(out.target);
        if (name == "cmd") {
            follow_cmd(out, rest, depth);
        } else if (name == "powershell" || name == "pwsh") {
            follow_powershell(out, rest);
        } else if (name == "rundll32") {
            take_first(out, name, rest, ',');
        } else if (name == "wscript" || name == "cscript" || name == "mshta" || name == "java" ||
                   name == "javaw" || name == "python" || name == "pythonw" || name == "msiexec" ||
                   name == "regsvr32" || name == "installutil" || name == "regasm" ||
                   name == "regsvcs" || name == "msbuild" || name == "odbcconf" ||
                   name == "control" || name == "cmstp") {
            take_first(out, name, rest, 0);
        } else if (name == "explorer" || name == "conhost" || name == "forfiles" ||
                   name == "pcalua" || name == "start") {
            take_program(out, name, rest, depth);
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion): kDepthMax
    void follow_cmd(Command& out, const std::string& rest, int depth) {
        const std::string lower = ascii_lower(rest);
        for (const std::string_view option : {"/c", "/k", "/r"}) {
            const std::size_t at = lower.find(option);
            if (at == std::string::npos) continue;
            out.interpreter = "cmd";
            std::string_view inner = without_quotes(std::string_view(rest).substr(at + 2));
            inner = without_start(inner);
            run_inner(out, inner, depth);
            return;
        }
    }

    /// `start "title" /b program` begins the program itself.
    static std::string_view without_start(std::string_view line) {
        if (ascii_lower(line.substr(0, 6)) != "start ") return line;
        line = trimmed(line.substr(6));
        while (!line.empty()) {
            const bool title = line.starts_with("\"\"") ||
                               (line.starts_with('"') && line.find('\\') == std::string_view::npos);
            if (!line.starts_with('/') && !title) break;
            const std::size_t end = title ? line.find('"', 1) : line.find(' ');
            if (end == std::string_view::npos) return {};
            line = trimmed(line.substr(end + 1));
        }
        return line;
    }

    // NOLINTNEXTLINE(misc-no-recursion): kDepthMax
    void run_inner(Command& out, std::string_view line, int depth) {
        if (line.empty()) return;
        const Cut cut = cut_program(line);
        out.target = full_path(cut.program, paths_);
        follow(out, std::string(cut.rest), depth + 1);
    }

    // NOLINTNEXTLINE(misc-no-recursion): kDepthMax
    void take_program(Command& out, std::string_view name, const std::string& rest, int depth) {
        const std::vector<std::string> arguments = arguments_of(rest);
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const std::string& one = arguments[i];
            if (one.starts_with('-') || one.starts_with('/')) continue;
            out.interpreter = name;
            std::string line;
            for (std::size_t j = i; j < arguments.size(); ++j) {
                line += (line.empty() ? "" : " ");
                line += arguments[j].find(' ') == std::string::npos ? arguments[j]
                                                                    : '"' + arguments[j] + '"';
            }
            run_inner(out, line, depth);
            return;
        }
    }

    /// The first argument that is no switch is what runs; `end` cuts it (rundll32's `,Export`).
    void take_first(Command& out, std::string_view name, const std::string& rest, char end) {
        for (std::string argument : arguments_of(rest)) {
            const std::string lower = ascii_lower(argument);
            if (name == "regsvr32" && lower.starts_with("/i:")) {
                argument = argument.substr(3);
            } else if (argument.starts_with('/') || argument.starts_with('-')) {
                continue;
            }
            if (end != 0) argument = argument.substr(0, argument.find(end));
            if (argument.empty()) continue;
            out.interpreter = name;
            out.target = full_path(argument, paths_);
            if (name != "regsvr32" || lower.starts_with("/i:")) return;
        }
    }

    void follow_powershell(Command& out, const std::string& rest) {
        out.interpreter = "powershell";
        const std::vector<std::string> arguments = arguments_of(rest);
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            const std::string& one = arguments[i];
            const bool more = i + 1 < arguments.size();
            if (is_switch(one, "file", 1) && more) {
                out.target = full_path(arguments[i + 1], paths_);
                return;
            }
            // -e, -ec, -en, -enc … up to -EncodedCommand; -ex is -ExecutionPolicy.
            const std::string lower = ascii_lower(one);
            if ((is_switch(one, "encodedcommand", 1) || lower == "-ec" || lower == "/ec") && more) {
                out.decoded = decoded_text(arguments[i + 1]);
                return;
            }
            if (lower.ends_with(".ps1")) {
                out.target = full_path(one, paths_);
                return;
            }
        }
    }

    const HostPaths& paths_;
};

/// Programs in System32 that commands name without a folder, besides those that others imitate
/// (schema/windows_programs.tsv).
constexpr auto kInSystem32 = std::to_array<std::string_view>(
    {"arp",     "auditpol", "cmdkey",   "curl",    "defrag", "diskshadow", "dism",
     "dsquery", "forfiles", "fsutil",   "ftp",     "icacls", "klist",      "netstat",
     "nltest",  "nslookup", "ntdsutil", "pcalua",  "quser",  "reagentc",   "route",
     "runas",   "setx",     "shutdown", "takeown", "tar",    "vssadmin",   "wbadmin"});

/// Where Windows finds a program that is named without a folder; empty: it is none of its own.
std::string path_in_windows(const std::string& stem, const std::string& root) {
    constexpr std::string_view kWindows = R"(\windows)";
    constexpr std::string_view kSystem = R"(\windows\system32)";
    const std::string name = '\\' + stem + ".exe";
    if (std::ranges::count(kInSystem32, std::string_view(stem)) > 0) {
        return root + R"(\System32)" + name;
    }
    const schema::WindowsProgram* const program = schema::find_windows_program(stem + ".exe");
    if (program == nullptr) return {};
    const std::string_view folder = program->folders.front();
    if (!folder.starts_with(kWindows) || folder.find('*') != std::string_view::npos) return {};
    if (folder.starts_with(kSystem)) {
        return root + R"(\System32)" + std::string(folder.substr(kSystem.size())) + name;
    }
    return root + std::string(folder.substr(kWindows.size())) + name;
}

}  // namespace

HostPaths::HostPaths() {
    for (const auto& [name, value] : std::to_array<std::pair<std::string_view, std::string_view>>(
             {{"systemroot", R"(C:\Windows)"},
              {"windir", R"(C:\Windows)"},
              {"systemdrive", "C:"},
              {"programfiles", R"(C:\Program Files)"},
              {"programfiles(x86)", R"(C:\Program Files (x86))"},
              {"programw6432", R"(C:\Program Files)"},
              {"commonprogramfiles", R"(C:\Program Files\Common Files)"},
              {"commonprogramfiles(x86)", R"(C:\Program Files (x86)\Common Files)"},
              {"programdata", R"(C:\ProgramData)"},
              {"allusersprofile", R"(C:\ProgramData)"},
              {"public", R"(C:\Users\Public)"},
              {"comspec", R"(C:\Windows\System32\cmd.exe)"},
              {"temp", R"(C:\Windows\Temp)"},
              {"tmp", R"(C:\Windows\Temp)"}})) {
        variables_.emplace(name, value);
    }
}

void HostPaths::set(std::string_view name, std::string value) {
    if (!value.empty()) variables_[folded(name)] = std::move(value);
}

HostPaths HostPaths::of_user(std::string_view profile) const {
    HostPaths paths = *this;
    if (profile.empty()) return paths;
    const std::string base(profile);
    paths.set("userprofile", base);
    paths.set("appdata", base + R"(\AppData\Roaming)");
    paths.set("localappdata", base + R"(\AppData\Local)");
    paths.set("temp", base + R"(\AppData\Local\Temp)");
    paths.set("tmp", base + R"(\AppData\Local\Temp)");
    return paths;
}

std::string HostPaths::expanded(std::string_view text) const {
    std::string out;
    for (std::size_t at = 0; at < text.size() && out.size() < kTextMax;) {
        const std::size_t end = text[at] == '%' ? text.find('%', at + 1) : std::string_view::npos;
        if (end != std::string_view::npos) {
            const auto found = variables_.find(folded(text.substr(at + 1, end - at - 1)));
            if (found != variables_.end()) {
                out += found->second;
                at = end + 1;
                continue;
            }
        }
        out += text[at++];
    }
    return out;
}

std::string_view HostPaths::system_root() const {
    return variables_.find("systemroot")->second;
}

std::string full_path(std::string_view path, const HostPaths& paths) {
    std::string out = paths.expanded(without_quotes(path));
    const std::string lower = ascii_lower(out);
    const std::string root(paths.system_root());
    if (lower.starts_with(R"(\??\)") || lower.starts_with(R"(\\?\)") ||
        lower.starts_with(R"(\\.\)")) {
        out.erase(0, 4);
    } else if (lower.starts_with(R"(\systemroot\)")) {
        out = root + out.substr(11);
    } else if (lower.starts_with(R"(systemroot\)")) {
        out = root + out.substr(10);
    } else if (lower.starts_with(R"(system32\)") || lower.starts_with(R"(syswow64\)")) {
        out = root + "\\" + out;
    } else if (lower.starts_with(R"(\windows\)") || lower.starts_with(R"(\program files)")) {
        out = root.substr(0, 2) + out;
    } else if (out.find_first_of("\\/:") == std::string::npos && !out.empty()) {
        const std::string stem = stem_of(out);
        if (stem == "powershell") {
            out = root + R"(\System32\WindowsPowerShell\v1.0\powershell.exe)";
        } else if (std::string found = path_in_windows(stem, root); !found.empty()) {
            out = std::move(found);
        }
    }
    return out;
}

Command resolve_command(std::string_view command_line, const HostPaths& paths) {
    return Resolver(paths).resolve(command_line);
}

void set_file(State& state, std::string_view path) {
    if (path.empty()) return;
    state.set(StateField::FilePath, std::string(path));
    const std::string_view name = last_part(path);
    state.set(StateField::FileName, std::string(name));
    if (path.size() > name.size() + 1) {
        state.set(StateField::FileDirectory,
                  std::string(path.substr(0, path.size() - name.size() - 1)));
    }
    const std::size_t dot = name.rfind('.');
    if (dot != std::string_view::npos && dot > 0) {
        state.set(StateField::FileExtension, ascii_lower(name.substr(dot + 1)));
    }
}

void set_command(State& state, std::string_view command_line, const HostPaths& paths) {
    const std::string_view line = trimmed(command_line);
    if (line.empty()) return;
    state.set(StateField::ProcessCommandLine, std::string(line.substr(0, kTextMax)));
    for (std::string& argument : arguments_of(line)) {
        state.add(StateField::ProcessArgs, std::move(argument));
    }
    const Command command = resolve_command(line, paths);
    set_file(state, command.target);
    state.set(StateField::TraitInterpreter, command.interpreter);
}

std::vector<std::string> arguments_of(std::string_view line) {
    constexpr std::size_t kArgumentsMax = 1'000;
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at < line.size() && out.size() < kArgumentsMax) {
        while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
        if (at == line.size()) break;
        std::string argument;
        bool quoted = false;
        for (; at < line.size(); ++at) {
            std::size_t slashes = 0;
            while (at < line.size() && line[at] == '\\') ++slashes, ++at;
            if (at < line.size() && line[at] == '"') {
                argument.append(slashes / 2, '\\');
                if (slashes % 2 == 1) {
                    argument += '"';
                } else {
                    quoted = !quoted;
                }
                continue;
            }
            argument.append(slashes, '\\');
            if (at == line.size()) break;
            if (!quoted && (line[at] == ' ' || line[at] == '\t')) break;
            argument += line[at];
        }
        out.push_back(std::move(argument));
    }
    return out;
}

}  // namespace xiezhi::readers
