#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/width.h"
#include "xiezhi/output/words.h"
#include "xiezhi/output/writers.h"

namespace xiezhi::output {
namespace {

constexpr std::size_t kWidthMin = 40;
constexpr std::size_t kLabelWidthMax = 22;
constexpr std::size_t kTextLinesMax = 8;
constexpr std::size_t kSentenceLinesMax = 3;
constexpr std::string_view kMore = " ...";

/// The report for people: by host, then by rule. Layout is ASCII only, since a Chinese console
/// shows line-drawing characters in two columns. Evidence reaches a line only through visible().
class TerminalWriter final : public FindingWriter {
public:
    TerminalWriter(WriterOptions options, TextSink sink)
        : options_(std::move(options)), sink_(std::move(sink)), groups_(options_.examples) {
        options_.width = std::max(options_.width, kWidthMin);
    }

    bool begin() override { return true; }

    bool finding(const hunt::Finding& finding) override {
        groups_.add(finding);
        return true;
    }

    bool end(const hunt::HuntSummary& /*summary*/) override {
        for (const HostGroup& host : groups_.take()) {
            if (!write_host(host)) return false;
        }
        return true;
    }

private:
    bool write_host(const HostGroup& host) {
        const std::string counts =
            render(msg::out_host_counts(host.rules.size(), host.findings), options_.lang);
        // Computer names have 255 characters at most; what is longer is somebody's joke.
        const std::string name = shortened(visible(host_name(host, options_.lang)), 255);
        const std::size_t used = display_width(name) + display_width(counts) + 9;
        if (used < options_.width) {
            put(painted("== " + name + " ", Style::Heading, options_.colour) +
                painted(std::string(options_.width - used, '='), Style::Quiet, options_.colour) +
                "  " + counts + " ==");
        } else {
            put_wrapped("== " + name, 0, Style::Heading);
            put_wrapped(counts, 3, Style::Plain);
        }
        put("");
        for (const RuleGroup& group : host.rules) {
            write_group(group);
            if (!sink_(std::exchange(text_, {}))) return false;
        }
        return true;
    }

    void write_group(const RuleGroup& group) {
        const rules::RuleHead& rule = *group.rule;
        const std::string level = "[" + level_text(rule.level, options_.lang) + "]";
        const std::size_t indent = display_width(level) + 1;
        bool first = true;
        for (const std::string& line :
             wrapped(visible(title(rule, options_.lang)), options_.width - indent)) {
            const std::string mark = std::exchange(first, false)
                                         ? painted(level, rule.level, options_.colour)
                                         : std::string(indent - 1, ' ');
            put(mark + " " + painted(line, Style::Heading, options_.colour));
        }
        put_wrapped(span_sentence(group, options_.lang, options_.zone), 4, Style::Plain);
        std::string facts;
        for (const std::string& fact : rule_facts(rule, options_.lang)) {
            facts += (facts.empty() ? "" : " | ") + fact;
        }
        put_wrapped(facts, 4, Style::Quiet);
        for (const auto& [heading, texts] : advice(rule, options_.lang)) {
            put("    " + painted(heading, Style::Label, options_.colour));
            for (const std::string& text : texts) put_item("- ", 6, text);
        }
        for (const Example& example : group.examples) write_example(example);
        const std::uint64_t shown = group.examples.size();
        if (group.findings > shown) {
            put("");
            put_wrapped(render(msg::out_more_examples(group.findings - shown), options_.lang), 4,
                        Style::Quiet);
        }
        put("");
    }

    void put_item(std::string_view mark, std::size_t indent, std::string_view text) {
        for (const std::string& line : wrapped(visible(text), options_.width - indent - 2)) {
            put(std::string(indent, ' ') + std::string(std::exchange(mark, "  ")) + line);
        }
    }

