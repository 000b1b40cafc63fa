#include "xiezhi/output/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/layout.h"

namespace xiezhi::output {
namespace {

constexpr std::size_t kNamesMax = 6;
constexpr std::size_t kChannelsMax = 12;

using Counted = std::pair<std::string, std::uint64_t>;

/// "a (12), b (3), 4 more": the commonest first.
std::string counted_names(std::vector<Counted> names, Lang lang) {
    std::ranges::sort(names, [](const Counted& a, const Counted& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), kNamesMax); ++i) {
        out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", names[i].first,
                           grouped(names[i].second));
    }
    if (names.size() > kNamesMax) {
        out += ", " + render(msg::sum_more(names.size() - kNamesMax), lang);
    }
    return out;
}

/// The log sources of the rules that could not apply.
std::string blind_kinds(const hunt::HuntSummary& summary, const rules::RuleSet& rules, Lang lang) {
    std::map<std::string, std::uint64_t> kinds;
    for (const std::uint32_t index : summary.blind_rules) {
        if (index >= rules.rules.size()) continue;
        const rules::LogSource& source = rules.rules[index].source;
        const std::string& name = source.category.empty() ? source.service : source.category;
        kinds[name.empty() ? source.product : name] += 1;
    }
    return counted_names({kinds.begin(), kinds.end()}, lang);
}

std::string finding_counts(const hunt::HuntSummary& summary, Lang lang) {
    std::string out;
    for (const auto level : {rules::Level::Critical, rules::Level::High, rules::Level::Medium,
                             rules::Level::Low, rules::Level::Informational}) {
        const std::uint64_t count = summary.findings_by_level.at(static_cast<std::size_t>(level));
        if (count == 0) continue;
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", level_text(level, lang),
                           grouped(count));
    }
    return out;
}

void add_channels(std::vector<std::string>& lines, const hunt::HuntSummary& summary, Lang lang,
                  const TimeZone& zone, bool names_channels) {
    FileTime first{UINT64_MAX};
    FileTime last{};
    std::vector<std::pair<std::string, hunt::ChannelSummary>> channels;
    for (const auto& [name, channel] : summary.channels) {
        if (channel.records == 0) continue;
        first = std::min(first, channel.first);
        last = std::max(last, channel.last);
        channels.emplace_back(name, channel);
    }
    if (channels.empty()) return;
    std::ranges::sort(channels, [](const auto& a, const auto& b) {
        const std::uint64_t more = a.second.records;
        return more != b.second.records ? more > b.second.records : a.first < b.first;
    });
    lines.push_back(render(msg::sum_span(time_text(first, zone), time_text(last, zone)), lang));
    if (!names_channels) return;
    lines.push_back(render(msg::sum_channels(channels.size()), lang));
    for (std::size_t i = 0; i < std::min(channels.size(), kChannelsMax); ++i) {
        const auto& [name, channel] = channels[i];
        lines.push_back(
            fmt::format("  {}: {}, {} .. {}", name,
                        render(msg::sum_channel_records(grouped(channel.records)), lang),
                        time_text(channel.first, zone).substr(0, 16),
                        time_text(channel.last, zone).substr(0, 16)));
    }
    if (channels.size() > kChannelsMax) {
        lines.push_back("  " + render(msg::sum_more(channels.size() - kChannelsMax), lang));
    }
}

void add_notes(std::vector<std::string>& lines, const SummaryContext& context, NoteKind kind,
               Lang lang) {
    if (context.notes == nullptr) return;
    const std::vector<Note>& first = context.notes->first(kind);
    for (const Note& note : first) {
        const std::string what = render(note.what, lang);
        lines.push_back("  " + (note.has_offset
                                    ? render(msg::sum_note_at(note.path, note.offset, what), lang)
                                    : render(msg::sum_note(note.path, what), lang)));
    }
    const std::uint64_t count = context.notes->count(kind);
    if (count > first.size()) {
        std::string more = "  " + render(msg::sum_more(count - first.size()), lang);
        if (!context.notes_written) more += "; " + render(msg::sum_note_file(), lang);
        lines.push_back(std::move(more));
    }
}

}  // namespace

std::vector<std::string> summary_lines(const hunt::HuntSummary& summary,
                                       const SummaryContext& context, Lang lang,
                                       const TimeZone& zone) {
    std::vector<std::string> lines;
    lines.push_back(render(
        msg::sum_read(summary.files, size_text(summary.bytes), grouped(summary.records)), lang));
    if (context.seconds) {
        lines.back() += render(msg::sum_elapsed(fmt::format("{:.1f}", *context.seconds)), lang);
    }
    if (!summary.hosts.empty()) {
        lines.push_back(render(
            msg::sum_hosts(counted_names({summary.hosts.begin(), summary.hosts.end()}, lang)),
            lang));
    }
    add_channels(lines, summary, lang, zone, !context.search);
    if (context.search) {
        const auto& levels = summary.findings_by_level;
        const std::uint64_t found = std::accumulate(levels.begin(), levels.end(), std::uint64_t{0});
        lines.push_back(
            render(found == 0 ? msg::search_nothing() : msg::search_found(grouped(found)), lang));
    } else {
        const std::string counts = finding_counts(summary, lang);
        lines.push_back(
            render(counts.empty() ? msg::sum_no_findings() : msg::sum_findings(counts), lang));
    }
    if (summary.hives > 0) lines.push_back(render(msg::sum_hives(summary.hives), lang));
    if (summary.records == 0 && summary.hives == 0)
        lines.push_back(render(msg::sum_no_records(), lang));
    if (summary.duplicate_records > 0) {
        lines.push_back(render(msg::sum_duplicates(grouped(summary.duplicate_records)), lang));
    }
    if (summary.excepted > 0) {
        lines.push_back(render(msg::sum_excepted(grouped(summary.excepted)), lang));
    }
    if (summary.damaged_places > 0) {
        lines.push_back(render(msg::sum_damage(grouped(summary.damaged_places)), lang));
        add_notes(lines, context, NoteKind::Damaged, lang);
    }
    const std::uint64_t noted =
        context.notes == nullptr ? 0 : context.notes->count(NoteKind::Unreadable);
    const std::uint64_t unreadable = std::max(summary.unreadable_files, noted);
    if (unreadable > 0) {
        lines.push_back(render(msg::sum_unreadable(grouped(unreadable)), lang));
        add_notes(lines, context, NoteKind::Unreadable, lang);
    }
    if (!context.search && !summary.blind_rules.empty() && context.rules != nullptr) {
        lines.push_back(render(msg::sum_blind(grouped(summary.blind_rules.size()),
                                              grouped(context.rules->rules.size()),
                                              blind_kinds(summary, *context.rules, lang)),
                               lang));
    }
    if (summary.stopped) lines.push_back(render(msg::sum_stopped(), lang));
    return lines;
}

}  // namespace xiezhi::output
