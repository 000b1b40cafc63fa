// Connections of the firewall's log: grouped, with the direction as the log or the host tells it.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"

namespace xiezhi::testing {
namespace {

constexpr const char* kPlace = "Windows/System32/LogFiles/Firewall/pfirewall.log";
const std::string kHead =
    "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n"
    "#Fields: date time action protocol src-ip dst-ip src-port dst-port size tcpflags tcpsyn "
    "tcpack tcpwin icmptype icmpcode info path pid\n\n";

std::string line(const char* time, const char* action, const char* from, const char* to,
                 const char* ports, const char* path) {
    return std::string("2024-01-02 ") + time + ' ' + action + " TCP " + from + ' ' + to + ' ' +
           ports + " 0 - 0 0 0 - - - " + path + " 4\n";
}

HiveKey in_china() {
    HiveKey root = system_root();
    key_at(root, R"(ControlSet001\Control\TimeZoneInformation)").values = {
        number_value("ActiveTimeBias", 0xffff'fe20)};  // 480 minutes ahead of UTC
    key_at(root, R"(ControlSet001\Services\Tcpip\Parameters\Interfaces\{1})").values = {
        multi_text_value("IPAddress", {"10.0.0.7"})};
    return root;
}

HostDocuments read(const std::string& lines, bool with_hive = true) {
    WrittenHost written;
    written.file(kPlace, kHead + lines);
    if (with_hive) written.hive("SYSTEM", in_china());
    return written.read();
}

TEST(HostFirewall, ConnectionsThatDifferInNothingElseAreOne) {
    const HostDocuments host =
        read(line("08:00:00", "ALLOW", "10.0.0.7", "203.0.113.9", "50001 443", "SEND") +
             line("08:00:01", "CLOSE", "10.0.0.7", "203.0.113.9", "50001 443", "SEND") +
             line("09:00:00", "ALLOW", "10.0.0.7", "203.0.113.9", "50002 443", "SEND") +
             line("08:30:00", "DROP", "198.51.100.4", "10.0.0.7", "1234 3389", "RECEIVE"));
    EXPECT_EQ(host.of(Dataset::Connection).size(), 2U);
    EXPECT_EQ(host.outcome(Dataset::Connection), Outcome::Read);
    const State& out =
        host.one(Dataset::Connection, StateField::ConnectionRemoteAddress, "203.0.113.9");
    EXPECT_EQ(out.text(StateField::NetworkDirection), "outbound");
    EXPECT_EQ(out.text(StateField::ConnectionInitiated), "true");
    EXPECT_EQ(out.text(StateField::DestinationPort), "443");
    EXPECT_EQ(out.text(StateField::NetworkTransport), "tcp");
    EXPECT_EQ(out.text(StateField::ConnectionAction), "allow");
    EXPECT_EQ(out.text(StateField::ConnectionCount), "2");
    EXPECT_EQ(out.text(StateField::ConnectionFirst), "2024-01-02T00:00:00.0000000Z") << "UTC";
    EXPECT_EQ(out.text(StateField::ConnectionLast), "2024-01-02T01:00:00.0000000Z");
    ASSERT_EQ(out.proofs.size(), 2U);
    EXPECT_EQ(out.proofs[0].place, "line 6");
    EXPECT_EQ(out.proofs[1].place, "line 8");
    const State& in =
        host.one(Dataset::Connection, StateField::ConnectionRemoteAddress, "198.51.100.4");
    EXPECT_EQ(in.text(StateField::NetworkDirection), "inbound");
    EXPECT_EQ(in.text(StateField::ConnectionAction), "drop");
    EXPECT_EQ(in.text(StateField::ConnectionInitiated), "false");
    const State& log = host.one(Dataset::FirewallLog, StateField::FirewallLogEntries, "3");
    EXPECT_EQ(log.text(StateField::FirewallLogFull), "false");
    EXPECT_EQ(log.text(StateField::FirewallLogDays), "0");
}

TEST(HostFirewall, DirectionWithoutItsColumn) {
    const HostDocuments host =
        read(line("08:00:00", "OPEN", "10.0.0.9", "203.0.113.1", "1 80", "-") +
             line("08:00:00", "OPEN-INBOUND", "203.0.113.2", "10.0.0.9", "1 80", "-") +
             line("08:00:00", "DROP", "10.0.0.7", "203.0.113.3", "1 80", "-") +
             line("08:00:00", "DROP", "203.0.113.4", "203.0.113.5", "1 80", "-"));
    const auto direction = [&](const char* address) {
        return host.one(Dataset::Connection, StateField::ConnectionRemoteAddress, address)
            .text(StateField::NetworkDirection);
    };
    EXPECT_EQ(direction("203.0.113.1"), "outbound");
    EXPECT_EQ(direction("203.0.113.2"), "inbound");
    EXPECT_EQ(direction("203.0.113.3"), "outbound") << "its own address";
    EXPECT_EQ(direction("203.0.113.5"), "") << "nothing says it";
}

TEST(HostFirewall, WithoutAZoneTimesAreLocal) {
    const HostDocuments host =
        read(line("08:00:00", "ALLOW", "10.0.0.7", "203.0.113.9", "1 443", "SEND"), false);
    const State& one = host.one(Dataset::Connection, StateField::DestinationPort, "443");
    EXPECT_EQ(one.text(StateField::ConnectionLast), "2024-01-02T08:00:00.0000000Z");
    EXPECT_TRUE(one.is_true(StateField::ConnectionLocalTime));
}

TEST(HostFirewall, OlderLogBesideItSaysThatItWasFull) {
    WrittenHost written;
    written.file(kPlace, kHead + line("08:00:00", "ALLOW", "1.1.1.1", "2.2.2.2", "1 2", "SEND"));
    written.file(std::string(kPlace) + ".old",
                 kHead + line("07:00:00", "ALLOW", "1.1.1.1", "2.2.2.2", "3 2", "SEND"));
    const HostDocuments host = written.read();
    EXPECT_EQ(host.of(Dataset::Connection).size(), 1U);
    EXPECT_TRUE(host.of(Dataset::FirewallLog).front()->is_true(StateField::FirewallLogFull));
    EXPECT_EQ(WrittenHost().hive("SYSTEM", system_root()).read().outcome(Dataset::Connection),
              Outcome::Absent);
}

}  // namespace
}  // namespace xiezhi::testing
