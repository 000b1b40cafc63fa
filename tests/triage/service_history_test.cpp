// Services of the hive against what the System log says of them.
#include "xiezhi/triage/service_history.h"

#include <gtest/gtest.h>

#include "tests/support/evtx_writer.h"
#include "tests/support/hive_writer.h"
#include "tests/support/hunt_support.h"
#include "tests/support/temp_folder.h"
#include "tests/support/triaged.h"

namespace xiezhi::triage {
namespace {

FileTime minute(std::uint64_t number) {
    return {131'000'000'000'000'000 + number * 60 * kTicksPerSecond};
}

/// A service as a hive or a record of its installation has it.
State runs(Dataset dataset, const char* name, const char* image, std::uint64_t at) {
    State state(dataset);
    state.set(StateField::ServiceName, name);
    state.set(StateField::ProcessCommandLine, image);
    state.set(StateField::FilePath, image);
    state.time = minute(at);
    return state;
}

State service(const char* name, const char* image, std::uint64_t written = 100) {
    return runs(Dataset::Service, name, image, written);
}

State install(const char* name, const char* image, std::uint64_t at) {
    return runs(Dataset::ServiceInstall, name, image, at);
}

State ran(const char* name, const char* what, std::uint64_t at) {
    State state(Dataset::ServiceState);
    state.set(StateField::ServiceName, name);
    state.set(StateField::ServiceState, what);
    state.time = minute(at);
    return state;
}

State shut_down(std::uint64_t at) {
    State state(Dataset::Host);
    state.set_time(StateField::HostShutdown, minute(at));
    return state;
}

/// `kind subject: first -> second` of each.
std::vector<std::string> told(const std::vector<State>& documents) {
    std::vector<std::string> out;
    for (const State& state : service_differences(documents)) {
        out.push_back(std::string(state.text(StateField::DifferenceKind)) + ' ' +
                      std::string(state.text(StateField::DifferenceSubject)) + ": " +
                      std::string(state.text(StateField::DifferenceFirst)) + " -> " +
                      std::string(state.text(StateField::DifferenceSecond)));
    }
    return out;
}

using Lines = std::vector<std::string>;

TEST(ServiceHistory, InstallsThatAreGoneOrOther) {
    EXPECT_EQ(told({service("Acme", "C:\\a.exe"), install("acme", "C:\\A.EXE", 1)}), Lines{});
    EXPECT_EQ(told({service("Acme", "C:\\a.exe"), install("PSEXESVC", "C:\\p.exe", 1)}),
              Lines{"service_installed_and_gone PSEXESVC: C:\\p.exe -> -"});
    EXPECT_EQ(told({service("Acme", "C:\\b.exe"), install("Acme", "C:\\a.exe", 1)}),
              Lines{"service_changed_since_install Acme: C:\\a.exe -> C:\\b.exe"});
    EXPECT_EQ(told({service("Acme", "C:\\b.exe"), install("Acme", "C:\\a.exe", 1),
                    install("Acme", "C:\\b.exe", 2)}),
              Lines{})
        << "the last install counts";
    EXPECT_EQ(told({install("PSEXESVC", "C:\\p.exe", 1)}), Lines{}) << "no hive, no difference";
}

TEST(ServiceHistory, RunningWithoutAKey) {
    const std::vector<State> running = {shut_down(10), service("Acme", "C:\\a.exe"),
                                        ran("evil", "running", 20)};
    EXPECT_EQ(told(running), Lines{"service_running_without_key evil: running -> -"});
    std::vector<State> stopped = running;
    stopped.push_back(ran("Evil", "stopped", 30));
    EXPECT_EQ(told(stopped), Lines{});
    EXPECT_EQ(told({shut_down(25), service("Acme", "C:\\a.exe"), ran("evil", "running", 20)}),
              Lines{})
        << "before the last start";
    EXPECT_EQ(told({shut_down(10), service("Acme", "C:\\a.exe", 15), ran("evil", "running", 20)}),
              Lines{})
        << "the hive may be older than the key";
    EXPECT_EQ(told({service("Acme", "C:\\a.exe"), ran("evil", "running", 20)}), Lines{})
        << "nothing says when the host was started";
    EXPECT_EQ(
        told({shut_down(10), service("cbdhsvc", "C:\\a.exe"), ran("cbdhsvc_3f2a1", "running", 20)}),
        Lines{})
        << "an instance of a template";
    State gone = service("evil", "C:\\e.exe");
    gone.set_truth(StateField::Deleted, true);
    std::vector<State> deleted = running;
    deleted.push_back(gone);
    EXPECT_EQ(told(deleted).size(), 1U) << "a deleted key is no key";
}

testing::EvtxEvent state_change(std::uint64_t second, const char* display, const char* binary) {
    return {"Service Control Manager",
            7036,
            hunt::at_second(second),
            "HOST7",
            {{"param1", display}, {"param2", "running"}, {"Binary", binary}}};
}

TEST(ServiceHistory, IsFoundInLogAndHive) {
    const testing::TempFolder folder;
    testing::HiveKey root{.name = "ROOT"};
    testing::key_at(root, "Select").values = {testing::number_value("Current", 1)};
    testing::HiveKey& spooler = testing::key_at(root, R"(ControlSet001\Services\Spooler)");
    spooler.values = {testing::number_value("Type", 0x10),
                      testing::text_value("ImagePath", R"(C:\Windows\System32\spoolsv.exe)")};
    spooler.written = hunt::at_second(100);
    std::string shutdown(8, '\0');
    for (std::size_t i = 0; i < shutdown.size(); ++i) {
        shutdown[i] = static_cast<char>(hunt::at_second(10).ticks >> (8 * i));
    }
    testing::key_at(root, R"(ControlSet001\Control\Windows)").values = {
        testing::binary_value("ShutdownTime", shutdown)};
    folder.write("C/Windows/System32/config/SYSTEM", testing::write_hive(root));
    testing::EvtxLog log("System");
    log.add(state_change(20, "Print Spooler", "530070006F006F006C00650072002F0034000000"));
    log.add(state_change(21, "Evil", "6500760069006C002F0034000000"));
    folder.write("C/Windows/System32/winevt/Logs/System.evtx", hunt::bytes_of(log));
    const HostResult host = testing::triaged(folder.path());
    std::size_t found = 0;
    for (const hunt::Finding& finding : host.findings) {
        if (finding.rule->title != "Service runs although its key is gone") continue;
        ++found;
        EXPECT_EQ(finding.events.front().event.field("difference.subject"), "evil");
        EXPECT_EQ(finding.events.front().proofs.front().place, "record 2");
    }
    EXPECT_EQ(found, 1U);
    const auto states = std::ranges::count(host.documents, Dataset::ServiceState, &State::dataset);
    EXPECT_EQ(states, 2);
}

}  // namespace
}  // namespace xiezhi::triage
