#include <fmt/format.h>

#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/summary.h"
#include "xiezhi/output/words.h"
#include "xiezhi/output/writers.h"

namespace xiezhi::output {
namespace {

/// A report to paste into a ticket: an overview, then each host and rule with examples.
class MarkdownWriter final : public FindingWriter {
public:
    MarkdownWriter(WriterOptions options, TextSink sink)
        : options_(std::move(options)), sink_(std::move(sink)), groups_(options_.examples) {}

    bool begin() override { return sink_(fmt::format("# {}\n\n", text(msg::md_heading()))); }

    bool finding(const hunt::Finding& finding) override {
        groups_.add(finding);
        return true;
    }

    bool end(const hunt::HuntSummary& summary) override {
        const std::vector<HostGroup> hosts = groups_.take();
        if (!hosts.empty() && !write_overview(hosts)) return false;
        for (const HostGroup& host : hosts) {
            if (!sink_(fmt::format("## {}\n\n", markdown_text(host_name(host, options_.lang))))) {
                return false;
            }
            for (const RuleGroup& group : host.rules) {
                if (!write_group(group)) return false;
            }
        }
        std::string out = fmt::format("## {}\n\n", text(msg::sum_heading()));
        for (const std::string& line : summary_lines(summary, {}, options_.lang, options_.zone)) {
            out += "- " + markdown_text(line) + "\n";
        }
        return sink_(out);
    }

private:
    [[nodiscard]] std::string text(const Message& message) const {
        return render(message, options_.lang);
    }
    [[nodiscard]] std::string time(FileTime moment) const {
        return moment_text(moment, options_.lang, options_.zone);
    }

    bool write_overview(const std::vector<HostGroup>& hosts) {
        std::string out =
            fmt::format("| {} | {} | {} | {} | {} | {} |\n|---|---|---|--:|---|---|\n",
                        text(msg::md_summary_level()), text(msg::md_summary_rule()),
                        text(msg::md_summary_host()), text(msg::md_summary_count()),
                        text(msg::md_summary_first()), text(msg::md_summary_last()));
        for (const HostGroup& host : hosts) {
            for (const RuleGroup& group : host.rules) {
                out += fmt::format("| {} | {} | {} | {} | {} | {} |\n",
                                   level_text(group.rule->level, options_.lang),
                                   markdown_text(title(*group.rule, options_.lang)),
                                   markdown_text(host_name(host, options_.lang)), group.findings,
                                   time(group.first), time(group.last));
            }
        }
        return sink_(out + "\n");
    }

    bool write_group(const RuleGroup& group) {
        const rules::RuleHead& rule = *group.rule;
        std::string out = fmt::format("### \\[{}\\] {}\n\n", level_text(rule.level, options_.lang),
                                      markdown_text(title(rule, options_.lang)));
        out += markdown_text(span_sentence(group, options_.lang, options_.zone)) + "\n\n";
        std::string facts;
        for (const std::string& fact : rule_facts(rule, options_.lang)) {
            facts += (facts.empty() ? "" : ", ") + markdown_text(fact);
        }
        out += facts + "\n\n";
        for (const auto& [heading, texts] : advice(rule, options_.lang)) {
            out += markdown_text(heading) + "\n\n";
            for (const std::string& item : texts) out += "- " + markdown_text(item) + "\n";
            out += "\n";
        }
        for (const Example& example : group.examples) out += example_text(example);
        if (group.findings > group.examples.size()) {
            out +=
                markdown_text(text(msg::out_more_examples(group.findings - group.examples.size())));
            out += "\n\n";
        }
        return sink_(out);
    }

    [[nodiscard]] std::string example_text(const Example& example) const {
        std::string out = "**" + time(example.time) + "**";
        if (example.event_count > 1) {
            out += " " + text(msg::out_example_events(example.event_count));
        }
        out += "\n\n";
        for (const ExampleProof& proof : example.proofs) {
            const std::string& sentence =
                options_.lang == Lang::Zh ? proof.sentence.zh : proof.sentence.en;
            if (!sentence.empty()) out += "- " + markdown_text(sentence) + "\n";
        }
        for (const Fact& fact : example.facts) {
            out += "- " + (fact.label.empty() ? "" : markdown_text(fact.label) + ": ") +
                   markdown_code(fact.text);
            for (const std::string& selection : fact.selections) {
                out += " \\<- " + markdown_text(selection);
            }
            out += "\n";
        }
        for (const ExampleProof& proof : example.proofs) {
            out +=
                fmt::format("- {}: {} {}, {}\n", text(msg::out_label_evidence()), time(proof.time),
                            markdown_text(text(msg::out_record(proof.channel, proof.event_id))),
                            markdown_text(proof_sentence(proof, options_.lang)));
        }
        for (const std::string& caveat : caveats(example, options_.lang)) {
            out += "- " + markdown_text(caveat) + "\n";
        }
        return out + "\n";
    }

    WriterOptions options_;
    TextSink sink_;
    FindingGroups groups_;
};

}  // namespace

std::unique_ptr<FindingWriter> make_markdown_writer(const WriterOptions& options, TextSink sink) {
    return std::make_unique<MarkdownWriter>(options, std::move(sink));
}

}  // namespace xiezhi::output
