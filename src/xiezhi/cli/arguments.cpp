#include "xiezhi/cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/nearest.h"

namespace xiezhi::cli {
namespace {

void add_option(CLI::App& app, const OptionSpec& spec) {
    if (bool* const* flag = std::get_if<bool*>(&spec.target)) {
        app.add_flag(spec.names, **flag)->disable_flag_override();
    } else if (std::string* const* text = std::get_if<std::string*>(&spec.target)) {
        app.add_option(spec.names, **text)->take_last();
    } else {
        // One value each time, so that `--rules a EVIDENCE` does not swallow the evidence.
        auto* const list = std::get<std::vector<std::string>*>(spec.target);
        app.add_option(spec.names, *list)->expected(1)->take_all()->allow_extra_args(false);
    }
}

std::vector<std::string> long_names(const VerbSpec& verb) {
    std::vector<std::string> names;
    for (const OptionGroup& group : verb.groups) {
        for (const OptionSpec& option : group.options) {
            names.push_back(option.names.substr(option.names.rfind("--")));
        }
    }
    return names;
}

Message unknown_option(const VerbSpec& verb, const std::string& argument) {
    const std::string name = argument.substr(0, argument.find('='));
    const std::vector<std::string> known = long_names(verb);
    const auto meant = nearest(name, known);
    return meant ? msg::cli_unknown_option_near(verb.name, name, *meant)
                 : msg::cli_unknown_option(verb.name, name);
}

/// What CLI11 did not know: operands, and options that are none. After `--` all are operands.
std::optional<Message> sort_rest(const VerbSpec& verb, const std::vector<std::string>& rest) {
    bool only_operands = false;
    for (const std::string& argument : rest) {
        if (!only_operands && argument == "--") {
            only_operands = true;
        } else if (!only_operands && argument.size() > 1 && argument[0] == '-') {
            return unknown_option(verb, argument);
        } else if (verb.operands == nullptr) {
            return msg::cli_no_operands(verb.name, argument);
        } else {
            verb.operands->push_back(argument);
        }
    }
    return std::nullopt;
}

/// CLI11 names the option at the beginning of its message, switches without their dashes.
std::string option_of(const CLI::ParseError& error) {
    const std::string what = error.what();
    const std::string name = what.substr(0, what.find_first_of(": "));
    return name.starts_with('-') ? name : "--" + name;
}

}  // namespace

std::optional<Message> parse(const VerbSpec& verb, const std::vector<std::string>& arguments) {
    try {
        CLI::App app;
        app.set_help_flag();
        app.allow_extras();
        app.allow_windows_style_options(false);
        for (const OptionGroup& group : verb.groups) {
            for (const OptionSpec& option : group.options) add_option(app, option);
        }
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        return sort_rest(verb, app.remaining());
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string name = option_of(error);
        return std::string_view(error.what()).find("missing") != std::string_view::npos
                   ? msg::cli_value_missing(name)
                   : msg::cli_value_unwanted(name);
    } catch (const CLI::ParseError& error) {
        return msg::cli_value_unwanted(option_of(error));
    } catch (const CLI::Error& error) {
        return msg::cli_value_unwanted(error.what());
    }
}

std::optional<std::vector<std::string>> repaired(const std::vector<std::string>& arguments) {
    const auto has_quote = [](const std::string& a) { return a.find('"') != std::string::npos; };
    if (std::ranges::none_of(arguments, has_quote)) return std::nullopt;
    std::vector<std::string> out;
    for (const std::string& argument : arguments) {
        const std::size_t quote = argument.find('"');
        if (quote == std::string::npos) {
            out.push_back(argument);
            continue;
        }
        out.push_back(argument.substr(0, quote) + "\\");  // the backslash that escaped the quote
        std::string word;
        bool quoted = false;
        for (const char c : argument.substr(quote + 1)) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                if (!word.empty()) out.push_back(std::exchange(word, {}));
            } else {
                word += c;
            }
        }
        if (!word.empty()) out.push_back(word);
    }
    return out;
}

}  // namespace xiezhi::cli
