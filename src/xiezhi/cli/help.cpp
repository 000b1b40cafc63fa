#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/arguments.h"
#include "xiezhi/output/width.h"

namespace xiezhi::cli {
namespace {

constexpr std::size_t kNamesWidth = 28;

/// "-f, --format FORMAT", a missing short name left blank so that long names stand in a column.
std::string left_column(const OptionSpec& option, Lang lang) {
    const std::size_t comma = option.names.find(',');
    std::string text = comma == std::string::npos
                           ? "    " + option.names
                           : option.names.substr(0, comma) + ", " + option.names.substr(comma + 1);
    if (option.value) text += " " + render(*option.value, lang);
    return "  " + text;
}

void append_option(std::string& out, const OptionSpec& option, Lang lang, std::size_t width) {
    std::string left = left_column(option, lang);
    if (output::display_width(left) + 2 > kNamesWidth) {
        out += left + "\n";
        left.clear();
    }
    for (const std::string& line :
         output::wrapped(render(option.help, lang), width - kNamesWidth)) {
        out += output::padded(left, kNamesWidth) + line + "\n";
        left.clear();
    }
}

void append_wrapped(std::string& out, const std::string& text, std::size_t width) {
    for (const std::string& line : output::wrapped(text, width)) out += line + "\n";
}

}  // namespace

std::string help_text(const VerbSpec& verb, Lang lang, std::size_t width) {
    std::string out;
    append_wrapped(out, render(msg::cli_usage(verb.name, render(verb.usage, lang)), lang), width);
    out += "\n";
    append_wrapped(out, render(verb.purpose, lang), width);
    for (const OptionGroup& group : verb.groups) {
        out += "\n" + render(group.heading, lang) + "\n";
        for (const OptionSpec& option : group.options) append_option(out, option, lang, width);
    }
    if (verb.closing) {
        out += "\n";
        append_wrapped(out, render(*verb.closing, lang), width);
    }
    return out;
}

}  // namespace xiezhi::cli
