#include "xiezhi/triage/scenario.h"

#include <algorithm>
#include <utility>

namespace xiezhi::triage {
namespace {

bool is_of(const Capability& capability, std::string_view scenario) {
    return std::ranges::count(capability.scenarios, scenario) > 0;
}

bool is_of(const rules::RuleHead& rule, std::string_view scenario,
           const std::vector<Capability>& all) {
    return std::ranges::any_of(rule.pack.capabilities, [&](const std::string& id) {
        const Capability* const capability = find_capability(all, id);
        return capability != nullptr && is_of(*capability, scenario);
    });
}

}  // namespace

std::vector<std::string> scenario_names(const std::vector<Capability>& all) {
    std::vector<std::string> names;
    for (const Capability& capability : all) {
        for (const std::string& name : capability.scenarios) {
            if (name != "general" && std::ranges::count(names, name) == 0) names.push_back(name);
        }
    }
    std::ranges::sort(names);
    return names;
}

void narrow(HostResult& host, std::string_view scenario, const std::vector<Capability>& all) {
    host.scenario = scenario;
    std::vector<hunt::Finding> findings;
    std::vector<Story> stories;
    for (Story& story : host.stories) {
        const bool own = std::ranges::any_of(story.findings, [&](std::size_t index) {
            return is_of(*host.findings[index].rule, scenario, all);
        });
        if (!own) {
            ++host.stories_outside;
            host.worst_outside = std::max(host.worst_outside, story.level);
            continue;
        }
        for (std::size_t& index : story.findings) {
            findings.push_back(std::move(host.findings[index]));  // each is in exactly one story
            index = findings.size() - 1;
        }
        stories.push_back(std::move(story));
    }
    host.findings = std::move(findings);
    host.stories = std::move(stories);
    std::erase_if(host.weaknesses, [&](const hunt::Finding& finding) {
        return !is_of(*finding.rule, scenario, all);
    });
    std::erase_if(host.ledger.rows,
                  [&](const LedgerRow& row) { return !is_of(*row.capability, scenario); });
}

}  // namespace xiezhi::triage
