// rules/sigma: every document of index.tsv loads or is refused for a reason that is expected.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <map>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/yaml_text.h"
#include "xiezhi/rules/check.h"
#include "xiezhi/rules/describe.h"
#include "xiezhi/rules/load.h"
#include "xiezhi/rules/sigma/everyday_yaml.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

struct Loaded {
    std::vector<std::string> texts;
    RuleSet rules;
    std::vector<Row> index;
};

LoadOptions everything() {
    LoadOptions options;
    options.include_deprecated = true;
    options.include_unsupported = true;
    return options;
}

void load(Loaded& out, const std::filesystem::path& folder, const LoadOptions& options) {
    out.index = read_tsv(folder / "index.tsv");
    std::vector<std::string> names;
    for (const auto& path : files_below(folder, ".yml")) {
        if (path.string().find("/tests/") != std::string::npos) continue;  // SigmaHQ's own tables
        out.texts.push_back(read_file(path));
        names.push_back(std::filesystem::relative(path, folder).generic_string());
    }
    std::vector<RuleFile> files;
    for (std::size_t i = 0; i < names.size(); ++i)
        files.push_back({names[i], as_bytes(out.texts[i])});
    const auto begin = std::chrono::steady_clock::now();
    out.rules = load_rules(files, options);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << files.size() << " files in " << took.count() << " s\n";
}

/// SigmaHQ's `unsupported` folder: aggregations that have no equal here (specification: refuse) or
/// no end, and conditions written in prose.
bool is_expected_of_unsupported(const Message& what) {
    const std::string name = message_name(what);
    return name == "sigma_aggregation" || name == "sigma_no_timeframe" ||
           name == "sigma_condition_unknown";
}

/// The reader of everyday YAML gives what libyaml gives, and reads nearly all files.
TEST(SigmaRules, EverydayYamlIsThatOfLibyaml) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t files = 0;
    std::size_t taken = 0;
    for (const auto& path : files_below(root / "rules" / "sigma", ".yml")) {
        const std::string text = read_file(path);
        ++files;
        const auto node = sigma::parse_everyday_yaml(text);
        if (!node) continue;
        ++taken;
        sigma::Diagnosis diagnosis;
        const auto documents = sigma::parse_any_yaml(as_bytes(text), diagnosis);
        EXPECT_FALSE(diagnosis.refusal.has_value()) << path;
        EXPECT_TRUE(diagnosis.warnings.empty()) << path;
        ASSERT_EQ(documents.size(), 1U) << path;
        EXPECT_EQ(yaml_text(*node), yaml_text(documents.front())) << path;
    }
    std::cout << taken << " of " << files << " files are everyday YAML\n";
    EXPECT_GT(taken * 10, files * 9);
}

TEST(SigmaRules, EveryDocumentLoadsOrHasAnExpectedReason) {
    XIEZHI_CORPUS_OR_SKIP(root);
    Loaded loaded;
    load(loaded, root / "rules" / "sigma", everything());
    std::map<std::string, std::size_t> reasons;
    for (const RuleProblem& problem : loaded.rules.problems) {
        if (!problem.refused) continue;
        ++reasons[message_name(problem.what)];
        const bool unsupported = problem.place.path.starts_with("unsupported/");
        EXPECT_TRUE(problem.placeholder_missing ||
                    (unsupported && is_expected_of_unsupported(problem.what)))
            << problem.place.path << ":" << problem.place.line << ": "
            << render(problem.what, Lang::En);
        EXPECT_GT(problem.place.line, 0U);
        EXPECT_FALSE(render(problem.what, Lang::Zh).empty());
    }
    for (const auto& [reason, count] : reasons) std::cout << reason << " " << count << "\n";
    std::set<std::string> answered;
    for (const Rule& rule : loaded.rules.rules) answered.insert(rule.head.place.path);
    for (const RuleProblem& problem : loaded.rules.problems) {
        if (problem.refused) answered.insert(problem.place.path);
    }
    for (const Row& row : loaded.index)
        EXPECT_TRUE(answered.contains(row.at("path"))) << row.at("path");
    EXPECT_GT(loaded.rules.rules.size(), 0U);
}

TEST(SigmaRules, HeadsAgreeWithTheIndex) {
    XIEZHI_CORPUS_OR_SKIP(root);
    Loaded loaded;
    LoadOptions options = everything();
    options.placeholder_wildcard = true;
    load(loaded, root / "rules" / "sigma", options);
    std::set<std::string> known;
    for (const Rule& rule : loaded.rules.rules) {
        const RuleHead& head = rule.head;
        known.insert(head.place.path + "\t" +
                     (head.id.empty()
                          ? ""
                          : head.id + "\t" + head.status + "\t" +
                                std::string(level_name(head.level)) + "\t" + head.title + "\t") +
                     rule.source.category + "\t" + rule.source.service);
    }
    std::size_t missing = 0;
    for (const Row& row : loaded.index) {
        const std::string& path = row.at("path");
        if (!path.starts_with("rules")) continue;
        const std::string source = row.at("category") + "\t" + row.at("service");
        const std::string key = path + "\t" + row.at("id") + "\t" + row.at("status") + "\t" +
                                row.at("level") + "\t" + row.at("title") + "\t" + source;
        if (known.contains(key)) continue;
        ++missing;
        ADD_FAILURE() << key;
        if (missing > 20) break;
    }
}

/// Issue acceptance: a current Windows rule is not runnable only because no event log has its log
/// source, no log has a field that it needs, or a placeholder list was not given.
TEST(SigmaRules, UnrunnableOnlyForNamedReasons) {
    XIEZHI_CORPUS_OR_SKIP(root);
    Loaded loaded;
    load(loaded, root / "rules" / "sigma", LoadOptions{});
    std::set<std::string> current;
    for (const Row& row : loaded.index) {
        if (row.at("product") == "windows") current.insert(row.at("path"));
    }
    std::map<std::string, std::size_t> reasons;
    std::size_t runnable = 0;
    for (const RuleCheck& check : check_rules(loaded.rules)) {
        if (!current.contains(check.place.path)) continue;
        if (check.runnable) {
            ++runnable;
            if (!check.reason) continue;
            // Judged, but the condition contradicts its own log source: said, not counted.
            EXPECT_STREQ(message_name(*check.reason), "check_never_true") << check.title;
            EXPECT_FALSE(check.channels.empty()) << check.title;
            continue;
        }
        ASSERT_TRUE(check.reason.has_value()) << check.title;
        const std::string reason = message_name(*check.reason);
        ++reasons[reason];
        EXPECT_TRUE(reason == "check_etw_only" || reason == "check_missing_field" ||
                    reason == "sigma_placeholder_missing")
            << check.place.path << ": " << render(*check.reason, Lang::En);
    }
    EXPECT_GT(runnable, 0U);
    std::cout << runnable << " runnable\n";
    for (const auto& [reason, count] : reasons) std::cout << reason << " " << count << "\n";
}

TEST(SigmaRules, EveryRuleIsSaidInWords) {
    XIEZHI_CORPUS_OR_SKIP(root);
    Loaded loaded;
    load(loaded, root / "rules" / "sigma", everything());
    for (const Rule& rule : loaded.rules.rules) {
        const auto lines = describe(rule);
        EXPECT_GE(lines.size(), 4U) << rule.head.title;
        for (const DescribedLine& line : lines) {
            EXPECT_FALSE(render(line.text, Lang::Zh).empty());
            EXPECT_FALSE(render(line.text, Lang::En).empty());
        }
    }
}

}  // namespace
}  // namespace xiezhi::testing
