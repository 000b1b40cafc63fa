#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/rule_sources.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/hunt/blind_rules.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/output/json.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/width.h"
#include "xiezhi/rules/logging_needs.h"
#include "xiezhi/rules/routes.h"
#include "xiezhi/rules/select.h"

namespace xiezhi::cli {
namespace {

struct ListArguments {
    RuleArguments rules;
    std::string format = "text";
    std::vector<std::string> missing;  // evidence
};

VerbSpec list_spec(ListArguments& a) {
    return {.name = "rules list",
            .usage = msg::arg_rules(),
            .purpose = msg::rules_list_purpose(),
            .groups = {{msg::group_output(),
                        {{"-f,--format", msg::arg_format(), msg::rules_list_format(), &a.format},
                         {"--missing", msg::arg_path(), msg::rules_list_missing(), &a.missing}}},
                       rule_options(a.rules, false)},
            .closing = std::nullopt,
            .operands = &a.rules.paths};
}

/// Heads of rules and correlations that report, highest level first, then by title.
std::vector<const rules::RuleHead*> heads_of(const rules::RuleSet& set) {
    std::vector<const rules::RuleHead*> heads;
    for (const rules::Rule& rule : set.rules) {
        if (rule.reports) heads.push_back(&rule.head);
    }
    for (const rules::Correlation& correlation : set.correlations) {
        if (correlation.reports) heads.push_back(&correlation.head);
    }
    std::ranges::sort(heads, [](const auto* a, const auto* b) {
        if (a->level != b->level) return a->level > b->level;
        return std::tie(a->title, a->id) < std::tie(b->title, b->id);
    });
    return heads;
}

/// What a rule that is blind here would have to be given.
std::vector<std::string> needs_of(const rules::Rule& rule, Lang lang) {
    std::set<std::string> channels;
    for (const schema::Route& route : rules::routes_of(rule.source).routes) {
        if (route.enabled) channels.insert(route.channels.begin(), route.channels.end());
    }
    std::vector<Message> remarks;
    rules::add_logging_needs(rule, remarks);
    std::vector<std::string> out;
    out.push_back(render(
        channels.empty() ? msg::rules_missing_none()
                         : msg::rules_missing_channels(listed({channels.begin(), channels.end()})),
        lang));
    for (const Message& remark : remarks) out.push_back(render(remark, lang));
    return out;
}

using Needs = std::map<const rules::RuleHead*, std::vector<std::string>>;

/// Rules that no log of the evidence serves, and what each needs.
Result<Needs> missing_on(const std::vector<std::string>& paths, const rules::RuleSet& set,
                         Lang lang) {
    auto collection = evidence::Collection::open(paths, {.password = {}}, [](const Note&) {});
    if (!collection) return std::move(collection.error());
    const auto summary = hunt::hunt(
        *collection, {}, {}, [](const hunt::Finding&) { return true; }, [](const Note&) {},
        [](const hunt::Progress&) {}, nullptr);
    if (!summary) return summary.error();
    if (summary->files == 0) return no_logs_error(paths, *collection);
    Needs out;
    for (const std::uint32_t index : hunt::find_blind_rules(set.rules, summary->channels)) {
        const rules::Rule& rule = set.rules[index];
        out.emplace(&rule.head, needs_of(rule, lang));
    }
    return out;
}

std::string ndjson_line(const rules::RuleHead& head, const std::vector<std::string>& needs) {
    output::JsonText json;
    json.begin_object();
    json.member("id", head.id);
    json.member("name", head.title);
    json.member("level", rules::level_name(head.level));
    json.member("status", head.status);
    json.member("author", head.author);
    json.member("ruleset", rules::ruleset_name(head.ruleset));
    json.member("tags", head.tags);
    json.member("path", head.place.path);
    json.member("needs", needs);
    json.end_object();
    return std::string(json.text()) + "\n";
}

/// "[high]      6a7d1f0e-…  Title": the title last, since its length is nobody's business.
std::string text_line(const rules::RuleHead& head, const std::vector<std::string>& needs,
                      const Shell& shell) {
    constexpr std::size_t kLevelWidth = 11;
    constexpr std::size_t kIdWidth = 38;
    const std::string level = "[" + output::level_text(head.level, shell.lang()) + "]";
    const std::size_t width = output::display_width(level);
    std::string out =
        output::painted(level, head.level, shell.environment().out_colours) +
        std::string(width < kLevelWidth ? kLevelWidth - width : 1, ' ') +
        output::padded(output::visible(head.id.empty() ? head.name : head.id), kIdWidth) +
        output::visible(output::title(head, shell.lang())) + "\n";
    for (const std::string& need : needs)
        out += std::string(kLevelWidth, ' ') + output::visible(need) + "\n";
    return out;
}

}  // namespace

int run_rules_list(const Shell& shell, const std::vector<std::string>& arguments) {
    ListArguments typed;
    VerbSpec spec = list_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    const bool ndjson = typed.format == "ndjson";
    if (!ndjson && typed.format != "text") {
        return shell.usage(bad_choice("--format", typed.format, {"text", "ndjson"}), spec.name);
    }
    auto loaded = load_rules(shell, typed.rules, shell.environment().cores);
    if (!loaded) return shell.failed(loaded.error());
    if (!typed.missing.empty()) rules::drop_host_rules(loaded->set);
    auto results = Results::open({}, false, shell.environment());
    if (!results) return shell.failed(results.error());
    auto heads = heads_of(loaded->set);
    Needs needs;
    const std::size_t all = heads.size();
    if (!typed.missing.empty()) {
        auto missing = missing_on(typed.missing, loaded->set, shell.lang());
        if (!missing) return shell.failed(missing.error());
        needs = std::move(*missing);
        std::erase_if(heads, [&](const rules::RuleHead* head) { return !needs.contains(head); });
    }
    for (const rules::RuleHead* head : heads) {
        const std::vector<std::string>& need = needs[head];
        if (!(*results)->write(ndjson ? ndjson_line(*head, need) : text_line(*head, need, shell)))
            break;
    }
    if (const auto code = (*results)->finish(shell)) return *code;
    if (!typed.missing.empty()) {
        shell.say(msg::rules_missing_count(heads.size(), all, listed(typed.missing)));
        return kExitDone;
    }
    shell.say(msg::cli_rules_used(heads.size(), source_text(typed.rules, shell.lang())));
    if (heads.empty()) shell.note(msg::cli_no_rules_left(loaded->loaded));
    if (loaded->skipped_files > 0) shell.note(msg::cli_rules_skipped(loaded->skipped_files));
    return kExitDone;
}

}  // namespace xiezhi::cli
