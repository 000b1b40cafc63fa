#include "xiezhi/cli/shell.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/width.h"

namespace xiezhi::cli {
namespace {

constexpr std::size_t kHelpWidthMin = 60;
constexpr std::size_t kHelpWidthMax = 100;
constexpr std::size_t kHelpWidth = 80;

}  // namespace

bool Shell::interrupted() const noexcept {
    return environment_.interrupted != nullptr && environment_.interrupted->load();
}

void Shell::line(const std::string& text) const {
    const std::string shown = output::visible(text, true);
    if (environment_.err_width < 20) {
        environment_.err(shown + "\n");
        return;
    }
    // Lines after the first go below its text, so that a list of lines stays a list.
    const std::size_t indent = std::min<std::size_t>(shown.find_first_not_of(' '), 8) + 2;
    std::string before;
    for (const std::string& part : output::wrapped(shown, environment_.err_width - indent)) {
        environment_.err(std::exchange(before, std::string(indent, ' ')) + part + "\n");
    }
}

void Shell::say(const Message& message) const {
    line(render(message, lang_));
}

void Shell::note(const Message& message) const {
    say(msg::cli_note(render(message, lang_)));
}

void Shell::error(const Error& error) const {
    const std::string what = render(error.what, lang_);
    say(error.where.empty() ? msg::cli_error(what) : msg::cli_error_at(error.where, what));
}

int Shell::usage(const Message& what, const std::string& verb) const {
    say(msg::cli_error(render(what, lang_)));
    say(verb.empty() ? msg::cli_see_help_all() : msg::cli_see_help(verb));
    return kExitUsage;
}

int Shell::failed(const Error& error) const {
    this->error(error);
    return error.code == Errc::Usage ? kExitUsage : kExitFailed;
}

std::optional<int> Shell::parsed(VerbSpec& verb, const std::vector<std::string>& arguments) const {
    bool help = false;
    std::string lang;
    verb.groups.push_back({msg::group_other(),
                           {{"-h,--help", std::nullopt, msg::opt_help(), &help},
                            {"--lang", msg::arg_lang(), msg::opt_lang(), &lang}}});
    // The two targets above end with this function, so must their options.
    const auto mistake = parse(verb, arguments);
    if (help) {
        const std::size_t width =
            environment_.out_width == 0
                ? kHelpWidth
                : std::clamp(environment_.out_width, kHelpWidthMin, kHelpWidthMax);
        const auto written = environment_.out(help_text(verb, lang_, width));
        return written || written.error().code == Errc::PipeClosed ? kExitDone : kExitFailed;
    }
    verb.groups.pop_back();
    if (mistake) return usage(*mistake, verb.name);
    return std::nullopt;
}

std::optional<std::string> language_argument(const std::vector<std::string>& arguments) {
    constexpr std::string_view kOption = "--lang";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (argument == "--") break;
        if (argument == kOption && i + 1 < arguments.size()) return arguments[i + 1];
        if (argument.starts_with("--lang=")) return argument.substr(kOption.size() + 1);
    }
    return std::nullopt;
}

}  // namespace xiezhi::cli
