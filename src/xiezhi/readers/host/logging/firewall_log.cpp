#include <algorithm>
#include <map>
#include <set>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/text/artefacts.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kGroupsMax = 50'000;  // connections of a host; the rest is only counted
constexpr std::uint64_t kTicksPerMinute = 60 * kTicksPerSecond;

const auto kIgnore = [](const Damage&) {};

std::string_view value_of(const text::FirewallEntry& entry, std::string_view column) {
    const auto found =
        std::ranges::find(entry.values, column, &std::pair<std::string, std::string>::first);
    return found == entry.values.end() ? std::string_view{} : std::string_view(found->second);
}

/// What connections that count as one have in common.
struct Group {
    std::string source;
    std::string destination;
    std::string port;
    std::string protocol;
    std::string direction;
    std::string action;

    auto operator<=>(const Group&) const = default;
};

struct Seen {
    std::uint64_t count = 0;
    FileTime first{};
    FileTime last{};
    Proof first_proof;
    Proof last_proof;
};

/// The addresses of the host, and how far its clock is from UTC.
class OwnHost {
public:
    explicit OwnHost(const Registry& registry) {
        const OpenHive* const system = registry.first(HiveKind::System);
        if (system == nullptr) return;
        each_key(system->hive,
                 registry.control_set() + R"(\Services\Tcpip\Parameters\Interfaces\*)",
                 [&](const regf::Key& key, const std::string&) {
                     for (const char* name : {"DhcpIPAddress", "IPAddress"}) {
                         const auto value = key.value(name);
                         if (!value) continue;
                         for (std::string& text : value->multi_text()) own_.insert(std::move(text));
                     }
                 });
        const auto zone = registry.control(R"(Control\TimeZoneInformation)");
        const auto bias = zone ? zone->number("ActiveTimeBias") : std::nullopt;
        if (!bias) return;
        bias_ = static_cast<std::int32_t>(static_cast<std::uint32_t>(*bias));
    }

    [[nodiscard]] bool is_own(std::string_view address) const {
        return own_.contains(std::string(address));
    }
    [[nodiscard]] bool knows_zone() const noexcept { return bias_.has_value(); }
    /// UTC is local time and the bias.
    [[nodiscard]] FileTime utc(FileTime local) const noexcept {
        const std::int64_t bias = bias_.value_or(0);
        const std::uint64_t ticks =
            static_cast<std::uint64_t>(bias < 0 ? -bias : bias) * kTicksPerMinute;
        if (bias >= 0) return {local.ticks + ticks};
        return {local.ticks - std::min(ticks, local.ticks)};
    }

private:
    std::set<std::string> own_;
    std::optional<std::int32_t> bias_;
};

class FirewallReader {
public:
    explicit FirewallReader(HostContext& host) : host_(host), own_(*host.registry) {}

    void read() {
        for (const std::size_t index : host_.volume.artefacts()) {
            if (host_.volume.artefact(index).kind == evidence::ArtefactKind::FirewallLog) {
                read_file(index);
            }
        }
        for (const auto& [group, seen] : groups_) tell(group, seen);
        const bool partly = damaged_ || left_out_ > 0;
        observe(host_, Dataset::Connection, "pfirewall.log", files_ > 0, partly, groups_.size());
        if (entries_ > 0) tell_log();
        observe(host_, Dataset::FirewallLog, "pfirewall.log", files_ > 0, damaged_,
                entries_ > 0 ? 1 : 0);
    }

private:
    void read_file(std::size_t index) {
        ++files_;
        const std::string& path = host_.volume.artefact(index).path;
        full_ = full_ || folded(path).ends_with(".old");
        if (log_path_.empty() || !folded(path).ends_with(".old")) log_path_ = path;
        const auto source = host_.volume.collection().open(index);
        bool local = true;
        const text::FirewallSink sink{.header =
                                          [&](const text::FirewallHeader& header) {
                                              local = folded(header.time_format) == "local";
                                              return true;
                                          },
                                      .entry =
                                          [&](const text::FirewallEntry& entry) {
                                              take(path, entry, local);
                                              return true;
                                          }};
        const auto done = source ? text::read_firewall_log(**source, sink, kIgnore)
                                 : Result<void>(source.error());
        if (done) return;
        damaged_ = true;
        host_.notes({.kind = NoteKind::Unreadable, .path = path, .what = done.error().what});
    }