    void write_example(const Example& example) {
        put("");
        const ExampleProof* first = example.proofs.empty() ? nullptr : &example.proofs.front();
        std::string head = moment_text(example.time, options_.lang, options_.zone);
        if (example.event_count > 1 || example.proofs.size() > 1) {
            head += "  " + render(msg::out_example_events(example.event_count), options_.lang);
        } else if (first != nullptr) {
            head += "  " + source_sentence(*first, options_.lang);
        }
        put_wrapped(head, 4, Style::Heading);
        if (example.proofs.size() == 1) put_sentence(said(*first));
        std::size_t label_width = display_width(render(msg::out_label_evidence(), options_.lang));
        for (const Fact& fact : example.facts) {
            label_width = std::max(label_width, display_width(visible(fact.label)));
        }
        label_width = std::min(label_width, kLabelWidthMax);
        for (const Fact& fact : example.facts) write_fact(fact, label_width);
        for (const ExampleProof& proof : example.proofs) write_proof(proof, example, label_width);
        for (const std::string& caveat : caveats(example, options_.lang)) {
            put_item("! ", 4, caveat);
        }
    }

    /// What it says at a glance: the fields below have the whole texts.
    void put_sentence(const std::string& sentence) {
        if (sentence.empty()) return;
        auto lines = wrapped(visible(sentence), options_.width - 4 - kMore.size());
        if (lines.size() > kSentenceLinesMax) {
            lines.resize(kSentenceLinesMax);
            lines.back() += kMore;
        }
        for (const std::string& line : lines) put("    " + line);
    }

    [[nodiscard]] const std::string& said(const ExampleProof& proof) const {
        return options_.lang == Lang::Zh ? proof.sentence.zh : proof.sentence.en;
    }

    void write_fact(const Fact& fact, std::size_t label_width) {
        std::string text = visible(fact.text, true);
        std::string selections;
        for (const std::string& name : fact.selections) {
            selections += (selections.empty() ? "" : ", ") + visible(name);
        }
        if (!selections.empty()) text += "  <- " + selections;
        write_row(fact.selections.empty() ? "  " : "> ", visible(fact.label), text, label_width,
                  fact.selections.empty() ? Style::Label : Style::Hit);
    }

    void write_proof(const ExampleProof& proof, const Example& example, std::size_t label_width) {
        std::string text = proof_sentence(proof, options_.lang);
        if (example.proofs.size() > 1) {
            // The proof before the words: what is cut for length must not be where to look.
            if (const std::string& sentence = said(proof); !sentence.empty()) {
                text += "\n" + visible(sentence);
            }
            text = moment_text(proof.time, options_.lang, options_.zone) + "  " +
                   source_sentence(proof, options_.lang) + "\n" + text;
        }
        write_row("  ", render(msg::out_label_evidence(), options_.lang), visible(text, true),
                  label_width, Style::Label);
    }

    /// `    > label  text`, the text's further lines below its beginning.
    void write_row(std::string_view mark, std::string_view label, std::string_view text,
                   std::size_t label_width, Style style) {
        std::string left = "    " + painted(mark, style, options_.colour) +
                           painted(padded(label, label_width), style, options_.colour) + "  ";
        const std::size_t indent = 4 + 2 + label_width + 2;
        if (display_width(label) > label_width) {  // too long for its column: a line of its own
            put(left);
            left = std::string(indent, ' ');
        }
        const auto lines = wrapped(text, options_.width - indent);
        const std::size_t count = std::min(lines.size(), kTextLinesMax);
        for (std::size_t i = 0; i < count; ++i) {
            put(std::exchange(left, std::string(indent, ' ')) + lines[i]);
        }
        if (lines.size() > count) {
            put(left + painted(render(msg::out_more_lines(lines.size() - count), options_.lang),
                               Style::Quiet, options_.colour));
        }
    }

    void put_wrapped(std::string_view text, std::size_t indent, Style style) {
        for (const std::string& line : wrapped(visible(text), options_.width - indent)) {
            put(std::string(indent, ' ') + painted(line, style, options_.colour));
        }
    }

    void put(std::string_view line) {
        while (line.ends_with(' ')) line.remove_suffix(1);
        text_ += line;
        text_ += '\n';
    }

    WriterOptions options_;
    TextSink sink_;
    FindingGroups groups_;
    std::string text_;
};

}  // namespace

std::unique_ptr<FindingWriter> make_terminal_writer(const WriterOptions& options, TextSink sink) {
    return std::make_unique<TerminalWriter>(options, std::move(sink));
}

}  // namespace xiezhi::output
