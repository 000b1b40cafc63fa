#include "xiezhi/rules/elastic/head.h"

#include <algorithm>
#include <array>

namespace xiezhi::rules::elastic {
namespace {

constexpr std::array<std::string_view, 73> kKnownKeys{
    "actions",
    "alert_suppression",
    "anomaly_threshold",
    "author",
    "building_block_type",
    "created_at",
    "created_by",
    "data_view_id",
    "description",
    "enabled",
    "event_category_override",
    "exceptions_list",
    "execution_summary",
    "false_positives",
    "filters",
    "from",
    "history_window_start",
    "id",
    "immutable",
    "index",
    "interval",
    "investigation_fields",
    "language",
    "license",
    "machine_learning_job_id",
    "max_signals",
    "meta",
    "name",
    "namespace",
    "new_terms",
    "new_terms_fields",
    "note",
    "output_index",
    "outcome",
    "query",
    "references",
    "related_integrations",
    "required_fields",
    "response_actions",
    "revision",
    "risk_score",
    "risk_score_mapping",
    "rule_id",
    "rule_name_override",
    "rule_source",
    "saved_id",
    "setup",
    "severity",
    "severity_mapping",
    "tags",
    "threat",
    "threat_filters",
    "threat_index",
    "threat_indicator_path",
    "threat_language",
    "threat_mapping",
    "threat_query",
    "threshold",
    "throttle",
    "tiebreaker_field",
    "timeline_id",
    "timeline_title",
    "timestamp_field",
    "timestamp_override",
    "timestamp_override_fallback_disabled",
    "to",
    "type",
    "updated_at",
    "updated_by",
    "version",
    "items_per_search",
    "concurrent_searches",
    "rule_name",
};

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

/// `2024/05/31` in TOML, `2024-05-31T…` in exports.
std::string date_of(const Document* document, std::string_view key) {
    if (document == nullptr) return {};
    constexpr std::size_t kDateSize = 10;
    std::string date = document->text_of(key);
    date.resize(std::min(date.size(), kDateSize));
    std::ranges::replace(date, '/', '-');
    return date;
}

std::string trimmed(std::string text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    text.erase(0, std::min(text.size(), text.find_first_not_of(kBlanks)));
    const std::size_t last = text.find_last_not_of(kBlanks);
    text.resize(last == std::string::npos ? 0 : last + 1);
    return text;
}

void add_technique(const Document& technique, RuleHead& head) {
    const std::string id = technique.text_of("id");
    if (!id.empty()) {
        head.elastic.techniques.push_back(id);
        add_attack_tag(id, head);
    }
    const Document* below = technique.find("subtechnique");
    if (below == nullptr) return;
    for (const Document& each : below->items) {
        const std::string sub = each.text_of("id");
        if (sub.empty()) continue;
        head.elastic.techniques.push_back(sub);
        add_attack_tag(sub, head);
    }
}

void read_threat(const Document* threat, RuleHead& head) {
    if (threat == nullptr) return;
    for (const Document& each : threat->items) {
        if (const Document* tactic = each.find("tactic")) {
            const std::string id = tactic->text_of("id");
            if (!id.empty()) head.elastic.tactics.push_back(id);
            add_attack_tag(tactic->text_of("name"), head);
        }
        if (const Document* techniques = each.find("technique")) {
            for (const Document& technique : techniques->items) add_technique(technique, head);
        }
    }
}

/// A whole number that is not negative, else `otherwise`.
std::uint64_t count_of(const Document& rule, std::string_view key, std::uint64_t otherwise) {
    constexpr double kMax = 1e15;
    const Document* found = rule.find(key);
    if (found == nullptr || found->kind != Document::Kind::Number) return otherwise;
    if (!(found->number >= 0 && found->number <= kMax)) return otherwise;
    return static_cast<std::uint64_t>(found->number);
}

ElasticNotes read_notes(const Document& rule) {
    ElasticNotes out;
    const Document* score = rule.find("risk_score");
    if (score != nullptr && score->kind == Document::Kind::Number) out.risk_score = score->number;
    out.version = count_of(rule, "version", 0);
    out.language = rule.text_of("language");
    out.kind = rule.text_of("type");
    out.from = rule.text_of("from");
    out.interval = rule.text_of("interval");
    if (out.from.empty()) out.from = "now-6m";  // Kibana's own defaults
    if (out.interval.empty()) out.interval = "5m";
    constexpr std::uint64_t kSignals = 100;
    out.max_signals = count_of(rule, "max_signals", kSignals);
    out.timestamp_override = rule.text_of("timestamp_override");
    out.note = trimmed(rule.text_of("note"));
    out.setup = trimmed(rule.text_of("setup"));
    out.license = rule.text_of("license");
    out.building_block = rule.find("building_block_type") != nullptr;
    return out;
}

}  // namespace

void add_attack_tag(std::string_view text, RuleHead& head) {
    if (text.empty()) return;
    std::string tag = "attack.";
    for (const char c : text) {
        const bool upper = c >= 'A' && c <= 'Z';
        tag += upper ? static_cast<char>(c - 'A' + 'a') : c == ' ' ? '_' : c;
    }
    if (std::ranges::find(head.tags, tag) == head.tags.end()) head.tags.push_back(std::move(tag));
}

bool is_known_key(std::string_view key) noexcept {
    return std::ranges::find(kKnownKeys, key) != kKnownKeys.end();
}

RuleHead read_head(const Document& rule, const Document* metadata) {
    RuleHead head;
    head.ruleset = Ruleset::Elastic;
    head.id = rule.text_of("rule_id");
    head.title = rule.text_of("name");
    head.description = trimmed(rule.text_of("description"));
    head.author = joined(texts_of(rule.find("author")));
    head.date =
        metadata != nullptr ? date_of(metadata, "creation_date") : date_of(&rule, "created_at");
    head.modified =
        metadata != nullptr ? date_of(metadata, "updated_date") : date_of(&rule, "updated_at");
    if (metadata != nullptr && metadata->text_of("maturity") == "deprecated")
        head.status = "deprecated";
    head.level = parse_level(rule.text_of("severity")).value_or(Level::Medium);
    head.references = texts_of(rule.find("references"));
    head.tags = texts_of(rule.find("tags"));
    head.falsepositives = texts_of(rule.find("false_positives"));
    head.elastic = read_notes(rule);
    read_threat(rule.find("threat"), head);
    return head;
}

}  // namespace xiezhi::rules::elastic
