#include "xiezhi/triage/triage.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/command.h"
#include "xiezhi/readers/host/host_reader.h"
#include "xiezhi/rules/select.h"
#include "xiezhi/triage/checks.h"
#include "xiezhi/triage/collect.h"
#include "xiezhi/triage/service_history.h"
#include "xiezhi/triage/traits.h"

namespace xiezhi::triage {
namespace {

/// The computer most records speak of.
std::string computer_of(const hunt::HuntSummary& logs) {
    std::string name;
    std::uint64_t most = 0;
    for (const auto& [host, records] : logs.hosts) {
        if (records <= most) continue;
        name = host;
        most = records;
    }
    return name;
}

class Run {
public:
    Run(const rules::RuleSet& rules, const std::vector<Capability>& capabilities)
        : rules_(rules), capabilities_(capabilities) {}

    void read(const readers::Volume& volume, const NoteSink& notes) {
        readers::read_host(
            volume, [&](State&& state) { result_.documents.push_back(std::move(state)); },
            [&](Observation observation) {
                result_.observations.push_back(std::move(observation));
            },
            notes);
        add_commands();
        for (State& state : result_.documents) add_traits(state);
        add_recency(result_.documents);
    }

    void check(const hunt::ioc::Lists* indicators) {
        checks_ = std::make_unique<Checks>(rules_, indicators);
        for (const State& state : result_.documents) judge_state(state);
    }

    /// What only shows once the logs were read.
    void compare() {
        for (auto& [name, state] : service_states_) result_.documents.push_back(std::move(state));
        for (State& state : service_differences(result_.documents)) {
            if (checks_ != nullptr) judge_state(state);
            result_.documents.push_back(std::move(state));
        }
    }

    bool take(const hunt::Finding& finding) {
        if (const auto dataset = rules::document_of(*finding.rule); !dataset.empty()) {
            collect_into(std::string(dataset), finding);
            return true;
        }
        RuleTally& tally = result_.tallies[finding.rule];
        tally.weakness = is_weakness(*finding.rule, capabilities_);
        if (tally.findings++ < kFindingsOfRuleMax) {
            (tally.weakness ? result_.weaknesses : result_.findings).push_back(finding);
        }
        return true;
    }

    HostResult finish(hunt::HuntSummary logs, bool judged) {
        result_.logs = std::move(logs);
        result_.computer = computer_of(result_.logs);
        for (const State& state : result_.documents) {
            if (state.dataset() != Dataset::Host) continue;
            const std::string_view name = state.text(StateField::HostName);
            if (!name.empty()) result_.computer = name;
        }
        name_findings();
        observe_collected();
        result_.stories = tell_stories(result_.findings);
        std::map<std::string, std::uint64_t> by_capability;
        for (const auto& [rule, tally] : result_.tallies) {
            for (const std::string& id : rule->pack.capabilities) {
                by_capability[id] += tally.findings;
            }
        }
        result_.ledger = make_ledger({.capabilities = capabilities_,
                                      .rules = rules_,
                                      .logs = result_.logs,
                                      .observations = result_.observations,
                                      .documents = result_.documents,
                                      .findings = by_capability,
                                      .judged = judged});
        result_.verdict = judge(result_.findings, result_.stories, result_.ledger);
        return std::move(result_);
    }

private:
    void judge_state(const State& state) {
        checks_->judge(state, [&](const hunt::Finding& finding) { return take(finding); });
    }

    /// Documents do not say whose they are: all of this evidence are of one host.
    void name_findings() {
        for (auto* list : {&result_.findings, &result_.weaknesses}) {
            for (hunt::Finding& finding : *list) {
                for (hunt::FindingEvent& found : finding.events) {
                    if (found.event.computer.empty()) found.event.computer = result_.computer;
                }
            }
        }
    }

    void collect_into(const std::string& dataset, const hunt::Finding& finding) {
        const bool all_count = schema::find_dataset(dataset) == Dataset::ServiceState;
        if (collected_[dataset]++ >= kCollectedMax && !all_count) return;
        auto state = collect(dataset, finding);
        if (!state) return;
        if (all_count) {
            keep_last_state(std::move(*state));
        } else {
            result_.documents.push_back(std::move(*state));
        }
    }

