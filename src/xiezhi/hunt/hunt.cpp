#include "xiezhi/hunt/hunt.h"

#include <algorithm>
#include <memory>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/ordered_work.h"
#include "xiezhi/hunt/blind_rules.h"
#include "xiezhi/hunt/feed.h"
#include "xiezhi/hunt/judge.h"
#include "xiezhi/hunt/settler.h"

namespace xiezhi::hunt {
namespace {

constexpr std::size_t kThreadsMax = 256;

/// How much of a big log a worker takes at a time. Results wait for their turn, those of all that
/// is under way: more threads take smaller parts.
std::uint64_t part_bytes(std::size_t threads) {
    constexpr std::size_t kFew = 2;
    constexpr std::size_t kSome = 8;
    if (threads <= kFew) return evtx::kBlockSize;
    return threads <= kSome ? 2 * evtx::kChunkSize : evtx::kChunkSize;
}

void note_refused(const RelatePlan& plan, const NoteSink& notes) {
    for (const std::uint32_t index : plan.refused()) {
        const rules::RuleHead& head = plan.rules().correlations[index].head;
        notes(Note{.kind = NoteKind::Blind,
                   .path = head.place.path,
                   .what = msg::correlation_refused(head.title)});
    }
}

}  // namespace

void ChannelSummary::add(const ChannelSummary& other) {
    first = records == 0 ? other.first : std::min(first, other.first);
    last = records == 0 ? other.last : std::max(last, other.last);
    note_id(other.lowest_id);
    records += other.records;
    for (const auto& [id, count] : other.events) {
        if (events.size() < kEventIdsMax || events.contains(id)) events[id] += count;
    }
}

void HuntSummary::add(const HuntSummary& other) {
    files += other.files;
    hives += other.hives;
    bytes += other.bytes;
    records += other.records;
    duplicate_records += other.duplicate_records;
    damaged_places += other.damaged_places;
    unreadable_files += other.unreadable_files;
    excepted += other.excepted;
    for (std::size_t i = 0; i < findings_by_level.size(); ++i) {
        findings_by_level.at(i) += other.findings_by_level.at(i);
    }
    for (const auto& [name, channel] : other.channels) channels[name].add(channel);
    for (const auto& [name, count] : other.hosts) hosts[name] += count;
    stopped = stopped || other.stopped;
}

Result<HuntSummary> hunt(const evidence::Collection& collection, const rules::RuleSet& rules,
                         const HuntOptions& options, const FindingSink& findings,
                         const NoteSink& notes, const ProgressSink& progress,
                         const std::atomic<bool>* cancel) {
    const RelatePlan plan(rules);
    note_refused(plan, notes);
    rules::Matcher matcher(rules.rules);
    const readers::EvtxCatalogue catalogue;
    SettledKeys settled;
    const ExceptionFilter exceptions(options.exceptions, options.now, notes);
    const JudgeContext context{collection, rules,     options, plan,
                               matcher,    catalogue, settled, exceptions};

    const std::size_t threads = std::clamp<std::size_t>(options.threads, 1, kThreadsMax);
    std::vector<std::unique_ptr<Judge>> judges;
    judges.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) judges.push_back(std::make_unique<Judge>(context));
    Feed feed(collection, part_bytes(threads), cancel);
    Settler settler(context, findings, notes);
    HuntSummary& summary = settler.summary();
    Progress done{.bytes_done = 0, .bytes_total = feed.bytes_total(), .findings = 0, .path = {}};

    const auto commit = [&](BlockResult result) {
        done.bytes_done += result.bytes;
        done.path = collection.artefacts()[result.artefact].path;
        const bool wanted = settler.commit(std::move(result));
        done.findings = 0;
        for (const std::uint64_t count : summary.findings_by_level) done.findings += count;
        if (progress) progress(done);
        if (!wanted) summary.stopped = true;
        return wanted;
    };
    OrderedWork<WorkItem, BlockResult>::run(
        threads, [&] { return feed.next(); },
        [&](const WorkItem& item, std::size_t worker) { return judges[worker]->work(item); },
        commit);
    if (feed.cancelled()) summary.stopped = true;
    if (!summary.stopped && !settler.finish()) summary.stopped = true;
    summary.blind_rules = find_blind_rules(rules.rules, summary.channels);
    return std::move(summary);
}

}  // namespace xiezhi::hunt
