#include "xiezhi/formats/regf/replay.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::regf {
namespace {

/// New bins are dirty as a whole, so a hive grows by no more than its log holds: a small log cannot
/// ask for much memory.
bool apply(const LogEntry& entry, std::size_t log_size, const ReplayTarget& target,
           const DamageSink& damages) {
    const std::size_t file_size = kBaseBlockSize + std::size_t{entry.bins_size};
    if (file_size > kHiveSizeMax || file_size > target.file.size() + log_size) {
        damages({.offset = target.file.size(), .what = msg::regf_log_page()});
        return false;
    }
    if (target.file.size() < file_size) target.file.resize(file_size);
    target.sectors_changed.resize(
        std::max<std::size_t>(target.sectors_changed.size(), entry.bins_size / kSectorSize + 1));
    for (const DirtyPage& page : entry.pages) {
        if (page.offset > entry.bins_size || page.bytes.size() > entry.bins_size - page.offset) {
            damages({.offset = kBaseBlockSize + page.offset, .what = msg::regf_log_page()});
            continue;
        }
        std::ranges::copy(page.bytes,
                          std::span(target.file).subspan(kBaseBlockSize + page.offset).begin());
        const std::size_t end = page.offset + page.bytes.size();
        for (std::size_t at = page.offset; at < end; at += kSectorSize) {
            target.sectors_changed[at / kSectorSize] = true;
        }
    }
    return true;
}

void note_entry(const LogEntry& entry, std::size_t log, Replay& replay) {
    if (replay.entries++ == 0) replay.first_sequence = entry.sequence;
    replay.last_sequence = entry.sequence;
    if (!std::ranges::count(replay.logs, log)) replay.logs.push_back(log);
}

/// A base block that cannot be believed is replaced by the log's, of which it is a copy.
void settle_base(const Log& log, const LogEntry& last, const ReplayTarget& target, Replay& replay) {
    if (!target.base) {
        target.base = log.base;
        replay.base_from_log = true;
    }
    target.base->bins_size = last.bins_size;
}

void replay_new(std::span<const Log> logs, const ReplayTarget& target, Replay& replay,
                const DamageSink& damages) {
    const std::uint32_t first = target.base ? target.base->secondary_sequence : 0;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        if (logs[i].format == LogFormat::New && !logs[i].entries.empty()) order.push_back(i);
    }
    std::ranges::stable_sort(order, {},
                             [&](std::size_t i) { return logs[i].entries.front().sequence; });
    for (const std::size_t i : order) {
        for (const LogEntry& entry : logs[i].entries) {
            if (entry.sequence < first) continue;
            if (replay.entries > 0 && entry.sequence != replay.last_sequence + 1) return;
            if (!apply(entry, logs[i].bytes.size(), target, damages)) return;
            note_entry(entry, i, replay);
            settle_base(logs[i], entry, target, replay);
        }
    }
}

void replay_old(std::span<const Log> logs, const ReplayTarget& target, Replay& replay,
                const DamageSink& damages) {
    const Log* chosen = nullptr;
    for (const Log& log : logs) {
        if (log.format != LogFormat::Old || log.entries.empty()) continue;
        if (target.base && log.base->last_written != target.base->last_written) continue;
        if (chosen == nullptr || log.base->primary_sequence > chosen->base->primary_sequence) {
            chosen = &log;
        }
    }
    if (chosen == nullptr || !apply(chosen->entries.front(), chosen->bytes.size(), target, damages))
        return;
    for (std::size_t i = 0; i < logs.size(); ++i) {
        if (&logs[i] == chosen) note_entry(chosen->entries.front(), i, replay);
    }
    settle_base(*chosen, chosen->entries.front(), target, replay);
}

}  // namespace

void replay_logs(std::span<const Log> logs, const ReplayTarget& target, Replay& replay,
                 const DamageSink& damages) {
    replay_new(logs, target, replay, damages);
    if (replay.entries == 0) replay_old(logs, target, replay, damages);
}

}  // namespace xiezhi::regf
