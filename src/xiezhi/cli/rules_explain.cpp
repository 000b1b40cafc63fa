#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/rule_sources.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/width.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/rules/describe.h"

namespace xiezhi::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kWidthMin = 40;

struct ExplainArguments {
    std::vector<std::string> wanted;
    RuleArguments rules;
};

VerbSpec explain_spec(ExplainArguments& a) {
    OptionGroup group = {
        msg::group_rules(),
        {{"-r,--rules", msg::arg_path(), msg::rules_explain_rules(), &a.rules.paths},
         {"--placeholders", msg::arg_file(), msg::hunt_placeholders(), &a.rules.placeholders}}};
    return {.name = "rules explain",
            .usage = msg::arg_rule(),
            .purpose = msg::rules_explain_purpose(),
            .groups = {std::move(group)},
            .closing = std::nullopt,
            .operands = &a.wanted};
}

/// Title, id and place, then what rules::describe says, wrapped and indented.
std::string explained(const rules::RuleHead& head, const std::vector<rules::DescribedLine>& lines,
                      const Shell& shell) {
    const std::size_t columns = shell.environment().out_width;
    const std::size_t width = columns == 0 ? kWidth : std::max(columns, kWidthMin);
    std::string out = "[" + output::level_text(head.level, shell.lang()) + "] " +
                      output::visible(output::title(head, shell.lang())) + "\n";
    const auto add = [&](const std::string& text, std::size_t indent) {
        for (const std::string& line :
             output::wrapped(output::visible(text, true), width - indent)) {
            out += std::string(indent, ' ') + line + "\n";
        }
    };
    std::string place = head.place.path;
    if (head.place.line > 0) place += ":" + std::to_string(head.place.line);
    add(head.id.empty() ? place : head.id + "  " + place, 0);
    for (const rules::DescribedLine& line : lines) {
        add(render(line.text, shell.lang()), std::min<std::size_t>(2 + line.depth * 2, width / 2));
    }
    return out;
}

bool is_wanted(const rules::RuleHead& head, const std::string& wanted) {
    return head.id == wanted || head.name == wanted || head.title == wanted ||
           head.pack.title_zh == wanted;
}

/// Texts of the rules that are named so; `all`: of every one.
std::vector<std::string> explanations(const rules::RuleSet& set, const std::string& wanted,
                                      bool all, const Shell& shell) {
    std::vector<std::string> out;
    for (const rules::Rule& rule : set.rules) {
        if (all || is_wanted(rule.head, wanted)) {
            out.push_back(explained(rule.head, rules::describe(rule), shell));
        }
    }
    for (const rules::Correlation& correlation : set.correlations) {
        if (all || is_wanted(correlation.head, wanted)) {
            out.push_back(explained(correlation.head, rules::describe(correlation), shell));
        }
    }
    return out;
}

}  // namespace

int run_rules_explain(const Shell& shell, const std::vector<std::string>& arguments) {
    ExplainArguments typed;
    VerbSpec spec = explain_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    if (typed.wanted.size() != 1) return shell.usage(msg::cli_no_rule_named(), spec.name);
    const std::string& wanted = typed.wanted.front();
    const bool is_file = static_cast<bool>(platform::file_kind(wanted));
    if (is_file) typed.rules.paths = {wanted};
    typed.rules.all_rules = true;  // whoever asks for it by name wants to see it
    const auto loaded = load_rules(shell, typed.rules, shell.environment().cores);
    if (!loaded) return shell.failed(loaded.error());
    if (is_file) {
        for (const rules::RuleProblem& problem : loaded->set.problems) {
            shell.error(Error{Errc::Damaged, problem.what,
                              problem.place.path + ":" + std::to_string(problem.place.line)});
        }
    }
    const std::vector<std::string> texts = explanations(loaded->set, wanted, is_file, shell);
    if (texts.empty()) {
        shell.error(Error{Errc::Usage, msg::cli_rule_not_found(wanted), {}});
        return kExitFailed;
    }
    auto results = Results::open({}, false, shell.environment());
    if (!results) return shell.failed(results.error());
    for (const std::string& text : texts) {
        if (&text != &texts.front()) (*results)->write("\n");
        if (!(*results)->write(text)) break;
    }
    return (*results)->finish(shell).value_or(kExitDone);
}

}  // namespace xiezhi::cli
