#include "tests/support/ecs_document.h"

#include <fmt/format.h>

#include <stdexcept>

#include "tests/support/reference_matcher.h"
#include "tests/support/rule_text.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

std::string text_of(const rapidjson::Value& value) {
    if (value.IsString()) return value.GetString();
    if (value.IsBool()) return value.GetBool() ? "true" : "false";
    if (value.IsInt64()) return fmt::format("{}", value.GetInt64());
    return fmt::format("{}", value.GetDouble());
}

std::vector<std::string>& field_named(const std::string& name, KeptEvent& event) {
    for (KeptField& field : event.fields) {
        if (field.name == name) return field.values;
    }
    return event.fields.emplace_back(KeptField{name, FieldOrigin::Other, {}}).values;
}

void add(const std::string& name, const rapidjson::Value& value, KeptEvent& event) {
    if (value.IsNull()) return;
    if (value.IsObject()) {
        for (const auto& member : value.GetObject()) {
            add(name + (name.empty() ? "" : ".") + member.name.GetString(), member.value, event);
        }
    } else if (value.IsArray()) {
        for (const auto& item : value.GetArray()) add(name, item, event);
    } else {
        field_named(name, event).push_back(text_of(value));
    }
}

}  // namespace

KeptEvent ecs_event(const rapidjson::Value& document) {
    KeptEvent event;
    event.ecs = true;
    add({}, document, event);
    const std::string code(event.field("event.code"));
    if (!code.empty() && code.find_first_not_of("0123456789") == std::string::npos)
        event.event_id = static_cast<std::uint32_t>(std::stoul(code));
    event.channel = event.field("winlog.channel");
    event.provider = event.field("winlog.provider_name");
    return event;
}

KeptEvent ecs_event(const std::string& json) {
    rapidjson::Document document;
    document.Parse(json);
    if (document.HasParseError()) throw std::runtime_error("no JSON: " + json);
    return ecs_event(document);
}

rules::Rule kql_rule(const std::string& query) {
    rules::RuleSet set = rules::load_query(query, "query", {});
    for (const rules::RuleProblem& problem : set.problems)
        throw std::runtime_error(render(problem.what, Lang::En) + ": " + query);
    return std::move(set.rules.at(0));
}

bool kql_holds(const rules::Rule& rule, const KeptEvent& event) {
    const std::vector<rules::Rule> rules{rule};
    const bool fast = !match_once(rules, event).empty();
    ReferenceMatcher reference(rules);
    const bool slow = !reference.match(event).empty();
    if (fast != slow) throw std::runtime_error("engine and reference differ: " + rule.head.title);
    return fast;
}

}  // namespace xiezhi::testing
