#include "xiezhi/output/words.h"

#include "xiezhi/base/message_ids.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::output {
namespace {

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
    std::string out;
    for (const std::string& text : texts) {
        if (!out.empty()) out += between;
        out += text;
    }
    return out;
}

std::vector<std::string> in_language(const std::vector<rules::TwoTexts>& texts, Lang lang) {
    std::vector<std::string> out;
    for (const rules::TwoTexts& text : texts) {
        const std::string& wanted = lang == Lang::Zh ? text.zh : text.en;
        const std::string& other = lang == Lang::Zh ? text.en : text.zh;
        out.push_back(wanted.empty() ? other : wanted);
    }
    return out;
}

}  // namespace

std::string moment_text(FileTime time, Lang lang, const TimeZone& zone) {
    return time.ticks == 0 ? render(msg::out_no_time(), lang) : time_text(time, zone);
}

std::string span_sentence(const RuleGroup& group, Lang lang, const TimeZone& zone) {
    const std::string first = moment_text(group.first, lang, zone);
    const std::string last = moment_text(group.last, lang, zone);
    if (group.findings > 1) return render(msg::out_group_span(group.findings, first, last), lang);
    return render(group.first == group.last ? msg::out_group_once(first)
                                            : msg::out_group_once_span(first, last),
                  lang);
}

std::string source_sentence(const ExampleProof& proof, Lang lang) {
    for (const schema::DatasetRow& row : schema::datasets()) {
        if (row.channel == proof.channel) return std::string(lang == Lang::Zh ? row.zh : row.en);
    }
    return render(msg::out_record(proof.channel, proof.event_id), lang);
}

std::string proof_sentence(const Proof& proof, Lang lang) {
    const std::string place = proof.place.empty()
                                  ? proof.path
                                  : render(msg::out_document_proof(proof.path, proof.place), lang);
    switch (proof.state) {
        case ProofState::Live:
            break;
        case ProofState::Deleted:
            return render(msg::out_proof_state(place, render(msg::out_state_deleted(), lang)),
                          lang);
        case ProofState::Carved:
            return render(msg::out_proof_state(place, render(msg::out_state_carved(), lang)), lang);
        case ProofState::Derived:
            return render(msg::out_proof_state(place, render(msg::out_state_derived(), lang)),
                          lang);
    }
    return place;
}

std::string proof_sentence(const ExampleProof& proof, Lang lang) {
    if (!proof.proofs.empty()) {
        std::vector<std::string> texts;
        for (const Proof& one : proof.proofs) texts.push_back(proof_sentence(one, lang));
        return joined(texts, "\n");
    }
    std::string text = render(
        msg::out_proof(proof.path, proof.record_id, proof.place.offset, proof.place.chunk_offset),
        lang);
    const auto with = [&](const Message& state) {
        return render(msg::out_proof_state(std::move(text), render(state, lang)), lang);
    };
    switch (proof.place.state) {
        case RecordState::Live:
            break;
        case RecordState::Damaged:
            return with(msg::out_state_damaged());
        case RecordState::Slack:
            return with(msg::out_state_slack());
        case RecordState::Carved:
            return with(msg::out_state_carved());
    }
    return text;
}

std::vector<std::string> caveats(const Example& example, Lang lang) {
    std::vector<std::string> out;
    if (example.derived) out.push_back(render(msg::out_derived(), lang));
    if (example.joined_script) {
        out.push_back(
            render(msg::out_joined_script(example.event_count, example.script_parts), lang));
    } else if (example.script_parts != 0) {
        out.push_back(
            render(msg::out_script_parts(example.event_count, example.script_parts), lang));
    }
    if (!example.unchecked.empty()) {
        out.push_back(render(msg::out_unchecked(joined(example.unchecked, ", ")), lang));
    }
    return out;
}

std::vector<std::pair<std::string, std::vector<std::string>>> advice(const rules::RuleHead& rule,
                                                                     Lang lang) {
    const rules::PackNotes& pack = rule.pack;
    std::vector<std::pair<std::string, std::vector<std::string>>> out;
    const auto add = [&](const Message& heading, const std::vector<rules::TwoTexts>& texts) {
        if (!texts.empty()) out.emplace_back(render(heading, lang), in_language(texts, lang));
    };
    add(msg::out_why(), pack.why);
    add(msg::out_for(), pack.supports);
    add(msg::out_against(), pack.against);
    add(msg::out_next(), pack.next);
    return out;
}

std::vector<std::string> rule_facts(const rules::RuleHead& rule, Lang lang) {
    std::vector<std::string> out;
    const auto technique_ids = techniques(rule);
    if (!technique_ids.empty()) out.push_back(joined(technique_ids, ", "));
    if (!rule.id.empty()) out.push_back(render(msg::out_rule_id(rule.id), lang));
    if (!rule.author.empty()) out.push_back(render(msg::out_rule_author(rule.author), lang));
    out.emplace_back(rules::ruleset_name(rule.ruleset));
    if (rule.elastic.version != 0)
        out.push_back(render(msg::out_rule_version(rule.elastic.version), lang));
    if (rule.elastic.risk_score > 0) {
        const auto score = static_cast<std::uint64_t>(rule.elastic.risk_score);
        out.push_back(render(msg::out_risk_score(score), lang));
    }
    return out;
}

std::string host_name(const HostGroup& host, Lang lang) {
    return host.host.empty() ? render(msg::out_host_unknown(), lang) : host.host;
}

}  // namespace xiezhi::output