    void take(const std::string& path, const text::FirewallEntry& entry, bool local) {
        const auto group = group_of(entry);
        if (!group) return;
        const FileTime written = parse_iso(entry.time).value_or(FileTime{});
        const bool unsure = local && !own_.knows_zone();
        local_time_ = local_time_ || unsure;
        const FileTime time = local && written.ticks != 0 ? own_.utc(written) : written;
        ++entries_;
        widen(first_, last_, time);
        if (groups_.size() >= kGroupsMax && !groups_.contains(*group)) {
            ++left_out_;
            return;
        }
        Seen& seen = groups_[*group];
        const FileTime earliest = seen.first;
        const FileTime latest = seen.last;
        widen(seen.first, seen.last, time);
        const Proof proof{.path = path,
                          .parser = "text",
                          .place = "line " + std::to_string(entry.place.line),
                          .offset = entry.place.offset};
        if (seen.count == 0 || seen.first != earliest) seen.first_proof = proof;
        if (seen.count == 0 || seen.last != latest) seen.last_proof = proof;
        ++seen.count;
    }

    static void widen(FileTime& first, FileTime& last, FileTime time) {
        if (time.ticks == 0) return;
        first = first.ticks == 0 ? time : std::min(first, time);
        last = std::max(last, time);
    }

    /// Nothing for lines about the end of a connection or about the log itself.
    [[nodiscard]] std::optional<Group> group_of(const text::FirewallEntry& entry) const {
        const std::string action = folded(value_of(entry, "action"));
        const bool allowed = action == "allow" || action.starts_with("open");
        if (!allowed && action != "drop") return std::nullopt;
        Group group{.source = std::string(value_of(entry, "src-ip")),
                    .destination = std::string(value_of(entry, "dst-ip")),
                    .port = std::string(value_of(entry, "dst-port")),
                    .protocol = folded(value_of(entry, "protocol")),
                    .direction = direction_of(entry, action),
                    .action = allowed ? "allow" : "drop"};
        if (group.source.empty() || group.destination.empty()) return std::nullopt;
        return group;
    }

    /// The column `path` says it since Vista; before, the action does of what was let through.
    [[nodiscard]] std::string direction_of(const text::FirewallEntry& entry,
                                           const std::string& action) const {
        const std::string path = folded(value_of(entry, "path"));
        if (path == "send") return "outbound";
        if (path == "receive") return "inbound";
        if (action == "open-inbound") return "inbound";
        if (action == "open") return "outbound";
        if (own_.is_own(value_of(entry, "src-ip"))) return "outbound";
        return own_.is_own(value_of(entry, "dst-ip")) ? "inbound" : "";
    }

    void tell(const Group& group, const Seen& seen) {
        State state(Dataset::Connection);
        const bool inbound = group.direction == "inbound";
        state.set(StateField::ConnectionSource, "firewall_log");
        state.set(StateField::ConnectionRemoteAddress, inbound ? group.source : group.destination);
        state.set(StateField::SourceIp, group.source);
        state.set(StateField::DestinationIp, group.destination);
        state.set(StateField::DestinationPort, group.port);
        state.set(StateField::NetworkTransport, group.protocol);
        state.set(StateField::NetworkDirection, group.direction);
        if (!group.direction.empty()) {
            state.set_truth(StateField::ConnectionInitiated, !inbound);
        }
        state.set(StateField::ConnectionAction, group.action);
        state.set_number(StateField::ConnectionCount, seen.count);
        state.set_time(StateField::ConnectionFirst, seen.first);
        state.set_time(StateField::ConnectionLast, seen.last);
        if (local_time_) state.set_truth(StateField::ConnectionLocalTime, true);
        state.time = seen.last;
        state.meaning = TimeMeaning::Logged;
        state.proofs.push_back(seen.first_proof);
        if (seen.count > 1) state.proofs.push_back(seen.last_proof);
        host_.states(std::move(state));
    }

    void tell_log() {
        State state(Dataset::FirewallLog);
        state.set_number(StateField::FirewallLogEntries, entries_);
        state.set_time(StateField::FirewallLogFirst, first_);
        state.set_time(StateField::FirewallLogLast, last_);
        if (const auto days = days_between(first_, last_)) {
            state.set_number(StateField::FirewallLogDays, *days);
        }
        state.set_truth(StateField::FirewallLogFull, full_);
        state.time = last_;
        state.meaning = TimeMeaning::Logged;
        state.proofs.push_back({.path = log_path_, .parser = "text", .place = "line 1"});
        host_.states(std::move(state));
    }

    HostContext& host_;
    OwnHost own_;
    std::map<Group, Seen> groups_;
    std::string log_path_;
    std::uint64_t files_ = 0;
    std::uint64_t entries_ = 0;
    std::uint64_t left_out_ = 0;
    FileTime first_{};
    FileTime last_{};
    bool full_ = false;
    bool damaged_ = false;
    bool local_time_ = false;
};

}  // namespace

void read_firewall_log(HostContext& host) {
    FirewallReader(host).read();
}

}  // namespace xiezhi::readers
