#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/hunt/hunt.h"
#include "xiezhi/model/state.h"
#include "xiezhi/schema/logging.h"
#include "xiezhi/triage/log_needs.h"

namespace xiezhi::triage {

/// Why a log says less than it could.
enum class LimitReason : std::uint8_t {
    ChannelOff,       // the channel is switched off
    NotInstalled,     // the channel comes with a program that is not there
    AuditOff,         // the audit policy does not record some of the events
    NotRecorded,      // the log has none of them, and nothing says whether they were audited
    NoCommandLines,   // event 4688 has no command line
    FewScriptBlocks,  // PowerShell logs only what it finds suspicious
    NoScriptBlocks,   // and not even that
};
[[nodiscard]] const char* limit_name(LimitReason reason) noexcept;

struct Limit {
    LimitReason reason = LimitReason::ChannelOff;
    std::string channel;
    std::vector<const schema::AuditSubcategory*> audits{};  // AuditOff, NotRecorded
    FileTime since{};                                       // it was so then; zero: not known
    bool exact = false;                                     // and not before

    bool operator==(const Limit&) const = default;
};

/// What decides about the records of a host, by its documents and by what is in its logs.
class LoggingState {
public:
    /// Both must outlive it.
    LoggingState(const std::vector<State>& documents, const hunt::HuntSummary& logs);

    struct Seen {
        bool seen = false;   // the channel is in the evidence
        bool blind = false;  // and nothing that is needed can be in it
        std::vector<Limit> limits{};
    };
    [[nodiscard]] Seen look(std::string_view channel, const LogNeeds& needs) const;

private:
    enum class Audit : std::uint8_t { NotKnown, On, Off };
    struct Known {
        Audit audit = Audit::NotKnown;
        FileTime since{};
        bool exact = false;
    };
    struct Change {
        FileTime time{};
        bool removed = false;
    };
    struct Channel {
        bool on = true;
        FileTime since{};
    };
    struct Security {
        std::size_t possible = 0;  // events that are there, or could be
        std::vector<const schema::AuditSubcategory*> off{};
        std::vector<const schema::AuditSubcategory*> unknown{};
    };

    void learn(const State& document);
    [[nodiscard]] Known audit(const schema::AuditSubcategory& subcategory) const;
    [[nodiscard]] Security look_at_events(const LogNeeds& needs,
                                          const hunt::ChannelSummary& log) const;
    void add_audit_limits(const Security& found, std::string_view channel, Seen& seen) const;
    void add_setting_limits(std::string_view channel, const LogNeeds& needs, Seen& seen) const;
    void add_setting_limit(LimitReason reason, std::string_view setting, std::string_view channel,
                           Seen& seen) const;
    [[nodiscard]] std::string_view setting(std::string_view name) const;

    const hunt::HuntSummary& logs_;
    std::string type_code_;
    std::map<std::string, const State*, std::less<>> audits_;  // by subcategory, or by category
    std::map<std::string, Change, std::less<>> changes_;       // the last one of a subcategory
    std::map<std::string, Channel, std::less<>> channels_;     // by folded name
    std::map<std::string, const State*, std::less<>> settings_;
    bool knows_channels_ = false;  // those of the SOFTWARE hive
};

}  // namespace xiezhi::triage
