#include "xiezhi/cli/rule_sources.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/hunt_arguments.h"
#include "xiezhi/cli/named_evidence.h"
#include "xiezhi/evidence/collection.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/rules/load.h"
#include "xiezhi/rules/pack.h"
#include "xiezhi/rules/select.h"
#include "xiezhi/rules/value_lists.h"

namespace xiezhi::cli {
namespace {

constexpr std::uint64_t kRuleFileSizeMax = 32U << 20U;

/// Rule files in memory, with the text that rules::RuleFile views.
struct RuleTexts {
    struct File {
        std::string name;
        std::vector<std::byte> bytes;
    };
    std::vector<File> files;
    std::uint64_t rules = 0;  // of `files`; the others are lists for placeholders
    std::uint64_t skipped = 0;
};

/// Below one of the folders in which SigmaHQ keeps what should no longer be used. `root` is what
/// the user named: whoever names such a folder wants it.
bool is_retired(std::string_view path, const std::vector<std::string>& roots) {
    for (const std::string& root : roots) {
        if (path.starts_with(root)) {
            path.remove_prefix(root.size());
            break;
        }
    }
    return path.find("/deprecated/") != std::string_view::npos ||
           path.find("/unsupported/") != std::string_view::npos;
}

Result<std::vector<std::byte>> read_whole(const std::string& path) {
    XZ_TRY(const auto source, platform::open_file(path), path);
    XZ_TRY(auto bytes, read_all(*source, kRuleFileSizeMax), path);
    return bytes;
}

/// Whoever names one file of a folder of rules means its lists too.
Result<void> add_lists_beside(const std::string& rule_file, RuleTexts& texts) {
    const std::string path = platform::with_slashes(rule_file);
    const std::string folder = path.substr(0, path.rfind('/') + 1) + "lists";
    const auto entries = platform::list_folder(folder);
    if (!entries) return {};  // mostly there is none
    for (const platform::FolderEntry& entry : *entries) {
        const std::string list = folder + "/" + entry.name;
        if (entry.kind != platform::FileKind::File || !rules::is_value_list(list)) continue;
        auto bytes = read_whole(list);
        if (!bytes) return bytes.error();
        texts.files.push_back({list, std::move(*bytes)});
    }
    return {};
}

Result<void> add_lists_beside(const std::vector<std::string>& paths, RuleTexts& texts) {
    for (const std::string& path : paths) {
        const auto kind = platform::file_kind(path);
        if (!kind || *kind != platform::FileKind::File) continue;
        auto added = add_lists_beside(path, texts);
        if (!added) return added.error();
    }
    return {};
}

Result<RuleTexts> read_rule_files(const Shell& shell, const RuleArguments& arguments) {
    std::vector<std::string> roots;
    for (const std::string& path : arguments.paths) {
        roots.push_back(platform::with_slashes(path));
        while (roots.back().ends_with('/')) roots.back().pop_back();
    }
    const auto note = [&](const Note& what) {
        if (what.kind == NoteKind::Unreadable) {
            shell.note(msg::sum_note(what.path, render(what.what, shell.lang())));
        }
    };
    const auto is_rule = [](std::string_view path) {
        return rules::is_rule_file(path) || rules::is_value_list(path);
    };
    auto collection =
        evidence::Collection::open(arguments.paths, {.password = {}, .is_other = is_rule}, note);
    if (!collection) return Error(collection.error());
    RuleTexts texts;
    const std::vector<evidence::Artefact>& artefacts = collection->artefacts();
    for (std::size_t i = 0; i < artefacts.size(); ++i) {
        const std::string& path = artefacts[i].path;
        const bool list = rules::is_value_list(path);
        if (!list && !rules::is_rule_file(path)) continue;
        if (!arguments.all_rules && is_retired(path, roots)) {
            ++texts.skipped;
            continue;
        }
        const auto source = collection->open(i);
        if (!source) {
            shell.note(msg::sum_note(path, render(source.error().what, shell.lang())));
            continue;
        }
        if ((*source)->size() > kRuleFileSizeMax && rules::may_be_anything(path)) continue;
        XZ_TRY(auto bytes, read_all(**source, kRuleFileSizeMax), path);
        texts.files.push_back({path, std::move(bytes)});
        if (!list) ++texts.rules;
    }
    if (texts.rules == 0 && texts.skipped == 0) {
        return Error{Errc::Unsupported, msg::cli_no_rule_files(listed(arguments.paths)), {}};
    }
    const auto beside = add_lists_beside(arguments.paths, texts);
    if (!beside) return beside.error();
    return texts;
}

Result<rules::LoadOptions> load_options(const Shell& shell, const RuleArguments& arguments,
                                        std::size_t threads) {
    rules::LoadOptions options;
    options.threads = threads;
    options.now = shell.environment().now();
    options.include_deprecated = arguments.all_rules;
    options.include_unsupported = arguments.all_rules;
    if (!arguments.placeholders.empty()) {
        const auto bytes = read_whole(arguments.placeholders);
        if (!bytes) return bytes.error();
        auto lists = rules::parse_placeholders({arguments.placeholders, *bytes});
        if (!lists) return lists.error();
        options.placeholders = std::move(*lists);
    }
    return options;
}

/// What --exclude names: rules, or files that list them.
Result<std::vector<std::string>> exclusions(const std::vector<std::string>& excludes) {
    std::vector<std::string> out;
    for (const std::string& exclude : excludes) {
        const auto kind = platform::file_kind(exclude);
        if (!kind || *kind == platform::FileKind::Folder) {
            out.push_back(exclude);
            continue;
        }
        const auto bytes = read_whole(exclude);
        if (!bytes) return bytes.error();
        for (std::string& name : rules::parse_exclusions(as_text(*bytes))) {
            out.push_back(std::move(name));
        }
    }
    return out;
}

Result<rules::RuleSelection> selection_of(const RuleArguments& arguments) {
    rules::RuleSelection selection;
    selection.statuses = arguments.statuses;
    selection.tags = arguments.tags;
    selection.ids = arguments.ids;
    auto excluded = exclusions(arguments.excludes);
    if (!excluded) return excluded.error();
    selection.excluded = std::move(*excluded);
    if (arguments.min_level.empty()) return selection;
    const auto level = rules::parse_level(arguments.min_level);
    if (!level) {
        return Error{
            Errc::Usage, bad_choice("--min-level", arguments.min_level, level_choices()), {}};
    }
    selection.min_level = *level;
    return selection;
}

/// Queries of the command line: a mistake in one is the user's, now.
Result<rules::RuleSet> read_queries(const RuleArguments& arguments,
                                    const rules::LoadOptions& options) {
    rules::RuleSet all;
    for (const std::string& query : arguments.queries) {
        rules::RuleSet set = rules::load_query(query, "--kql", options);
        for (const rules::RuleProblem& problem : set.problems) {
            if (!problem.refused) continue;
            return Error{Errc::Usage, problem.what,
                         "--kql:" + std::to_string(problem.place.line) + ":" +
                             std::to_string(problem.place.column)};
        }
        rules::append_rules(all, std::move(set));
    }
    return all;
}

constexpr std::string_view kBuiltin = "builtin";

/// The pack is what is used when nothing is named, and when it is asked for beside other rules.
bool uses_pack(const RuleArguments& arguments) {
    return !arguments.pack.empty() || (arguments.paths.empty() && arguments.queries.empty());
}

std::vector<rules::RuleFile> views_of(const RuleTexts& texts) {
    std::vector<rules::RuleFile> files;
    files.reserve(texts.files.size());
    for (const RuleTexts::File& file : texts.files) files.push_back({file.name, file.bytes});
    return files;
}

Result<rules::RuleSet> load_pack(const Shell& shell, const RuleArguments& arguments,
                                 rules::LoadOptions options) {
    if (arguments.pack.empty() || arguments.pack == kBuiltin)
        return rules::load_builtin_pack(std::move(options));
    RuleArguments folder = arguments;
    folder.paths = {arguments.pack};
    const auto texts = read_rule_files(shell, folder);
    if (!texts) return texts.error();
    options.ruleset = rules::Ruleset::Pack;
    return rules::load_rules(views_of(*texts), options);
}

std::uint64_t count_of(const rules::RuleSet& set) {
    return set.rules.size() + set.correlations.size();
}

}  // namespace

OptionGroup rule_options(RuleArguments& a, bool with_paths) {
    OptionGroup group = {
        msg::group_rules(),
        {{"-r,--rules", msg::arg_path(), msg::hunt_rules(), &a.paths},
         {"--min-level", msg::arg_level(), msg::hunt_min_level(), &a.min_level},
         {"--status", msg::arg_name(), msg::hunt_status(), &a.statuses},
         {"--tag", msg::arg_name(), msg::hunt_tag(), &a.tags},
         {"--id", msg::arg_name(), msg::hunt_id(), &a.ids},
         {"--exclude", msg::arg_name(), msg::hunt_exclude(), &a.excludes},
         {"--all-rules", std::nullopt, msg::hunt_all_rules(), &a.all_rules},
         {"--placeholders", msg::arg_file(), msg::hunt_placeholders(), &a.placeholders}}};
    group.options.insert(group.options.begin() + 1,
                         {"--kql", msg::arg_query(), msg::hunt_kql(), &a.queries});
    group.options.insert(group.options.begin() + 2,
                         {"--pack", msg::arg_path(), msg::hunt_pack(), &a.pack});
    if (!with_paths) group.options.erase(group.options.begin());
    return group;
}

Result<LoadedRules> load_rules(const Shell& shell, const RuleArguments& arguments,
                               std::size_t threads) {
    const auto selection = selection_of(arguments);
    if (!selection) return selection.error();
    const auto options = load_options(shell, arguments, threads);
    if (!options) return options.error();
    LoadedRules loaded;
    const auto queries = read_queries(arguments, *options);
    if (!queries) return queries.error();
    if (!arguments.queries.empty()) loaded.set = *queries;
    if (uses_pack(arguments)) {
        auto pack = load_pack(shell, arguments, *options);
        if (!pack) return pack.error();
        rules::append_rules(loaded.set, std::move(*pack));
    }
    if (!arguments.paths.empty()) {
        const auto texts = read_rule_files(shell, arguments);
        if (!texts) return texts.error();
        rules::RuleSet set = rules::load_rules(views_of(*texts), *options);
        const bool nothing = count_of(set) + set.problems.size() + set.left_out == 0;
        if (nothing && texts->skipped == 0) {
            return Error{Errc::Unsupported, msg::cli_no_rule_files(listed(arguments.paths)), {}};
        }
        rules::append_rules(loaded.set, std::move(set));
        loaded.skipped_files = texts->skipped;
    }
    loaded.loaded = count_of(loaded.set);
    rules::select_rules(loaded.set, *selection);
    return loaded;
}

std::string source_text(const RuleArguments& arguments, Lang lang) {
    std::vector<std::string> all = arguments.paths;
    if (uses_pack(arguments)) {
        const bool own = !arguments.pack.empty() && arguments.pack != kBuiltin;
        all.insert(all.begin(), own ? arguments.pack : render(msg::cli_source_pack(), lang));
    }
    all.insert(all.end(), arguments.queries.begin(), arguments.queries.end());
    return listed(all);
}

}  // namespace xiezhi::cli
