#pragma once

#include <optional>
#include <string>

#include "xiezhi/cli/arguments.h"
#include "xiezhi/cli/environment.h"
#include "xiezhi/cli/run.h"

namespace xiezhi::cli {

/// What all verbs do alike: speaking to the person at the terminal. Everything said passes through
/// output::visible(), since names of files and fields come from evidence.
class Shell {
public:
    Shell(const Environment& environment, Lang lang) : environment_(environment), lang_(lang) {}

    [[nodiscard]] const Environment& environment() const noexcept { return environment_; }
    [[nodiscard]] Lang lang() const noexcept { return lang_; }
    [[nodiscard]] bool interrupted() const noexcept;

    void line(const std::string& text) const;  // to err, made harmless, wrapped on a terminal
    void say(const Message& message) const;
    void note(const Message& message) const;
    void error(const Error& error) const;

    /// "xiezhi: …" and where help is; gives kExitUsage.
    [[nodiscard]] int usage(const Message& what, const std::string& verb) const;

    /// Says the error and gives the exit code that fits it: kExitUsage for Errc::Usage, else 4.
    [[nodiscard]] int failed(const Error& error) const;

    /// Parses; handles --help. An exit code when the verb has nothing more to do.
    [[nodiscard]] std::optional<int> parsed(VerbSpec& verb,
                                            const std::vector<std::string>& arguments) const;

private:
    const Environment& environment_;
    Lang lang_;
};

/// The value of --lang among the arguments, wherever it stands: needed before anything can be said.
[[nodiscard]] std::optional<std::string> language_argument(
    const std::vector<std::string>& arguments);

}  // namespace xiezhi::cli
