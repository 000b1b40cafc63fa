#include "xiezhi/rules/elastic/read.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/elastic/page.h"
#include "xiezhi/rules/kql/lower.h"

namespace xiezhi::rules::elastic {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

void add_file_problem(const RuleContext& context, Mark mark, Message what, bool refused,
                      RuleSet& out) {
    RuleHead head;
    head.place.path = context.path;
    add_problem(head, mark, std::move(what), refused, out);
}

void add_no_rule(const RuleContext& context, RuleSet& out) {
    if (!context.may_be_anything) add_file_problem(context, {}, msg::elastic_no_rule(), true, out);
}

bool is_rule(const Document& document) {
    return document.is_map() &&
           (document.find("rule_id") != nullptr ||
            (document.find("query") != nullptr && document.find("type") != nullptr));
}

bool is_exception_item(const Document& document) {
    return document.find("entries") != nullptr && document.find("list_id") != nullptr;
}

/// Lines of an export: rules, lists of exceptions, their items, and a summary at the end.
class Export {
public:
    void add(Document document) {
        if (document.is_list()) {
            for (Document& item : document.items) add(std::move(item));
        } else if (is_exception_item(document)) {
            items_[document.text_of("list_id")].push_back(std::move(document));
        } else if (is_rule(document)) {
            rules_.push_back(std::move(document));
        }
    }

    /// False: there was no rule.
    bool read(RuleContext context, RuleSet& out) const {
        context.exceptions = &items_;
        for (const Document& rule : rules_) read_rule(rule, nullptr, context, out);
        return !rules_.empty();
    }

private:
    std::vector<Document> rules_;
    ExceptionItems items_;
};

void read_json(std::string_view text, const RuleContext& context, RuleSet& out) {
    Export all;
    bool broken = false;
    auto whole = parse_json(text, 1);
    if (auto* document = std::get_if<Document>(&whole)) {
        all.add(std::move(*document));
        text = {};
    }
    for (std::uint32_t line = 1; !text.empty(); ++line) {
        const std::string_view row = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), row.size() + 1));
        if (row.find_first_not_of(kBlanks) == std::string_view::npos) continue;
        auto read = parse_json(row, line);
        if (auto* problem = std::get_if<Problem>(&read)) {
            if (!context.may_be_anything)
                add_file_problem(context, problem->mark, std::move(problem->what), true, out);
            broken = true;
        } else {
            all.add(std::get<Document>(std::move(read)));
        }
    }
    if (!all.read(context, out) && !broken) add_no_rule(context, out);
}

void read_toml(std::string_view text, const RuleContext& context, RuleSet& out) {
    auto read = parse_toml(text);
    if (auto* problem = std::get_if<Problem>(&read))
        return add_file_problem(context, problem->mark, std::move(problem->what), true, out);
    const auto& document = std::get<Document>(read);
    const Document* rule = document.find("rule");
    if (rule == nullptr || !rule->is_map()) return add_no_rule(context, out);
    const Document* metadata = document.find("metadata");
    if (metadata != nullptr && metadata->text_of("maturity") == "deprecated" &&
        !context.include_deprecated) {
        ++out.left_out;
        return;
    }
    read_rule(*rule, metadata, context, out);
}

/// Some line is the header `[rule]` or `[metadata]`.
bool looks_like_toml(std::string_view text) {
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const std::size_t end = line.find_last_not_of(kBlanks);
        line = line.substr(0, end == std::string_view::npos ? 0 : end + 1);
        if (line == "[rule]" || line == "[metadata]") return true;
    }
    return false;
}

}  // namespace

void read_file(std::string_view text, const RuleContext& context, RuleSet& out) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (text.size() > kFileSizeMax) {
        return add_file_problem(context, {}, msg::elastic_file_too_big(text.size(), kFileSizeMax),
                                true, out);
    }
    const std::size_t first = text.find_first_not_of(kBlanks);
    const bool toml_name = context.path.ends_with(".toml");
    if (first != std::string_view::npos && text[first] == '{' && !toml_name)
        return read_json(text, context, out);
    if (toml_name || looks_like_toml(text)) return read_toml(text, context, out);
    if (first != std::string_view::npos && text[first] == '[') return read_json(text, context, out);
    if (is_page(text)) return read_page(text, context, out);
    if (!read_bare_query(text, context, out)) add_no_rule(context, out);
}

void read_query(std::string_view query, const RuleContext& context, RuleSet& out) {
    if (read_bare_query(query, context, out)) return;
    Rule rule;
    rule.head.place = {context.path, 1, 1};
    rule.head.ruleset = Ruleset::Elastic;
    rule.head.title = std::string(query);
    rule.head.elastic.language = "kuery";
    rule.head.elastic.kind = "query";
    if (add_query(std::string(query), Mark{1, 1}, context, rule, out))
        out.rules.push_back(std::move(rule));  // words alone, in any field
}

}  // namespace xiezhi::rules::elastic
