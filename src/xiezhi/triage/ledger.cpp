#include "xiezhi/triage/ledger.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "xiezhi/schema/dataset.h"
#include "xiezhi/schema/logsource.h"
#include "xiezhi/triage/log_needs.h"

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

LedgerSource source_of(const std::string& name, const LogNeeds& needs, const Seen& seen,
                       const LoggingState& logging, const hunt::HuntSummary& logs) {
    if (name == "*") return {.name = name, .seen = seen.anything()};
    if (schema::find_dataset(name)) return {.name = name, .seen = seen.dataset(name)};
    LoggingState::Seen found = logging.look(name, needs);
    LedgerSource source{
        .name = name, .seen = found.seen, .blind = found.blind, .limits = std::move(found.limits)};
    for (const auto& [channel, log] : logs.channels) {
        if (log.records == 0 || !schema::same_name(channel, name)) continue;
        source.first = log.first;
        source.older_gone = log.lowest_id > 1;
    }
    return source;
}

LedgerStatus status_of(const LedgerRow& row, bool judged) {
    if (row.findings > 0) return LedgerStatus::Findings;
    if (row.sources.empty()) return LedgerStatus::NoCheck;
    const auto serves = [](const LedgerSource& one) { return one.seen && !one.blind; };
    if (std::ranges::none_of(row.sources, serves)) {
        const bool blind = std::ranges::any_of(row.sources, &LedgerSource::blind);
        const bool explained = std::ranges::all_of(
            row.sources, [](const LedgerSource& one) { return !one.limits.empty(); });
        return blind || explained ? LedgerStatus::NotRecorded : LedgerStatus::NotSeen;
    }
    if (row.capability->kind == CapabilityKind::Collect) return LedgerStatus::Shown;
    const bool all = std::ranges::all_of(
        row.sources, [&](const LedgerSource& one) { return serves(one) && one.limits.empty(); });
    if (!judged) return all ? LedgerStatus::Checkable : LedgerStatus::CheckablePartly;
    return all ? LedgerStatus::Clean : LedgerStatus::Partly;
}

/// Limits that differ in nothing but the subcategories are told together.
void add_limit(std::vector<Limit>& limits, const Limit& limit) {
    const auto same = std::ranges::find_if(limits, [&](const Limit& one) {
        return one.reason == limit.reason && one.channel == limit.channel &&
               one.since == limit.since && one.exact == limit.exact;
    });
    if (same == limits.end()) {
        limits.push_back(limit);
        return;
    }
    for (const auto* audit : limit.audits) {
        if (std::ranges::count(same->audits, audit) == 0) same->audits.push_back(audit);
    }
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
        case LedgerStatus::NotRecorded:
            return "not_recorded";
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
    const LoggingState logging(input.documents, input.logs);
    const auto sources = sources_of(input.rules, input.capabilities);
    Ledger ledger;
    for (const Capability& capability : input.capabilities) {
        LedgerRow& row = ledger.rows.emplace_back();
        row.capability = &capability;
        const auto found = input.findings.find(capability.id);
        if (found != input.findings.end()) row.findings = found->second;
        const auto serving = sources.find(capability.id);
        for (const auto& [name, needs] : serving == sources.end() ? Sources{} : serving->second) {
            row.sources.push_back(source_of(name, needs, seen, logging, input.logs));
            row.documents += seen.documents(name);
            for (const Limit& limit : row.sources.back().limits) add_limit(ledger.limits, limit);
        }
        row.status = status_of(row, input.judged);
    }
    for (Limit& limit : ledger.limits) std::ranges::sort(limit.audits);  // as in the table
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
