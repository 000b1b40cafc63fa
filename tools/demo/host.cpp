#include "tools/demo/host.h"

#include <algorithm>

#include "xiezhi/base/hash.h"

namespace xiezhi::demo {
namespace {

using testing::EvtxEvent;
using testing::EvtxLog;
using testing::EvtxLogOptions;

constexpr const char* kLogFolder = "C/Windows/System32/winevt/Logs/";
constexpr std::uint64_t kFirstSecurityRecord = 184'207;
constexpr std::uint64_t kBackupAge = 1200 * kTicksPerSecond;  // the nightly copy is made before

/// Windows puts %4 for the slash of a channel.
std::string file_name(const std::string& channel) {
    std::string name;
    for (const char c : channel) {
        if (c == '/') {
            name += "%4";
        } else {
            name.push_back(c);
        }
    }
    return name + ".evtx";
}

constexpr std::string_view kDigits = "0123456789abcdef";

std::string hex(std::uint64_t value, std::size_t digits) {
    std::string text;
    for (std::size_t i = digits; i > 0; --i) {
        text.push_back(kDigits[value >> (4 * (i - 1)) & 0xfU]);
    }
    return text;
}

/// By time; what happened at the same time stays in the order in which it was told.
std::vector<EvtxEvent> in_time(const std::vector<EvtxEvent>& events) {
    std::vector<std::pair<FileTime, std::size_t>> order;
    order.reserve(events.size());
    for (std::size_t i = 0; i < events.size(); ++i) order.emplace_back(events[i].time, i);
    std::ranges::sort(order);
    std::vector<EvtxEvent> sorted;
    sorted.reserve(events.size());
    for (const auto& [time, index] : order) sorted.push_back(events[index]);
    return sorted;
}

}  // namespace

FileTime Host::local(std::uint32_t day, std::uint32_t hour, std::uint32_t minute,
                     std::uint32_t second) {
    const FileTime monday = parse_iso("2026-03-09T00:00:00+08:00").value_or(FileTime{});
    const std::uint64_t seconds = ((day * 24ULL + hour) * 60 + minute) * 60 + second;
    // A fraction that looks like a clock's, the same for the same second.
    const std::uint64_t fraction = hash64(std::to_string(seconds)) % kTicksPerSecond;
    return {monday.ticks + seconds * kTicksPerSecond + fraction};
}

std::string guid_of(const std::string& seed) {
    const std::uint64_t low = hash64(seed);
    const std::uint64_t high = hash64(seed, 7);
    return "{" + hex(low >> 32U, 8) + "-" + hex(low >> 16U, 4) + "-4" + hex(low, 3) + "-a" +
           hex(high >> 48U, 3) + "-" + hex(high, 12) + "}";
}

std::string sysmon_time(FileTime time) {
    std::string text;
    append_iso(text, time, 3);
    std::ranges::replace(text, 'T', ' ');
    text.pop_back();
    return text;
}

const Account& Host::system() {
    static const Account account{"SYSTEM", "NT AUTHORITY", "S-1-5-18", 0x3e7};
    return account;
}

const Account& Host::administrator() {
    static const Account account{"administrator", kComputer, std::string(kMachineSid) + "-500",
                                 0x2a4f1c};
    return account;
}

Process Host::services() {
    return {704, guid_of("services"), R"(C:\Windows\System32\services.exe)",
            R"(C:\Windows\system32\services.exe)", system()};
}

Process Host::explorer() {
    return {5244, guid_of("explorer"), R"(C:\Windows\explorer.exe)", R"(C:\Windows\Explorer.EXE)",
            administrator()};
}

Process Host::task_host() {
    return {1388, guid_of("schedule"), R"(C:\Windows\System32\svchost.exe)",
            R"(C:\Windows\system32\svchost.exe -k netsvcs -p -s Schedule)", system()};
}

void Host::add(const std::string& channel, EvtxEvent event) {
    event.computer = kComputer;
    event.written = {event.time.ticks + 2000 + random_.below(30000)};
    events_[channel].push_back(std::move(event));
}

std::vector<LogFile> Host::logs() const {
    std::vector<LogFile> files;
    for (const auto& [channel, unsorted] : events_) {
        const std::vector<EvtxEvent> events = in_time(unsorted);
        const bool was_cleared = channel == "Security" && cleared_.ticks != 0;
        EvtxLogOptions options;
        options.dirty = true;  // copied from the running host
        options.spare_chunks = 1;
        EvtxLogOptions backup_options;
        if (channel == "Security") {
            backup_options.first_record_id = kFirstSecurityRecord;
            options.first_record_id = kFirstSecurityRecord;
            for (const EvtxEvent& event : events) {
                if (event.time < cleared_) ++options.first_record_id;
            }
        }
        EvtxLog log(channel, options);
        EvtxLog backup(channel, backup_options);
        for (const EvtxEvent& event : events) {
            if (!was_cleared || event.time >= cleared_) {
                log.add(event);
            } else if (event.time.ticks + kBackupAge < cleared_.ticks) {
                backup.add(event);
            }
        }
        files.push_back({kLogFolder + file_name(channel), log.bytes()});
        if (was_cleared) files.push_back({"D/LogBackup/Security-20260312.evtx", backup.bytes()});
    }
    return files;
}

}  // namespace xiezhi::demo
