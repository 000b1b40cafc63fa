#include "xiezhi/hunt/outlet.h"

#include "xiezhi/base/hash.h"

namespace xiezhi::hunt {
namespace {

/// Equal for findings of one rule on one host that match the same texts.
std::uint64_t content_of(const Finding& finding) {
    std::uint64_t hash = hash64(finding.rule->place.path, finding.rule->place.line);
    hash = hash64(finding.rule->id, hash);
    if (!finding.events.empty()) hash = hash64(finding.events.front().event.computer, hash);
    const auto add = [&](std::string_view text) { hash = hash64(text, hash64("|", hash)); };
    for (const rules::Match& match : finding.matches) {
        add(match.selection);
        add(match.field);
        add(match.text);
    }
    for (const auto& [name, value] : finding.group) {
        add(name);
        add(value);
    }
    return hash;
}

std::size_t size_of(const Finding& finding) {
    std::size_t size = sizeof(Finding);
    for (const FindingEvent& event : finding.events) {
        size += sizeof(FindingEvent);
        for (const KeptField& field : event.event.fields) {
            size += sizeof(KeptField) + field.name.size();
            for (const std::string& value : field.values)
                size += sizeof(std::string) + value.size();
        }
    }
    for (const rules::Match& match : finding.matches) size += sizeof(match) + match.text.size();
    return size;
}

}  // namespace

Outlet::Outlet(const HuntOptions& options, const ExceptionFilter& exceptions, HuntSummary& summary,
               const FindingSink& sink)
    : exceptions_(exceptions), summary_(summary), sink_(sink), collapse_(options.collapse) {}

bool Outlet::put(Finding finding) {
    if (exceptions_.excepts(finding)) {
        ++summary_.excepted;
        return true;
    }
    return collapse_ ? hold(std::move(finding)) : hand_on(finding);
}

bool Outlet::put_written(const Finding& finding, bool excepted) {
    if (excepted) ++summary_.excepted;
    return excepted || hand_on(finding);
}

bool Outlet::hand_on(const Finding& finding) {
    ++summary_.findings_by_level.at(static_cast<std::size_t>(finding.rule->level));
    return sink_(finding);
}

bool Outlet::hold(Finding finding) {
    const auto [place, added] = by_content_.try_emplace(content_of(finding), held_.size());
    if (!added) {
        ++held_[place->second].duplicates;
        return true;
    }
    held_bytes_ += size_of(finding);
    held_.push_back(std::move(finding));
    return held_bytes_ <= kHeldBytesMax || finish();
}

bool Outlet::finish() {
    bool wanted = true;
    for (const Finding& finding : held_) {
        if (wanted) wanted = hand_on(finding);
    }
    held_.clear();
    by_content_.clear();
    held_bytes_ = 0;
    return wanted;
}

}  // namespace xiezhi::hunt
