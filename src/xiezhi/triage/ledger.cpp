#include "xiezhi/triage/ledger.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "xiezhi/rules/routes.h"
#include "xiezhi/schema/dataset.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::triage {
namespace {

/// What was seen of the evidence.
class Seen {
public:
    explicit Seen(const LedgerInput& input) : logs_(input.logs) {
        for (const Observation& observation : input.observations) {
            const bool seen =
                observation.outcome == Outcome::Read || observation.outcome == Outcome::Partly;
            if (!seen) continue;
            datasets_.insert(std::string(schema::row_of(observation.dataset).name));
            documents_[std::string(schema::row_of(observation.dataset).name)] +=
                observation.documents;
        }
    }

    [[nodiscard]] bool dataset(const std::string& name) const { return datasets_.contains(name); }
    [[nodiscard]] bool channel(std::string_view name) const {
        return std::ranges::any_of(logs_.channels, [&](const auto& one) {
            return one.second.records > 0 && schema::same_name(one.first, name);
        });
    }
    [[nodiscard]] bool anything() const { return !datasets_.empty() || !logs_.channels.empty(); }
    [[nodiscard]] std::uint64_t documents(const std::string& dataset) const {
        const auto found = documents_.find(dataset);
        return found == documents_.end() ? 0 : found->second;
    }

private:
    const hunt::HuntSummary& logs_;
    std::set<std::string> datasets_;
    std::map<std::string, std::uint64_t> documents_;
};

using Sources = std::map<std::string, std::set<std::string>>;  // capability -> names

void add_route(const schema::Route& route, std::set<std::string>& names) {
    for (const std::string_view channel : route.channels) {
        names.insert(std::string(schema::is_state_channel(channel)
                                     ? channel.substr(schema::kStateChannel.size())
                                     : channel));
    }
}

/// What the rules that name a capability look at.
Sources sources_of(const LedgerInput& input) {
    Sources sources;
    std::map<std::string, std::set<std::string>> by_rule;
    for (const rules::Rule& rule : input.rules.rules) {
        std::set<std::string> names;
        const schema::LogSourceRoutes routes = rules::routes_of(rule.source);
        for (const auto* list : {&routes.routes, &routes.at_rest}) {
            for (const schema::Route& route : *list) {
                if (route.enabled) add_route(route, names);
            }
        }
        for (const std::string& id : rule.head.pack.capabilities) {
            sources[id].insert(names.begin(), names.end());
        }
        by_rule[rule.head.id] = by_rule[rule.head.name] = std::move(names);
    }
    for (const rules::Correlation& correlation : input.rules.correlations) {
        for (const std::string& id : correlation.head.pack.capabilities) {
            for (const std::string& rule : correlation.rules) {
                sources[id].insert(by_rule[rule].begin(), by_rule[rule].end());
            }
        }
    }
    for (const Capability& capability : input.capabilities) {
        for (const std::string& name : capability.seen_in) {
            sources[capability.id].insert(name.substr(0, name.find(':')));
        }
    }
    return sources;
}

LedgerStatus status_of(const LedgerRow& row, bool judged) {
    if (row.findings > 0) return LedgerStatus::Findings;
    if (row.sources.empty()) return LedgerStatus::NoCheck;
    const auto seen = std::ranges::count_if(row.sources, &LedgerSource::seen);
    if (seen == 0) return LedgerStatus::NotSeen;
    if (row.capability->kind == CapabilityKind::Collect) return LedgerStatus::Shown;
    const bool all = static_cast<std::size_t>(seen) == row.sources.size();
    if (!judged) return all ? LedgerStatus::Checkable : LedgerStatus::CheckablePartly;
    return all ? LedgerStatus::Clean : LedgerStatus::Partly;
}

}  // namespace

const char* ledger_status_name(LedgerStatus status) noexcept {
    switch (status) {
        case LedgerStatus::Findings:
            return "findings";
        case LedgerStatus::Clean:
            return "clean";
        case LedgerStatus::Partly:
            return "partly";
        case LedgerStatus::Shown:
            return "shown";
        case LedgerStatus::Checkable:
            return "checkable";
        case LedgerStatus::CheckablePartly:
            return "checkable_partly";
        case LedgerStatus::NotSeen:
            return "not_seen";
        case LedgerStatus::NoCheck:
            return "no_check";
    }
    return "not_seen";
}

std::uint64_t Ledger::count(LedgerStatus status) const {
    return static_cast<std::uint64_t>(std::ranges::count(rows, status, &LedgerRow::status));
}

Ledger make_ledger(const LedgerInput& input) {
    const Seen seen(input);
    Sources sources = sources_of(input);
    Ledger ledger;
    for (const Capability& capability : input.capabilities) {
        LedgerRow& row = ledger.rows.emplace_back();
        row.capability = &capability;
        const auto found = input.findings.find(capability.id);
        if (found != input.findings.end()) row.findings = found->second;
        for (const std::string& name : sources[capability.id]) {
            const bool is_dataset = schema::find_dataset(name).has_value();
            const bool is_seen = name == "*"  ? seen.anything()
                                 : is_dataset ? seen.dataset(name)
                                              : seen.channel(name);
            row.sources.push_back({name, is_seen});
            if (is_dataset) row.documents += seen.documents(name);
        }
        row.status = status_of(row, input.judged);
    }
    struct Need {
        const char* name;
        bool seen;
    };
    const auto needs = std::to_array<Need>({
        {"Security.evtx", seen.channel("Security")},
        {"System.evtx", seen.channel("System")},
        {"SYSTEM", seen.dataset("service")},
        {"SOFTWARE", seen.dataset("software")},
        {"SAM", seen.dataset("account")},
        {"Tasks", seen.dataset("task")},
        {"WMI", seen.dataset("wmi_binding")},
    });
    for (const Need& need : needs) {
        if (!need.seen) ledger.needed_but_not_seen.emplace_back(need.name);
    }
    ledger.enough_seen = ledger.needed_but_not_seen.empty();
    return ledger;
}

}  // namespace xiezhi::triage