    /// Services start and stop all the time: what counts is how each was left.
    void keep_last_state(State&& state) {
        constexpr std::size_t kServicesMax = 5'000;
        std::string name = folded(state.text(StateField::ServiceName));
        const auto known = service_states_.find(name);
        if (known == service_states_.end()) {
            if (service_states_.size() < kServicesMax) {
                service_states_.emplace(std::move(name), std::move(state));
            }
        } else if (known->second.time <= state.time) {
            known->second = std::move(state);
        }
    }

    void observe_collected() {
        for (const auto& [name, count] : collected_) {
            const auto dataset = schema::find_dataset(name);
            if (!dataset) continue;
            result_.observations.push_back(
                {.dataset = *dataset,
                 .outcome = count > kCollectedMax ? Outcome::Partly : Outcome::Read,
                 .artefact = "*.evtx",
                 .what = msg::triage_collected(count),
                 .documents = count});
        }
    }

    /// The interpreter is a process too, and so is what it leads to.
    static void add_images(State& command) {
        const std::string_view leads_to = command.text(StateField::FilePath);
        if (command.has(StateField::TraitInterpreter)) {
            std::string started =
                readers::resolve_command(command.text(StateField::ProcessCommandLine), {}).program;
            if (started != leads_to) command.add(StateField::CommandImage, std::move(started));
        }
        if (!leads_to.empty()) command.add(StateField::CommandImage, std::string(leads_to));
    }

    /// Every command line at rest once more, as what rules for processes are asked of.
    void add_commands() {
        const std::size_t count = result_.documents.size();
        for (std::size_t i = 0; i < count; ++i) {
            const State& from = result_.documents[i];
            if (from.text(StateField::ProcessCommandLine).empty()) continue;
            if (from.dataset() == Dataset::PowershellLine) continue;
            if (from.is_true(StateField::Deleted)) continue;  // it would run no more
            State command(Dataset::Command);
            for (const State::Field& field : from.fields()) {
                const bool shared = std::ranges::count(
                    std::initializer_list<StateField>{
                        StateField::HostName, StateField::UserName, StateField::UserId,
                        StateField::FilePath, StateField::FileName, StateField::FileDirectory,
                        StateField::FileExtension, StateField::ProcessCommandLine,
                        StateField::TraitInterpreter, StateField::FilePeOriginalFileName,
                        StateField::FilePeCompany, StateField::FilePeDescription,
                        StateField::FilePeProduct},
                    field.id);
                if (shared) command.set(field.id, field.values.front());
            }
            add_images(command);
            command.set(StateField::CommandOrigin,
                        std::string(schema::row_of(from.dataset()).name));
            for (const StateField name : {StateField::ServiceName, StateField::TaskPath,
                                          StateField::AutostartName, StateField::WmiConsumerName}) {
                if (from.has(name))
                    command.set(StateField::CommandName, std::string(from.text(name)));
            }
            command.time = from.time;
            command.meaning = from.meaning;
            command.proofs = from.proofs;
            result_.documents.push_back(std::move(command));
        }
    }

    const rules::RuleSet& rules_;
    const std::vector<Capability>& capabilities_;
    HostResult result_;
    std::unique_ptr<Checks> checks_;                  // null: nothing is judged
    std::map<std::string, std::uint64_t> collected_;  // records that became documents, by dataset
    std::map<std::string, State> service_states_;     // the last one of each, by folded name
};

}  // namespace

Result<HostResult> triage(const evidence::Collection& collection,
                          const readers::HostArtefacts& host, const rules::RuleSet& rules,
                          const std::vector<Capability>& capabilities, const TriageOptions& options,
                          const TriageSinks& sinks) {
    Run run(rules, capabilities);
    const readers::Volume volume(collection, host.artefacts);
    run.read(volume, sinks.notes);
    if (options.judges) run.check(options.hunt.indicators.get());
    const rules::RuleSet collecting =
        options.judges ? rules::RuleSet{} : rules::collecting_rules(rules);
    const evidence::Collection own = collection.part(host.artefacts);
    auto logs = hunt::hunt(
        own, options.judges ? rules : collecting, options.hunt,
        [&](const hunt::Finding& finding) { return run.take(finding); }, sinks.notes,
        sinks.progress, sinks.cancel);
    if (!logs) return std::move(logs.error());
    run.compare();
    HostResult result = run.finish(std::move(*logs), options.judges);
    result.evidence = host.name;
    return result;
}

}  // namespace xiezhi::triage
