// suites/elastic-verdicts/evtx-script-block*.tsv: KQL rules over script text, run over the real
// 4104 records of the corpus. The few fields that these rules ask for are made here by hand.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "tests/support/hunt_support.h"
#include "tests/support/rule_text.h"
#include "xiezhi/rules/load.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

/// Line ends as the shipper writes them, white space and controls at both ends cut.
std::string script_text(std::string text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r' || at + 1 >= text.size() || text[at + 1] != '\n') out += text[at];
    }
    const auto inner = [](char c) { return static_cast<unsigned char>(c) > ' '; };
    const auto first = std::ranges::find_if(out, inner);
    out.erase(out.begin(), first);
    while (!out.empty() && !inner(out.back())) out.pop_back();
    return out;
}

void add(KeptEvent& event, const std::string& name, const std::string& text) {
    if (!text.empty()) event.fields.push_back({name, FieldOrigin::Other, {text}});
}

KeptEvent document_of(const KeptEvent& record, const std::string& text) {
    KeptEvent out;
    out.ecs = true;
    out.event_id = record.event_id;
    add(out, "event.code", "4104");
    add(out, "event.category", "process");
    add(out, "host.os.type", "windows");
    add(out, "powershell.file.script_block_text", script_text(text));
    add(out, "user.id", std::string(record.field("Security_UserID")));
    const std::string path(record.field("Path"));
    add(out, "file.path", path);
    const std::size_t last = path.rfind('\\');
    if (last == std::string::npos) return out;
    add(out, "file.directory", path.substr(0, last));
    add(out, "file.name", path.substr(last + 1));
    return out;
}

RuleSet script_rules(const std::filesystem::path& root) {
    RuleSet out;
    const auto read = [&](const std::string& path, const std::string& id) {
        const std::string text = read_file(root / "rules" / path);
        const std::vector<RuleFile> files{{path, as_bytes(text)}};
        RuleSet set = load_rules(files, {});
        for (Rule& rule : set.rules) {
            rule.source.indices.clear();
            rule.head.id = id;
        }
        append_rules(out, std::move(set));
    };
    for (const Row& row : read_tsv(root / "rules" / "elastic" / "rules.tsv")) {
        const bool script = row.at("fields").find("script_block_text") != std::string::npos;
        if (script && row.at("language") == "kuery") read(row.at("path"), row.at("rule_id"));
    }
    read("published/2e29e96a-v110.toml", "2e29e96a-v110");
    return out;
}

class ScriptBlocks {
public:
    explicit ScriptBlocks(const std::filesystem::path& root)
        : rules_(script_rules(root)), matcher_(rules_.rules), worker_(matcher_) {}

    void file(const std::filesystem::path& path, const std::string& name) {
        std::map<std::string, std::map<std::string, KeptEvent>> parts;
        each_event(path, [&](const Event& event) {
            if (event.head().event_id != 4104) return;
            const KeptEvent record = keep(event);
            const std::string number(record.field("MessageNumber"));
            const std::string total(record.field("MessageTotal"));
            const std::string text(record.field("ScriptBlockText"));
            for (const std::string& id : hits(document_of(record, text)))
                records.insert(
                    fmt::format("{} {} {}/{} {}", name, record.record_id, number, total, id));
            if (total != "1")
                parts[std::string(record.field("ScriptBlockId"))][fmt::format("{:0>6}", number)] =
                    record;
        });
        for (const auto& [block, fragments] : parts) {
            std::string text;
            for (const auto& [number, part] : fragments) text += part.field("ScriptBlockText");
            const KeptEvent& first = fragments.begin()->second;
            if (std::to_string(fragments.size()) != first.field("MessageTotal")) continue;
            for (const std::string& id : hits(document_of(first, text)))
                joined.insert(fmt::format("{} {} {}", name, block, id));
        }
    }

