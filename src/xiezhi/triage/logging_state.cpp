#include "xiezhi/triage/logging_state.h"

#include <algorithm>

#include "xiezhi/base/text.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::triage {
namespace {

constexpr std::string_view kSecurity = "Security";

void add_once(std::vector<const schema::AuditSubcategory*>& list,
              const std::vector<const schema::AuditSubcategory*>& more) {
    for (const auto* one : more) {
        if (std::ranges::count(list, one) == 0) list.push_back(one);
    }
}

std::uint64_t count_of(const hunt::ChannelSummary& log, std::uint32_t event) {
    const auto found = log.events.find(event);
    return found == log.events.end() ? 0 : found->second;
}

/// More of an event than Windows writes by itself while it starts.
bool is_recorded(const hunt::ChannelSummary& log, std::uint32_t event) {
    constexpr std::uint32_t kWindowsStarts = 4608;
    const std::uint64_t starts = std::max<std::uint64_t>(1, count_of(log, kWindowsStarts));
    return count_of(log, event) > starts * schema::written_at_start(event);
}

bool has(const State& state, StateField field, std::string_view text) {
    return std::ranges::count(state.values(field), text) > 0;
}

}  // namespace

const char* limit_name(LimitReason reason) noexcept {
    switch (reason) {
        case LimitReason::ChannelOff:
            return "channel_off";
        case LimitReason::NotInstalled:
            return "not_installed";
        case LimitReason::AuditOff:
            return "audit_off";
        case LimitReason::NotRecorded:
            return "not_recorded";
        case LimitReason::NoCommandLines:
            return "no_command_lines";
        case LimitReason::FewScriptBlocks:
            return "few_script_blocks";
        case LimitReason::NoScriptBlocks:
            return "no_script_blocks";
    }
    return "channel_off";
}

LoggingState::LoggingState(const std::vector<State>& documents, const hunt::HuntSummary& logs)
    : logs_(logs) {
    for (const State& document : documents) learn(document);
}

void LoggingState::learn(const State& document) {
    const auto text = [&](StateField field) { return std::string(document.text(field)); };
    switch (document.dataset()) {
        case Dataset::Host:
            type_code_ = text(StateField::HostOsTypeCode);
            break;
        case Dataset::AuditPolicy: {
            const bool whole = !document.has(StateField::AuditSubcategory);
            audits_[text(whole ? StateField::AuditCategory : StateField::AuditSubcategory)] =
                &document;
            break;
        }
        case Dataset::AuditChange: {
            Change& last = changes_[text(StateField::AuditSubcategory)];
            if (document.time < last.time) break;
            last = {.time = document.time,
                    .removed = has(document, StateField::AuditChange, "success_removed") &&
                               !has(document, StateField::AuditChange, "failure_added")};
            break;
        }
        case Dataset::EventLog:
            channels_[folded(text(StateField::EventLogChannel))] = {
                .on = document.is_true(StateField::EventLogEnabled), .since = document.time};
            // Those that no classic log has stand in the SOFTWARE hive.
            knows_channels_ =
                knows_channels_ || text(StateField::EventLogChannel).find('/') != std::string::npos;
            break;
        case Dataset::Setting:
            settings_[text(StateField::SettingName)] = &document;
            break;
        default:
            break;
    }
}

LoggingState::Known LoggingState::audit(const schema::AuditSubcategory& subcategory) const {
    auto found = audits_.find(subcategory.name);
    if (found == audits_.end()) found = audits_.find(subcategory.category);
    const auto change = changes_.find(subcategory.name);
    const bool removed = change != changes_.end() && change->second.removed;
    if (found == audits_.end()) {
        if (!removed) return {};
        return {.audit = Audit::Off, .since = change->second.time, .exact = true};
    }
    if (found->second->text(StateField::AuditSetting) != "none") return {.audit = Audit::On};
    if (removed) return {.audit = Audit::Off, .since = change->second.time, .exact = true};
    return {.audit = Audit::Off, .since = found->second->time};
}

