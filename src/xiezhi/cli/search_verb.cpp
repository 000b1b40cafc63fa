#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/hunt_run.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/times.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/hunt/search_pattern.h"
#include "xiezhi/output/search_writer.h"

namespace xiezhi::cli {
namespace {

constexpr std::size_t kCandidatesShown = 5;

/// `xiezhi search` as typed, beyond what it shares with hunt.
struct SearchArguments {
    HuntArguments hunt;
    std::string as;
    std::string around;
    std::string window = "5m";
};

VerbSpec search_spec(SearchArguments& a) {
    const OptionGroup search = {msg::group_search(),
                                {{"--as", msg::arg_text(), msg::search_as(), &a.as},
                                 {"--around", msg::arg_moment(), msg::search_around(), &a.around},
                                 {"--window", msg::arg_period(), msg::search_window(), &a.window}}};
    return {.name = "search",
            .usage = msg::arg_search(),
            .purpose = msg::search_purpose(),
            .groups = {search, output_options(a.hunt), evidence_options(a.hunt)},
            .closing = msg::search_closing(),
            .operands = &a.hunt.evidence};
}

/// A record of `--around`: `123456` or `Security:123456`.
struct RecordName {
    std::string channel;
    std::uint64_t id = 0;
};

std::optional<RecordName> record_name(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    RecordName out;
    if (colon != std::string::npos) out.channel = text.substr(0, colon);
    const std::string digits = colon == std::string::npos ? text : text.substr(colon + 1);
    const char* const end = std::to_address(digits.end());
    const auto [stop, error] = std::from_chars(digits.data(), end, out.id);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return out;
}

/// Where a record was found, for the choice among several.
struct Candidate {
    FileTime time;
    std::string channel;
    std::string computer;
    bool operator==(const Candidate&) const = default;
};

/// When the record was written; an error when there is none, or several at different times.
Result<FileTime> time_of_record(const HuntArguments& arguments, const HuntPlan& plan,
                                const RecordName& name) {
    auto collection = evidence::Collection::open(
        arguments.evidence, {.password = arguments.password}, [](const Note&) {});
    if (!collection) return std::move(collection.error());
    rules::RuleSet set;
    set.rules.push_back(hunt::record_rule(name.id, name.channel));
    std::vector<Candidate> found;
    hunt::HuntOptions options = plan.options;
    options.from.reset();
    options.to.reset();
    const auto summary = hunt::hunt(
        *collection, set, options,
        [&](const hunt::Finding& finding) {
            const KeptEvent& event = finding.events.front().event;
            Candidate candidate{event.time, event.channel, event.computer};
            if (std::ranges::find(found, candidate) == found.end())
                found.push_back(std::move(candidate));
            return found.size() < 100;
        },
        [](const Note&) {}, [](const hunt::Progress&) {}, nullptr);
    if (!summary) return std::move(summary.error());
    if (found.empty()) {
        return Error{Errc::Usage, msg::search_no_record(name.id, listed(arguments.evidence)), {}};
    }
    if (found.size() == 1) return found.front().time;
    std::vector<std::string> texts;
    for (const Candidate& candidate : found) {
        if (texts.size() >= kCandidatesShown) break;
        texts.push_back(candidate.computer + " " + candidate.channel + " " +
                        output::time_text(candidate.time, plan.writer.zone));
    }
    return Error{Errc::Usage, msg::search_many_records(name.id, listed(texts)), {}};
}

/// Narrows the plan to the window around the moment or the record.
std::optional<Error> narrow(const SearchArguments& arguments, HuntPlan& plan) {
    const auto window = parse_period(arguments.window);
    if (!window) {
        return Error{Errc::Usage, msg::cli_bad_period("--window", arguments.window), {}};
    }
    if (plan.options.from || plan.options.to) return Error{Errc::Usage, msg::search_both(), {}};
    std::optional<FileTime> moment =
        parse_moment(arguments.around, plan.writer.zone, DayEdge::Begin);
    if (!moment) {
        const auto record = record_name(arguments.around);
        if (!record) return Error{Errc::Usage, msg::search_bad_around(arguments.around), {}};
        const auto time = time_of_record(arguments.hunt, plan, *record);
        if (!time) return time.error();
        moment = *time;
    }
    plan.options.from = FileTime{moment->ticks > *window ? moment->ticks - *window : 0};
    plan.options.to = FileTime{moment->ticks + *window};
    return std::nullopt;
}

}  // namespace

int run_search(const Shell& shell, const std::vector<std::string>& arguments) {
    SearchArguments typed;
    VerbSpec spec = search_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    std::vector<std::string>& operands = typed.hunt.evidence;
    if (operands.empty()) return shell.usage(msg::search_empty(), spec.name);
    const std::string pattern = operands.front();
    operands.erase(operands.begin());
    HuntPlan plan;
    if (const auto mistake = understand(typed.hunt, shell, plan))
        return shell.usage(*mistake, spec.name);

    std::optional<hunt::SearchKind> kind;
    if (!typed.as.empty()) {
        kind = hunt::parse_search_kind(typed.as);
        if (!kind) {
            return shell.usage(
                bad_choice("--as", typed.as,
                           {"word", "number", "address", "domain", "hash", "guid", "regex"}),
                spec.name);
        }
    }
    const hunt::SearchKind meant = kind.value_or(hunt::search_kind_of(pattern));
    auto rule = hunt::search_rule(pattern, meant);
    if (!rule) return shell.usage(rule.error().what, spec.name);
    if (!typed.around.empty()) {
        if (const auto error = narrow(typed, plan)) return shell.failed(*error);
    } else if (meant == hunt::SearchKind::All && !plan.options.from && !plan.options.to) {
        return shell.usage(msg::search_everything(), spec.name);
    }
    if (!typed.hunt.quiet && meant != hunt::SearchKind::All) {
        shell.say(msg::search_meant(pattern, std::string(hunt::search_kind_name(meant))));
    }
    LoadedRules rules;
    rules.set.rules.push_back(std::move(*rule));
    HuntRun run(shell, typed.hunt, plan);
    run.search_with(std::move(rules), [&](output::TextSink sink) {
        if (plan.format == output::Format::Terminal)
            return output::make_search_writer(plan.writer, std::move(sink));
        return output::make_writer(plan.format, plan.writer, std::move(sink));
    });
    return run.run();
}

}  // namespace xiezhi::cli
