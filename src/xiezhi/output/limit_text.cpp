#include "xiezhi/output/limit_text.h"

#include "xiezhi/base/message_ids.h"

namespace xiezhi::output {
namespace {

using triage::Limit;
using triage::LimitReason;

std::string names_of(const Limit& limit, Lang lang) {
    std::string names;
    for (const schema::AuditSubcategory* one : limit.audits) {
        if (!names.empty()) names += lang == Lang::Zh ? "、" : ", ";
        names += lang == Lang::Zh ? one->zh : one->name;
    }
    return names;
}

Message audit_message(const Limit& limit, Lang lang, const TimeZone& zone) {
    const std::string names = names_of(limit, lang);
    if (limit.since.ticks == 0) return msg::limit_audit_off(names);
    const std::string time = time_text(limit.since, zone);
    return limit.exact ? msg::limit_audit_off_at(names, time)
                       : msg::limit_audit_off_since(names, time);
}

Message message_of(const Limit& limit, Lang lang, const TimeZone& zone) {
    switch (limit.reason) {
        case LimitReason::ChannelOff:
            return limit.since.ticks == 0
                       ? msg::limit_channel_off(limit.channel)
                       : msg::limit_channel_off_since(limit.channel, time_text(limit.since, zone));
        case LimitReason::NotInstalled:
            return msg::limit_not_installed(limit.channel);
        case LimitReason::AuditOff:
            return audit_message(limit, lang, zone);
        case LimitReason::NotRecorded:
            return msg::limit_not_recorded(names_of(limit, lang));
        case LimitReason::NoCommandLines:
            return msg::limit_no_command_lines();
        case LimitReason::FewScriptBlocks:
            return msg::limit_few_script_blocks();
        case LimitReason::NoScriptBlocks:
            break;
    }
    return msg::limit_no_script_blocks();
}

}  // namespace

std::string limit_text(const Limit& limit, Lang lang, const TimeZone& zone) {
    return render(message_of(limit, lang, zone), lang);
}

}  // namespace xiezhi::output
