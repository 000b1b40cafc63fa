#include "xiezhi/rules/elastic/rule_document.h"

#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/elastic/filters.h"
#include "xiezhi/rules/elastic/head.h"
#include "xiezhi/rules/kql/lower.h"

namespace xiezhi::rules::elastic {
namespace {

/// A place in the query as a place in the file; unknown parts are 0.
Mark place_of(const Mark& in_query, const std::optional<Mark>& text, const Mark& rule) {
    if (!text) return {rule.line, 0};
    if (in_query.line > 1) return {text->line + in_query.line - 1, in_query.column};
    return {text->line, text->column + in_query.column - 1};
}

/// A part of the rule's condition with a name that findings and `rules explain` show.
void add_part(Rule& rule, Node part, const std::string& name) {
    part.name = name;
    if (!name.empty()) rule.selections.push_back(name);
    if (rule.condition.kind == Node::Kind::And && rule.condition.name.empty()) {
        rule.condition.children.push_back(std::move(part));
    } else {
        std::vector<Node> both;
        both.push_back(std::move(rule.condition));
        both.push_back(std::move(part));
        rule.condition = Node::all(std::move(both));
    }
}

bool add_filters(const Document& document, const RuleContext& context, Rule& rule, RuleSet& out) {
    const Document* filters = document.find("filters");
    if (filters == nullptr) return true;
    for (std::size_t i = 0; i < filters->items.size(); ++i) {
        auto read = read_filter(filters->items[i], context.now);
        if (auto* problem = std::get_if<Problem>(&read)) {
            add_problem(rule.head, problem->mark, std::move(problem->what), true, out);
            return false;
        }
        add_part(rule, std::get<Node>(std::move(read)), "filters[" + std::to_string(i) + "]");
    }
    return true;
}

void add_exceptions(const Document& document, const RuleContext& context, Rule& rule,
                    RuleSet& out) {
    static const ExceptionItems none;
    const ExceptionItems& items = context.exceptions == nullptr ? none : *context.exceptions;
    Exceptions found = read_exceptions(document, items, context.now);
    for (Problem& remark : found.remarks)
        add_problem(rule.head, remark.mark, std::move(remark.what), false, out);
    for (Node& item : found.items) {
        const std::string name = item.name.empty() ? "exceptions_list" : item.name;
        item.name.clear();
        add_part(rule, Node::negate(std::move(item)), name);
    }
}

/// Why this rule cannot run here yet; nothing when it can.
std::optional<Message> not_yet(const ElasticNotes& notes) {
    const bool by_language = notes.language == "eql" || notes.language == "esql" ||
                             notes.language == "lucene" || notes.kind == "eql" ||
                             notes.kind == "esql";
    if (by_language)
        return msg::elastic_language_later(notes.language.empty() ? notes.kind : notes.language);
    if (notes.kind != "query" && !notes.kind.empty()) return msg::elastic_kind_later(notes.kind);
    if (!notes.language.empty() && notes.language != "kuery")
        return msg::elastic_language_unknown(notes.language);
    return std::nullopt;
}

}  // namespace

void add_problem(const RuleHead& head, Mark mark, Message what, bool refused, RuleSet& out) {
    RuleProblem& problem = out.problems.emplace_back();
    problem.place = {head.place.path, mark.line, mark.column};
    problem.id = head.id;
    problem.title = head.title;
    problem.what = std::move(what);
    problem.refused = refused;
}

bool add_query(const std::string& query, const std::optional<Mark>& mark,
               const RuleContext& context, Rule& rule, RuleSet& out) {
    kql::LowerOptions options;
    options.now = context.now;
    auto read = kql::compile(query, options);
    if (auto* problem = std::get_if<Problem>(&read)) {
        const Mark rule_mark{rule.head.place.line, rule.head.place.column};
        add_problem(rule.head, place_of(problem->mark, mark, rule_mark), std::move(problem->what),
                    true, out);
        return false;
    }
    auto& lowered = std::get<kql::Lowered>(read);
    rule.condition = std::move(lowered.condition);
    rule.selections = std::move(lowered.selections);
    rule.source.space = FieldSpace::Ecs;
    return true;
}

void read_rule(const Document& document, const Document* metadata, const RuleContext& context,
               RuleSet& out) {
    Rule rule;
    rule.head = read_head(document, metadata);
    rule.head.place = {context.path, document.mark.line, document.mark.column};
    for (const Member& member : document.members) {
        if (!is_known_key(member.key)) {
            add_problem(rule.head, member.value.mark, msg::elastic_unknown_key(member.key), false,
                        out);
        }
    }
    if (auto reason = not_yet(rule.head.elastic))
        return add_problem(rule.head, document.mark, std::move(*reason), true, out);
    const Document* query = document.find("query");
    if (query == nullptr)
        return add_problem(rule.head, document.mark, msg::elastic_no_query(), true, out);
    rule.source.indices = texts_of(document.find("index"));
    if (!add_query(query->text, query->text_mark, context, rule, out)) return;
    if (!add_filters(document, context, rule, out)) return;
    add_exceptions(document, context, rule, out);
    out.rules.push_back(std::move(rule));
}

}  // namespace xiezhi::rules::elastic
