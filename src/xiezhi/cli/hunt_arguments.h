#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/cli/rule_sources.h"
#include "xiezhi/hunt/hunt.h"
#include "xiezhi/output/writer.h"

namespace xiezhi::cli {

/// `xiezhi hunt` as typed.
struct HuntArguments {
    std::vector<std::string> evidence;
    RuleArguments rules;
    std::string format = "terminal";
    std::string output;
    std::string notes;
    std::string examples = "3";
    std::string zone = "utc";
    std::string colour = "auto";
    std::string from;
    std::string to;
    std::string since;
    std::string password;
    std::string threads;
    std::string exceptions;
    std::vector<std::string> indicators;  // files
    std::string fail_level = "informational";
    bool force = false;
    bool csv_no_bom = false;
    bool no_colour = false;
    bool quiet = false;
    bool carve = false;
    bool keep_duplicates = false;
    bool collapse = false;
    bool emulate_schedule = false;
};

/// `--rules`, its companions, and `--ioc`: for verbs that judge.
[[nodiscard]] OptionGroup judging_options(HuntArguments& arguments);

/// Reads the files of `--ioc`, adds their rules and says what was taken.
[[nodiscard]] Result<void> add_indicators(const Shell& shell, const HuntArguments& arguments,
                                          rules::RuleSet& rules, hunt::HuntOptions& options);

/// What hunt and search have in common.
[[nodiscard]] OptionGroup output_options(HuntArguments& arguments);
[[nodiscard]] OptionGroup evidence_options(HuntArguments& arguments);

[[nodiscard]] VerbSpec hunt_spec(HuntArguments& arguments);

/// The same, understood.
struct HuntPlan {
    output::Format format = output::Format::Terminal;
    output::WriterOptions writer;
    hunt::HuntOptions options;  // without the exceptions, which are in a file
    rules::Level fail_level = rules::Level::Informational;
};

/// A message when a value makes no sense.
[[nodiscard]] std::optional<Message> understand(const HuntArguments& arguments, const Shell& shell,
                                                HuntPlan& plan);

/// A number of threads as typed; empty: one for each core.
[[nodiscard]] std::optional<Message> understand_threads(const std::string& text, std::size_t cores,
                                                        std::size_t& threads);

/// One of the words of an option, or the message that lists them.
[[nodiscard]] Message bad_choice(const std::string& option, const std::string& value,
                                 const std::vector<std::string>& choices);

[[nodiscard]] const std::vector<std::string>& level_choices();

}  // namespace xiezhi::cli
