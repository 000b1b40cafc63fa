#include "xiezhi/hunt/relate/relate.h"

#include <algorithm>
#include <bit>

#include "xiezhi/base/hash.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/rules/leaf.h"

namespace xiezhi::hunt {
namespace {

using rules::Correlation;
using rules::CorrelationType;

constexpr std::size_t kSpoolBytesAll = std::size_t{16} << 20U;
constexpr std::size_t kSpoolBytesMin = std::size_t{128} << 10U;
constexpr std::size_t kOrderKeySize = 3 * sizeof(std::uint64_t);  // time, order, slot

void put_place(std::string& out, const EventPlace& place) {
    put_number(out, place.artefact);
    put_number(out, static_cast<std::uint64_t>(place.state));
    put_number(out, place.chunk_offset);
    put_number(out, place.offset);
}

EventPlace place_from(SpoolCursor& in) {
    EventPlace place;
    place.artefact = static_cast<std::uint32_t>(in.number());
    place.state = static_cast<RecordState>(in.number());
    place.chunk_offset = in.number();
    place.offset = in.number();
    return place;
}

void put_texts(std::string& out, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) put_text(out, text);
}

std::vector<std::string> texts_from(SpoolCursor& in, std::size_t count) {
    std::vector<std::string> texts;
    texts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) texts.emplace_back(in.text());
    return texts;
}

/// Key: the group without case, then time, order and slot. Payload: the group as it was written,
/// what the window needs of the values, and the place.
SpoolEntry entry_of(const Correlation& correlation, const BaseHit& hit, FileTime time,
                    std::uint64_t order, const EventPlace& place) {
    SpoolEntry entry;
    for (const std::string& value : hit.group) put_text(entry.key, folded(value));
    put_number(entry.key, time.ticks);
    put_number(entry.key, order);
    put_number(entry.key, hit.slot);
    put_texts(entry.payload, hit.group);
    bool has_value = !hit.values.empty();
    std::uint64_t value = 0;
    if (correlation.type == CorrelationType::ValueCount) {
        for (const std::string& text : hit.values) value = hash64(folded(text), value + 1);
    } else if (has_value) {
        const auto number = rules::parse_number(hit.values.front());
        has_value = number.has_value();
        value = std::bit_cast<std::uint64_t>(number.value_or(0));
    }
    put_number(entry.payload, has_value ? 1 : 0);
    put_number(entry.payload, value);
    put_place(entry.payload, place);
    return entry;
}

GroupEvent event_from(const SpoolEntry& entry, std::size_t group_size) {
    GroupEvent event;
    SpoolCursor order(std::string_view(entry.key).substr(entry.key.size() - kOrderKeySize));
    event.time = order.number();
    event.order = order.number();
    event.slot = static_cast<std::uint32_t>(order.number());
    SpoolCursor in(entry.payload);
    for (std::size_t i = 0; i < group_size; ++i) in.text();
    event.has_value = in.number() != 0;
    event.value = in.number();
    event.number = std::bit_cast<double>(event.value);
    event.place = place_from(in);
    return event;
}

/// The value of a field of an inner correlation's firing: one of its group-by fields.
const std::string* group_value(const Correlation& inner, const std::vector<std::string>& group,
                               const std::string& name) {
    const auto found = std::ranges::find(inner.group_by, name);
    if (found == inner.group_by.end()) return nullptr;
    return &group[static_cast<std::size_t>(found - inner.group_by.begin())];
}

/// A firing of `inner` as an event of `outer`; nothing when it lacks a group-by field.
std::optional<BaseHit> firing_as_hit(const Correlation& inner,
                                     const std::vector<std::string>& group,
                                     const Correlation& outer, const RelatePlan::User& user) {
    BaseHit hit;
    hit.correlation = user.correlation;
    hit.slot = user.slot;
    for (const std::string& name : outer.group_by) {
        const std::string* value =
            group_value(inner, group, RelatePlan::group_field(outer, user.slot, name));
        if (value == nullptr) return std::nullopt;
        hit.group.push_back(*value);
    }
    for (const std::string& name : outer.fields) {
        const std::string* value = group_value(inner, group, name);
        if (value == nullptr) {
            hit.values.clear();
            break;
        }
        hit.values.push_back(*value);
    }
    return hit;
}

}  // namespace