LoggingState::Seen LoggingState::look(std::string_view channel, const LogNeeds& needs) const {
    Seen seen;
    const auto log = std::ranges::find_if(logs_.channels, [&](const auto& one) {
        return one.second.records > 0 && schema::same_name(one.first, channel);
    });
    seen.seen = log != logs_.channels.end();
    const auto known = channels_.find(folded(channel));
    if (known != channels_.end() && !known->second.on) {
        seen.limits.push_back({.reason = LimitReason::ChannelOff,
                               .channel = std::string(channel),
                               .since = known->second.since});
    }
    const schema::EventChannel* const row = schema::find_event_channel(channel);
    if (!seen.seen && known == channels_.end() && knows_channels_ && row != nullptr &&
        row->state == "absent") {
        seen.limits.push_back(
            {.reason = LimitReason::NotInstalled, .channel = std::string(channel)});
    }
    if (schema::same_name(channel, kSecurity) && !needs.events.empty()) {
        Security found = look_at_events(needs, seen.seen ? log->second : hunt::ChannelSummary{});
        if (!seen.seen) found.unknown.clear();
        seen.blind = seen.seen && !needs.every_event && found.possible == 0;
        add_audit_limits(found, channel, seen);
    }
    if (seen.seen && !seen.blind) add_setting_limits(channel, needs, seen);
    return seen;
}

LoggingState::Security LoggingState::look_at_events(const LogNeeds& needs,
                                                    const hunt::ChannelSummary& log) const {
    Security found;
    for (const std::uint32_t event : needs.events) {
        const auto audits = schema::audits_of(event);
        const bool off = !audits.empty() && std::ranges::all_of(audits, [&](const auto* one) {
            return audit(*one).audit == Audit::Off;
        });
        const bool possible =
            !off && (audits.empty() || std::ranges::any_of(audits, [&](const auto* one) {
                         const Audit state = audit(*one).audit;
                         return state == Audit::On ||
                                (state == Audit::NotKnown && one->by_default(type_code_) != 0);
                     }));
        const bool there = is_recorded(log, event);
        if (off) add_once(found.off, audits);
        if (!off && !possible && !there) add_once(found.unknown, audits);
        if (possible || there) ++found.possible;
    }
    return found;
}

/// Those that were switched off at one time are told together.
void LoggingState::add_audit_limits(const Security& found, std::string_view channel,
                                    Seen& seen) const {
    for (const auto* subcategory : found.off) {
        const Known known = audit(*subcategory);
        const auto same = std::ranges::find_if(seen.limits, [&](const Limit& limit) {
            return limit.reason == LimitReason::AuditOff && limit.since == known.since &&
                   limit.exact == known.exact;
        });
        if (same != seen.limits.end()) {
            same->audits.push_back(subcategory);
            continue;
        }
        seen.limits.push_back({.reason = LimitReason::AuditOff,
                               .channel = std::string(channel),
                               .audits = {subcategory},
                               .since = known.since,
                               .exact = known.exact});
    }
    if (!found.unknown.empty()) {
        seen.limits.push_back({.reason = LimitReason::NotRecorded,
                               .channel = std::string(channel),
                               .audits = found.unknown});
    }
}

void LoggingState::add_setting_limits(std::string_view channel, const LogNeeds& needs,
                                      Seen& seen) const {
    if (needs.command_lines && setting("command_line_in_4688") == "0") {
        add_setting_limit(LimitReason::NoCommandLines, "command_line_in_4688", channel, seen);
    }
    const char* const blocks = channel.starts_with("PowerShellCore") ? "powershell_7_script_blocks"
                                                                     : "powershell_script_blocks";
    if (!needs.script_blocks) return;
    if (setting(blocks) == "suspicious") {
        add_setting_limit(LimitReason::FewScriptBlocks, blocks, channel, seen);
    } else if (setting(blocks) == "0") {
        add_setting_limit(LimitReason::NoScriptBlocks, blocks, channel, seen);
    }
}

void LoggingState::add_setting_limit(LimitReason reason, std::string_view setting,
                                     std::string_view channel, Seen& seen) const {
    const auto found = settings_.find(setting);
    seen.limits.push_back({.reason = reason,
                           .channel = std::string(channel),
                           .since = found == settings_.end() ? FileTime{} : found->second->time});
}

std::string_view LoggingState::setting(std::string_view name) const {
    const auto found = settings_.find(name);
    return found == settings_.end() ? std::string_view{}
                                    : found->second->text(StateField::SettingValue);
}

}  // namespace xiezhi::triage