    [[nodiscard]] std::size_t rule_count() const { return rules_.rules.size(); }
    std::set<std::string> records;
    std::set<std::string> joined;

private:
    std::vector<std::string> hits(const KeptEvent& document) {
        std::vector<Hit> found;
        worker_.match(KeptEventView(document), found);
        std::vector<std::string> out;
        for (const Hit& hit : found) out.push_back(rules_.rules[hit.rule].head.id);
        return out;
    }

    RuleSet rules_;
    Matcher matcher_;
    Matcher::Worker worker_;
};

TEST(KqlScriptBlocks, RealRecordsAlertAsListed) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto folder = root / "suites" / "elastic-verdicts";
    ScriptBlocks blocks(root);
    EXPECT_EQ(blocks.rule_count(), 35U);
    for (const Row& row : read_tsv(folder / "evtx-script-block-files.tsv"))
        blocks.file(root / row.at("file"), row.at("file"));
    std::set<std::string> records;
    for (const Row& row : read_tsv(folder / "evtx-script-block.tsv")) {
        records.insert(fmt::format("{} {} {} {}", row.at("file"), row.at("record_id"),
                                   row.at("fragment"), row.at("rule_id")));
    }
    EXPECT_EQ(records.size(), 66U);
    EXPECT_EQ(blocks.records, records);
    std::set<std::string> joined;
    for (const Row& row : read_tsv(folder / "evtx-script-block-joined.tsv")) {
        joined.insert(
            fmt::format("{} {} {}", row.at("file"), row.at("script_block_id"), row.at("rule_id")));
    }
    EXPECT_EQ(blocks.joined, joined);
}

/// The whole way: a rule that is true of several parts of a script gives one finding, and its
/// events are exactly the parts that a cluster would alert on.
TEST(KqlScriptBlocks, FindingsNameThePartsListed) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto folder = root / "suites" / "elastic-verdicts";
    std::set<std::string> found;
    std::set<std::string> joined;
    std::size_t findings = 0;
    for (const Row& row : read_tsv(folder / "evtx-script-block-files.tsv")) {
        const std::string& file = row.at("file");
        const auto hunted =
            hunt::hunt_through({(root / file).generic_string()}, script_rules(root));
        for (const hunt::Finding& finding : hunted.findings) {
            const KeptEvent& first = finding.events.front().event;
            if (finding.joined_script) {
                joined.insert(
                    fmt::format("{} {} {}", file, first.field("ScriptBlockId"), finding.rule->id));
                continue;
            }
            if (finding.script_parts == 0) continue;
            ++findings;
            for (const hunt::FindingEvent& part : finding.events) {
                const KeptEvent& event = part.event;
                found.insert(fmt::format("{} {} {}/{} {}", file, event.record_id,
                                         event.field("MessageNumber"), event.field("MessageTotal"),
                                         finding.rule->id));
            }
        }
    }
    std::set<std::string> listed;
    for (const Row& row : read_tsv(folder / "evtx-script-block.tsv")) {
        if (row.at("fragment") == "1/1") continue;
        listed.insert(fmt::format("{} {} {} {}", row.at("file"), row.at("record_id"),
                                  row.at("fragment"), row.at("rule_id")));
    }
    std::set<std::string> missed;
    std::set<std::string> beyond;
    std::ranges::set_difference(listed, found, std::inserter(missed, missed.end()));
    std::ranges::set_difference(found, listed, std::inserter(beyond, beyond.end()));
    EXPECT_EQ(missed, std::set<std::string>());
    EXPECT_EQ(beyond, std::set<std::string>());
    EXPECT_LT(findings, listed.size());
    std::set<std::string> only_joined;
    for (const Row& row : read_tsv(folder / "evtx-script-block-joined.tsv")) {
        if (row.at("compared") == "also on a fragment") continue;
        only_joined.insert(
            fmt::format("{} {} {}", row.at("file"), row.at("script_block_id"), row.at("rule_id")));
    }
    EXPECT_EQ(joined, only_joined);
}

}  // namespace
}  // namespace xiezhi::testing
