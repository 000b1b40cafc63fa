#include <algorithm>
#include <cstdint>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/rule_sources.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/output/json.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/rules/check.h"

namespace xiezhi::cli {
namespace {

struct CheckArguments {
    RuleArguments rules;
    std::string format = "text";
    std::string output;
    bool force = false;
};

VerbSpec check_spec(CheckArguments& a) {
    return {.name = "rules check",
            .usage = msg::arg_rules(),
            .purpose = msg::rules_check_purpose(),
            .groups = {{msg::group_output(),
                        {{"-f,--format", msg::arg_format(), msg::rules_check_format(), &a.format},
                         {"-o,--output", msg::arg_file(), msg::dump_output(), &a.output},
                         {"--force", std::nullopt, msg::dump_force(), &a.force}}},
                       rule_options(a.rules, false)},
            .closing = msg::rules_check_closing(),
            .operands = &a.rules.paths};
}

/// "sigma/x.yml:12:3".
std::string place_text(const rules::RulePlace& place) {
    std::string text = place.path;
    if (place.line > 0) text += ":" + std::to_string(place.line);
    if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
    return text;
}

std::string ndjson_line(const rules::RuleCheck& check, Lang lang) {
    output::JsonText json;
    json.begin_object();
    json.member("id", check.id);
    json.member("name", check.title);
    json.member("path", check.place.path);
    if (check.place.line > 0) json.member("line", std::uint64_t{check.place.line});
    json.key("runnable");
    json.value(check.runnable);
    json.member_if("derived_only", check.derived_only);
    json.key("channels");
    json.begin_array();
    for (const std::string& channel : check.channels) json.value(std::string_view(channel));
    json.end_array();
    if (check.reason) {
        json.member("reason", render(*check.reason, lang));
        json.member("reason_id", message_name(*check.reason));
    }
    std::vector<std::string> remarks;
    remarks.reserve(check.remarks.size());
    for (const Message& remark : check.remarks) remarks.push_back(render(remark, lang));
    json.member("remarks", remarks);
    json.end_object();
    return std::string(json.text()) + "\n";
}

/// Only what needs somebody's attention; nothing is said of a rule that is fine.
std::string check_text(const rules::RuleCheck& check, Lang lang) {
    std::string out;
    const std::string place = place_text(check.place);
    const auto add = [&](const Message& what, const Message& text) {
        out +=
            output::visible(place + ": " + render(what, lang) + ": " + render(text, lang)) + "\n";
    };
    if (check.reason) {
        add(msg::rules_check_blind(), *check.reason);
        if (!check.title.empty()) out += "    " + output::visible(check.title) + "\n";
    }
    for (const Message& remark : check.remarks) add(msg::rules_check_warning(), remark);
    return out;
}

}  // namespace

int run_rules_check(const Shell& shell, const std::vector<std::string>& arguments) {
    CheckArguments typed;
    VerbSpec spec = check_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    const bool ndjson = typed.format == "ndjson";
    if (!ndjson && typed.format != "text") {
        return shell.usage(bad_choice("--format", typed.format, {"text", "ndjson"}), spec.name);
    }
    const auto loaded = load_rules(shell, typed.rules, shell.environment().cores);
    if (!loaded) return shell.failed(loaded.error());
    auto results = Results::open(typed.output, typed.force, shell.environment());
    if (!results) return shell.failed(results.error());
    const std::vector<rules::RuleCheck> checks = rules::check_rules(loaded->set);
    for (const rules::RuleCheck& check : checks) {
        const bool more = (*results)->write(ndjson ? ndjson_line(check, shell.lang())
                                                   : check_text(check, shell.lang()));
        if (!more) break;
    }
    if (const auto code = (*results)->finish(shell)) return *code;
    const auto runnable =
        static_cast<std::uint64_t>(std::ranges::count(checks, true, &rules::RuleCheck::runnable));
    shell.say(msg::rules_check_counts(checks.size(), runnable, checks.size() - runnable));
    if (loaded->skipped_files > 0) shell.note(msg::cli_rules_skipped(loaded->skipped_files));
    if (loaded->set.left_out > 0) shell.note(msg::cli_rules_left_out(loaded->set.left_out));
    return runnable == checks.size() ? kExitDone : kExitFindings;
}

}  // namespace xiezhi::cli
