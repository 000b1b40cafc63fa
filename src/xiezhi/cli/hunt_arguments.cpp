#include "xiezhi/cli/hunt_arguments.h"

#include <charconv>
#include <memory>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/cli/times.h"
#include "xiezhi/hunt/ioc/lists.h"
#include "xiezhi/output/layout.h"

namespace xiezhi::cli {
namespace {

std::optional<Message> understand_number(const std::string& option, const std::string& text,
                                         std::size_t least, std::size_t most, std::size_t& out) {
    std::size_t value = 0;
    const char* const end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || value < least || value > most) {
        return msg::cli_bad_number(option, text, least, most);
    }
    out = value;
    return std::nullopt;
}

std::optional<Message> understand_times(const HuntArguments& arguments, const Shell& shell,
                                        HuntPlan& plan) {
    const auto zone = parse_zone(arguments.zone, shell.environment().local_offset_minutes);
    if (!zone) return msg::cli_bad_zone(arguments.zone);
    plan.writer.zone = *zone;
    plan.options.now = shell.environment().now();
    if (!arguments.from.empty()) {
        plan.options.from = parse_moment(arguments.from, *zone, DayEdge::Begin);
        if (!plan.options.from) return msg::cli_bad_time("--from", arguments.from);
    }
    if (!arguments.to.empty()) {
        plan.options.to = parse_moment(arguments.to, *zone, DayEdge::End);
        if (!plan.options.to) return msg::cli_bad_time("--to", arguments.to);
    }
    if (arguments.since.empty()) return std::nullopt;
    if (plan.options.from) return msg::cli_both_since_from();
    const auto period = parse_period(arguments.since);
    if (!period) return msg::cli_bad_period("--since", arguments.since);
    const std::uint64_t now = plan.options.now.ticks;
    plan.options.from = FileTime{now > *period ? now - *period : 0};
    return std::nullopt;
}

std::optional<Message> understand_output(const HuntArguments& arguments, const Shell& shell,
                                         HuntPlan& plan) {
    const auto format = output::parse_format(arguments.format);
    if (!format) {
        return bad_choice("--format", arguments.format,
                          {"terminal", "ndjson", "json", "csv", "md", "timeline"});
    }
    plan.format = *format;
    if (const auto mistake =
            understand_number("--examples", arguments.examples, 0, 100'000, plan.writer.examples)) {
        return mistake;
    }
    const std::string colour = arguments.no_colour ? "never" : arguments.colour;
    const bool to_terminal = arguments.output.empty() && shell.environment().out_colours;
    if (colour != "auto" && colour != "always" && colour != "never") {
        return bad_choice("--color", colour, {"auto", "always", "never"});
    }
    plan.writer.colour = colour == "always" || (colour == "auto" && to_terminal);
    plan.writer.lang = shell.lang();
    plan.writer.csv_bom = !arguments.csv_no_bom;
    const std::size_t columns = arguments.output.empty() ? shell.environment().out_width : 0;
    plan.writer.width = columns == 0 ? 80 : columns;
    return std::nullopt;
}

}  // namespace

OptionGroup judging_options(HuntArguments& a) {
    OptionGroup group = rule_options(a.rules, true);
    group.options.push_back({"--ioc", msg::arg_file(), msg::hunt_ioc(), &a.indicators});
    return group;
}

Result<void> add_indicators(const Shell& shell, const HuntArguments& arguments,
                            rules::RuleSet& rules, hunt::HuntOptions& options) {
    if (arguments.indicators.empty()) return {};
    auto lists = hunt::ioc::load_lists(arguments.indicators);
    if (!lists) return std::move(lists.error());
    hunt::ioc::add_rules(rules, **lists);
    for (const hunt::ioc::ListSummary& file : (*lists)->files) {
        if (arguments.quiet) break;
        shell.say(msg::ioc_taken(file.path, output::grouped(file.taken)));
        if (file.too_general > 0) {
            shell.note(msg::ioc_general(file.path, output::grouped(file.too_general)));
        }
        if (file.not_understood > 0) {
            shell.note(msg::ioc_not_understood(file.path, output::grouped(file.not_understood),
                                               file.first_not_understood));
        }
    }
    options.indicators = std::move(*lists);
    return {};
}

OptionGroup output_options(HuntArguments& a) {
    return {msg::group_output(),
            {{"-f,--format", msg::arg_format(), msg::hunt_format(), &a.format},
             {"-o,--output", msg::arg_file(), msg::hunt_output(), &a.output},
             {"--notes", msg::arg_file(), msg::hunt_notes(), &a.notes},
             {"--force", std::nullopt, msg::hunt_force(), &a.force},
             {"--tz", msg::arg_zone(), msg::hunt_tz(), &a.zone},
             {"--csv-no-bom", std::nullopt, msg::hunt_no_bom(), &a.csv_no_bom},
             {"--color", msg::arg_text(), msg::hunt_color(), &a.colour},
             {"--no-color", std::nullopt, msg::hunt_no_color(), &a.no_colour},
             {"-q,--quiet", std::nullopt, msg::hunt_quiet(), &a.quiet}}};
}

OptionGroup evidence_options(HuntArguments& a) {
    return {msg::group_evidence(),
            {{"--from", msg::arg_time(), msg::hunt_from(), &a.from},
             {"--to", msg::arg_time(), msg::hunt_to(), &a.to},
             {"--since", msg::arg_period(), msg::hunt_since(), &a.since},
             {"--carve", std::nullopt, msg::hunt_carve(), &a.carve},
             {"--keep-duplicates", std::nullopt, msg::hunt_keep_duplicates(), &a.keep_duplicates},
             {"--password", msg::arg_text(), msg::hunt_password(), &a.password},
             {"--threads", msg::arg_count(), msg::hunt_threads(), &a.threads}}};
}

VerbSpec hunt_spec(HuntArguments& a) {
    OptionGroup output = output_options(a);
    output.options.push_back({"--examples", msg::arg_count(), msg::hunt_examples(), &a.examples});
    const OptionGroup tuning = {
        msg::group_tuning(),
        {{"--exceptions", msg::arg_file(), msg::hunt_exceptions(), &a.exceptions},
         {"--collapse", std::nullopt, msg::hunt_collapse(), &a.collapse},
         {"--emulate-schedule", std::nullopt, msg::hunt_emulate_schedule(), &a.emulate_schedule},
         {"--fail-level", msg::arg_level(), msg::hunt_fail_level(), &a.fail_level}}};
    return {.name = "hunt",
            .usage = msg::arg_evidence(),
            .purpose = msg::hunt_purpose(),
            .groups = {judging_options(a), output, evidence_options(a), tuning},
            .closing = msg::hunt_closing(),
            .operands = &a.evidence};
}

std::optional<Message> understand(const HuntArguments& arguments, const Shell& shell,
                                  HuntPlan& plan) {
    if (arguments.evidence.empty()) return msg::cli_no_evidence();
    if (const auto mistake = understand_output(arguments, shell, plan)) return mistake;
    if (const auto mistake = understand_times(arguments, shell, plan)) return mistake;
    if (const auto mistake = understand_threads(arguments.threads, shell.environment().cores,
                                                plan.options.threads)) {
        return mistake;
    }
    if (arguments.emulate_schedule && arguments.collapse) return msg::cli_schedule_and_collapse();
    const auto fail_level = rules::parse_level(arguments.fail_level);
    if (!fail_level) return bad_choice("--fail-level", arguments.fail_level, level_choices());
    plan.fail_level = *fail_level;
    if (!arguments.rules.min_level.empty()) {
        const auto level = rules::parse_level(arguments.rules.min_level);
        if (!level) return bad_choice("--min-level", arguments.rules.min_level, level_choices());
        plan.options.min_level = *level;
    }
    plan.options.carve = arguments.carve;
    plan.options.keep_duplicates = arguments.keep_duplicates;
    plan.options.collapse = arguments.collapse;
    return std::nullopt;
}

std::optional<Message> understand_threads(const std::string& text, std::size_t cores,
                                          std::size_t& threads) {
    constexpr std::size_t kThreadsMax = 256;
    threads = cores;
    if (text.empty()) return std::nullopt;
    return understand_number("--threads", text, 1, kThreadsMax, threads);
}

Message bad_choice(const std::string& option, const std::string& value,
                   const std::vector<std::string>& choices) {
    return msg::cli_bad_choice(option, value, listed(choices));
}

const std::vector<std::string>& level_choices() {
    static const std::vector<std::string> levels = {"informational", "low", "medium", "high",
                                                    "critical"};
    return levels;
}

}  // namespace xiezhi::cli
