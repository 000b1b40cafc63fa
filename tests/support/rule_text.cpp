#include "tests/support/rule_text.h"

#include <stdexcept>

#include "xiezhi/rules/load.h"

namespace xiezhi::testing {

rules::RuleSet rules_of(const std::vector<std::string>& yaml) {
    std::vector<rules::RuleFile> files;
    for (const std::string& text : yaml) files.push_back({"rule.yml", as_bytes(text)});
    rules::RuleSet set = rules::load_rules(files, {});
    for (const rules::RuleProblem& problem : set.problems) {
        if (problem.refused) throw std::runtime_error(render(problem.what, Lang::En));
    }
    return set;
}

std::string rule_yaml(const std::string& detection, const std::string& logsource) {
    return "title: a rule\nlogsource: " + logsource + "\nlevel: low\ndetection: " + detection +
           "\n";
}

KeptEvent event_of(const NamedTexts& fields) {
    KeptEvent event;
    for (const auto& [name, text] : fields) {
        const bool system = name == "EventID" || name == "Channel" || name == "Provider_Name";
        if (name == "EventID") event.event_id = static_cast<std::uint32_t>(std::stoul(text));
        if (name == "Channel") event.channel = text;
        if (name == "Provider_Name") event.provider = text;
        if (event.fields.empty() || event.fields.back().name != name) {
            event.fields.push_back(
                {name, system ? FieldOrigin::System : FieldOrigin::EventData, {}});
        }
        event.fields.back().values.push_back(text);
    }
    return event;
}

std::vector<rules::Hit> match_once(const std::vector<rules::Rule>& rules, const KeptEvent& event) {
    rules::Matcher matcher(rules);
    rules::Matcher::Worker worker(matcher);
    std::vector<rules::Hit> hits;
    worker.match(KeptEventView(event), hits);
    return hits;
}

}  // namespace xiezhi::testing