Relater::Relater(const RelatePlan& plan)
    : plan_(plan),
      spools_(plan.rules().correlations.size()),
      spool_bytes_(
          std::max(kSpoolBytesMin, kSpoolBytesAll / std::max<std::size_t>(1, spools_.size()))) {}

Result<void> Relater::add(const BaseHit& hit, FileTime time, std::uint64_t order,
                          const EventPlace& place) {
    auto& spool = spools_[hit.correlation];
    if (!spool) spool = std::make_unique<SortedSpool>(spool_bytes_);
    return spool->add(
        entry_of(plan_.rules().correlations[hit.correlation], hit, time, order, place));
}

Result<void> Relater::finish(rules::Level min_level, EventFetcher& fetcher,
                             const std::function<bool(Finding)>& sink, const NoteSink& notes) {
    for (const std::uint32_t correlation : plan_.order()) {
        if (!spools_[correlation]) continue;
        if (auto done = relate(correlation, min_level, notes); !done) return done;
        spools_[correlation].reset();
    }
    return drafts_.drain([&](const SpoolEntry& draft) { return sink(finding_of(draft, fetcher)); });
}

Result<void> Relater::relate(std::uint32_t index, rules::Level min_level, const NoteSink& notes) {
    const Correlation& correlation = plan_.rules().correlations[index];
    Result<void> problem{};
    std::string group_key;
    std::vector<std::string> group;
    bool cut = false;
    std::optional<GroupWindows> windows;
    const auto settle = [&](const WindowRun& run) {
        if (problem) problem = settle_run(index, run, group, min_level);
    };
    const auto end_group = [&] {
        if (!windows) return;
        windows->finish();
        cut = cut || windows->cut();
    };
    auto drained = spools_[index]->drain([&](const SpoolEntry& entry) {
        const auto key = std::string_view(entry.key).substr(0, entry.key.size() - kOrderKeySize);
        if (!windows || key != group_key) {
            end_group();
            group_key = key;
            SpoolCursor in(entry.payload);
            group = texts_from(in, correlation.group_by.size());
            windows.emplace(correlation, settle);
        }
        windows->add(event_from(entry, correlation.group_by.size()));
        return problem.has_value();
    });
    if (!drained) return drained;
    end_group();
    if (cut) {
        notes(Note{.kind = NoteKind::Assumed,
                   .path = correlation.head.place.path,
                   .what = msg::correlation_cut(correlation.head.title)});
    }
    return problem;
}

/// A run of windows that fired: a draft of a finding, and an event for the correlations above.
Result<void> Relater::settle_run(std::uint32_t index, const WindowRun& run,
                                 const std::vector<std::string>& group, rules::Level min_level) {
    const Correlation& correlation = plan_.rules().correlations[index];
    for (const RelatePlan::User& user : plan_.users_of_correlation(index)) {
        const Correlation& outer = plan_.rules().correlations[user.correlation];
        const auto hit = firing_as_hit(correlation, group, outer, user);
        if (!hit) continue;
        auto added = add(*hit, FileTime{run.last}, run.last_order, run.places.back());
        if (!added) return added;
    }
    if (!correlation.reports || correlation.head.level < min_level) return {};
    SpoolEntry draft;
    put_number(draft.key, run.first);
    put_number(draft.key, index);
    put_texts(draft.key, group);
    put_number(draft.payload, index);
    put_texts(draft.payload, group);
    put_number(draft.payload, run.count);
    put_number(draft.payload, run.places.size());
    for (const EventPlace& place : run.places) put_place(draft.payload, place);
    return drafts_.add(std::move(draft));
}

Finding Relater::finding_of(const SpoolEntry& draft, EventFetcher& fetcher) const {
    SpoolCursor in(draft.payload);
    const Correlation& correlation = plan_.rules().correlations[in.number()];
    Finding finding;
    finding.rule = &correlation.head;
    std::vector<std::string> group = texts_from(in, correlation.group_by.size());
    for (std::size_t i = 0; i < group.size(); ++i) {
        finding.group.emplace_back(correlation.group_by[i], std::move(group[i]));
    }
    finding.event_count = in.number();
    const std::uint64_t places = in.number();
    for (std::uint64_t i = 0; i < places; ++i) {
        finding.events.push_back(fetcher.fetch(place_from(in)));
    }
    return finding;
}

}  // namespace xiezhi::hunt
