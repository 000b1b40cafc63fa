#include "xiezhi/cli/run.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/nearest.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::cli {
namespace {

struct Verb {
    std::string name;  // "rules check" is two words
    int (*run)(const Shell&, const std::vector<std::string>&);
};

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> table = {
        {"triage", run_triage},
        {"hunt", run_hunt},
        {"search", run_search},
        {"dump", run_dump},
        {"coverage", run_coverage},
        {"report", run_report},
        {"rules check", run_rules_check},
        {"rules list", run_rules_list},
        {"rules explain", run_rules_explain},
        {"rules export-pack", run_rules_export},
    };
    return table;
}

/// The words before the first option, at most two: what may name a verb.
std::vector<std::string> leading_words(const std::vector<std::string>& arguments) {
    std::vector<std::string> words;
    for (const std::string& argument : arguments) {
        if (argument.starts_with('-') || words.size() == 2) break;
        words.push_back(argument);
    }
    return words;
}

int tell(const Shell& shell, const std::string& text) {
    auto results = Results::open({}, false, shell.environment());
    if (!results) return shell.failed(results.error());
    (*results)->write(text);
    return (*results)->finish(shell).value_or(kExitDone);
}

int welcome(const Shell& shell) {
    return tell(shell, render(msg::cli_welcome(shell.environment().version), shell.lang()));
}

int unknown_verb(const Shell& shell, const std::vector<std::string>& words) {
    std::vector<std::string> names = {"help"};
    for (const Verb& verb : verbs()) names.push_back(verb.name);
    const bool rules = words.front() == "rules";
    const std::string typed = rules && words.size() > 1 ? "rules " + words[1] : words.front();
    if (const auto meant = nearest(typed, names)) {
        return shell.usage(msg::cli_unknown_verb_near(typed, *meant), {});
    }
    if (rules) return shell.usage(msg::rules_purpose(), {});
    if (platform::file_kind(words.front())) {
        return shell.usage(msg::cli_verb_is_path(words.front()), {});
    }
    return shell.usage(msg::cli_unknown_verb(typed), {});
}

/// `help hunt` means `hunt --help`; `--lang` may stand before the verb.
std::vector<std::string> in_order(std::vector<std::string> arguments) {
    if (arguments.size() > 2 && arguments[0] == "--lang") {
        std::rotate(arguments.begin(), arguments.begin() + 2, arguments.end());
    } else if (arguments.size() > 1 && arguments[0].starts_with("--lang=")) {
        std::rotate(arguments.begin(), arguments.begin() + 1, arguments.end());
    }
    if (arguments.size() > 1 && arguments[0] == "help") {
        std::rotate(arguments.begin(), arguments.begin() + 1, arguments.end());
        arguments.back() = "--help";
    }
    return arguments;
}

int dispatch(const Shell& shell, const std::vector<std::string>& arguments) {
    const std::vector<std::string> words = leading_words(arguments);
    if (words.empty()) {
        const auto asks = [&](std::string_view name) {
            return std::ranges::find(arguments, name) != arguments.end();
        };
        if (asks("--version") || asks("-V")) {
            return tell(shell,
                        render(msg::cli_version(shell.environment().version), shell.lang()) + "\n");
        }
        const bool only_language = std::ranges::all_of(
            arguments, [](const std::string& a) { return a.starts_with("--lang"); });
        if (only_language || asks("--help") || asks("-h") || asks("--lang")) return welcome(shell);
        return shell.usage(msg::cli_unknown_verb(arguments.front()), {});
    }
    if (words.front() == "help") return welcome(shell);
    for (const Verb& verb : verbs()) {
        const bool two = verb.name.find(' ') != std::string::npos;
        const std::string typed = two && words.size() > 1 ? words[0] + " " + words[1] : words[0];
        if (typed != verb.name) continue;
        return verb.run(shell, {arguments.begin() + (two ? 2 : 1), arguments.end()});
    }
    if (words.front() == "rules" && words.size() == 1 && arguments.size() > 1)
        return welcome(shell);
    return unknown_verb(shell, words);
}

}  // namespace

int run(std::vector<std::string> arguments, const Environment& environment) {
    Lang lang = environment.lang;
    const auto wanted = language_argument(arguments);
    if (wanted == "zh") lang = Lang::Zh;
    if (wanted == "en") lang = Lang::En;
    const Shell shell(environment, lang);
    if (wanted && *wanted != "zh" && *wanted != "en") {
        return shell.usage(msg::cli_bad_choice("--lang", *wanted, "zh, en"), {});
    }
    if (environment.quotes_may_swallow) {
        if (auto fixed = repaired(arguments)) {
            arguments = std::move(*fixed);
            shell.note(msg::cli_quote_repaired());
        }
    }
    const int code = dispatch(shell, in_order(std::move(arguments)));
    return shell.interrupted() ? kExitInterrupted : code;
}

}  // namespace xiezhi::cli
