#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/evtx_writer.h"
#include "tools/demo/random.h"

namespace xiezhi::demo {

struct Account {
    std::string name;
    std::string domain;
    std::string sid;
    std::uint64_t logon_id = 0;
};

struct Process {
    std::uint32_t id = 4;
    std::string guid;
    std::string image;
    std::string command_line;
    Account account;
};

/// Where a logon came from.
struct Source {
    std::string address;
    std::string workstation;
    std::uint32_t port = 0;
};

/// One file of the demo: its path below the folder and the channel it holds.
struct LogFile {
    std::string path;
    std::vector<std::byte> bytes;
};

/// The server of the demo, as an author writes about it: each call is something that happens on the
/// host and leaves the records that Windows, Sysmon and Defender would leave, in any order of time.
class Host {
public:
    explicit Host(std::uint64_t seed) : random_(seed) {}

    /// Day 0 is Monday, 9 March 2026; the clock is China Standard Time.
    [[nodiscard]] static FileTime local(std::uint32_t day, std::uint32_t hour, std::uint32_t minute,
                                        std::uint32_t second = 0);

    [[nodiscard]] static const Account& system();
    [[nodiscard]] static const Account& administrator();
    /// The process that everything ordinary comes from.
    [[nodiscard]] static Process services();
    [[nodiscard]] static Process explorer();
    [[nodiscard]] static Process task_host();

    // host_security.cpp
    void logon(FileTime time, const Account& account, std::uint32_t type, const Source& source);
    void logon_failed(FileTime time, const std::string& account, const Source& source,
                      bool known_account);
    void logoff(FileTime time, const Account& account, std::uint32_t type);
    void account_created(FileTime time, const Account& by, const Account& account);
    void group_joined(FileTime time, const Account& by, const Account& account,
                      const std::string& group, const std::string& group_sid);
    void security_cleared(FileTime time, const Account& by);

    // host_process.cpp
    Process start(FileTime time, const Account& account, const std::string& image,
                  const std::string& command_line, const Process& parent);
    void file_written(FileTime time, const Process& by, const std::string& path);
    void registry_set(FileTime time, const Process& by, const std::string& key,
                      const std::string& details);
    void connected(FileTime time, const Process& by, const std::string& address,
                   std::uint32_t port);
    void name_asked(FileTime time, const Process& by, const std::string& name,
                    const std::string& answer);
    void process_opened(FileTime time, const Process& by, const std::string& target,
                        std::uint32_t access);

    // host_services.cpp
    void script(FileTime time, const Process& by, const std::vector<std::string>& parts,
                const std::string& path, bool suspicious);
    void powershell_started(FileTime time, const Process& by);
    void service_installed(FileTime time, const std::string& name, const std::string& image);
    void service_state(FileTime time, const std::string& name, const std::string& state);
    void log_cleared(FileTime time, const Account& by, const std::string& channel);
    void task(FileTime time, std::uint32_t event_id, const std::string& name,
              const std::string& detail);
    void defender(FileTime time, std::uint32_t event_id,
                  const std::vector<testing::EvtxField>& fields);

    Random& random() noexcept { return random_; }

    /// The logs in order of time. Security was cleared at the end of the story: what came before is
    /// in the copy that the nightly backup had made.
    [[nodiscard]] std::vector<LogFile> logs() const;

private:
    void add(const std::string& channel, testing::EvtxEvent event);
    void security(FileTime time, std::uint32_t event_id, std::uint16_t task, bool success,
                  std::vector<testing::EvtxField> fields);
    void sysmon(FileTime time, std::uint32_t event_id, std::uint8_t version, const Process& by,
                std::vector<testing::EvtxField> fields);

    Random random_;
    std::map<std::string, std::vector<testing::EvtxEvent>> events_;  // by channel
    FileTime cleared_{};
    std::uint32_t next_process_ = 3120;
    std::uint32_t next_script_ = 1;
};

inline constexpr const char* kComputer = "SZ-ERP-SRV01";
inline constexpr const char* kMachineSid = "S-1-5-21-3512467890-1180244571-2904415663";

/// "{00000000-0000-0000-…}" out of what makes the thing unique.
[[nodiscard]] std::string guid_of(const std::string& seed);
/// "2026-03-11 17:49:02.123", as Sysmon writes it.
[[nodiscard]] std::string sysmon_time(FileTime time);

// background.cpp, intrusion.cpp
void tell_ordinary_days(Host& host);
void tell_intrusion(Host& host);

}  // namespace xiezhi::demo
