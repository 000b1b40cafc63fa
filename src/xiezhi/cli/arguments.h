#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xiezhi/base/message.h"

namespace xiezhi::cli {

/// One option of a verb: its names, its help, and where its value goes.
struct OptionSpec {
    std::string names;             // "-f,--format"
    std::optional<Message> value;  // what follows it, in help; none for a switch
    Message help;
    std::variant<bool*, std::string*, std::vector<std::string>*> target;
};

struct OptionGroup {
    Message heading;
    std::vector<OptionSpec> options;
};

/// A verb as the command line knows it. Operands are what stands there without an option's name.
struct VerbSpec {
    std::string name;  // "rules check"
    Message usage;     // what follows the name in the usage line
    Message purpose;   // one sentence
    std::vector<OptionGroup> groups;
    std::optional<Message> closing;  // examples, exit codes
    std::vector<std::string>* operands = nullptr;
};

/// Puts the arguments into the targets of the spec; a mistake is told with its cure.
[[nodiscard]] std::optional<Message> parse(const VerbSpec& verb,
                                           const std::vector<std::string>& arguments);

/// The help of a verb, wrapped to `width` columns.
[[nodiscard]] std::string help_text(const VerbSpec& verb, Lang lang, std::size_t width);

/// `D:\case" --rules x` (a backslash before the closing quote ate it) back into its arguments;
/// nothing when no argument holds a quote. For Windows, where no path can hold one.
[[nodiscard]] std::optional<std::vector<std::string>> repaired(
    const std::vector<std::string>& arguments);

}  // namespace xiezhi::cli
