// Subscriptions that are bound, left over or deleted, and classes that hold data.
#include <gtest/gtest.h>

#include "tests/support/host_documents.h"
#include "tests/support/wmi_writer.h"

namespace xiezhi::testing {
namespace {

HostDocuments host_with(const WmiFiles& files) {
    const std::string folder = "Windows/System32/wbem/Repository/";
    WrittenHost written;
    written.file(folder + "OBJECTS.DATA", as_text(files.objects));
    written.file(folder + "INDEX.BTR", as_text(files.index));
    written.file(folder + "MAPPING1.MAP", as_text(files.mapping));
    return written.read();
}

void add_system_classes(WmiWriter& out) {
    const std::string system = "__SystemClass";
    out.add(WmiClass{system, "__NAMESPACE", "", {{"Name", 8, 0, 0, {}, true}}, 1, 4});
    out.add(WmiClass{system, "__EventFilter", "", {{"Name"}, {"Query", 8, 1, 4}}, 2, 8});
    out.add(WmiClass{system, "__EventConsumer", "", {{"CreatorSID", 0x2011}}, 1, 4});
    out.add(WmiClass{"root\\subscription",
                     "ActiveScriptEventConsumer",
                     "__EventConsumer",
                     {{"Name", 8, 1, 4}, {"ScriptText", 8, 2, 8}},
                     3,
                     12});
    out.add(WmiInstance{"root", "__NAMESPACE", {{0, 0, std::string("subscription")}}, 1, 4});
}

TEST(HostWmi, DeletedFilterIsARest) {
    const HostDocuments host = host_with(wmi_with_subscription());
    const State& bound = host.one(Dataset::WmiBinding, StateField::WmiBound, "true");
    EXPECT_EQ(bound.text(StateField::WmiConsumerName), "c");
    const State& rest = host.one(Dataset::WmiBinding, StateField::WmiBound, "false");
    EXPECT_EQ(rest.text(StateField::WmiFilterName), "old");
    EXPECT_TRUE(rest.is_true(StateField::Deleted));
    EXPECT_EQ(rest.proofs.front().state, ProofState::Carved);
    EXPECT_EQ(host.outcome(Dataset::WmiClass), Outcome::Read);
}

TEST(HostWmi, ConsumerWithoutBinding) {
    WmiWriter out;
    add_system_classes(out);
    out.add(WmiInstance{"root\\subscription",
                        "ActiveScriptEventConsumer",
                        {{1, 4, std::string("Updater")}, {2, 8, std::string("Set o = 1")}},
                        3,
                        12});
    const HostDocuments host = host_with(out.files());
    const State& rest = host.one(Dataset::WmiBinding, StateField::WmiBound, "false");
    EXPECT_EQ(rest.text(StateField::WmiConsumerName), "Updater");
    EXPECT_EQ(rest.text(StateField::WmiConsumerType), "ActiveScriptEventConsumer");
    EXPECT_EQ(rest.text(StateField::WmiConsumerText), "Set o = 1");
    EXPECT_FALSE(rest.has(StateField::Deleted));
}

TEST(HostWmi, ClassThatHoldsAScript) {
    WmiWriter out;
    add_system_classes(out);
    const std::string script = "IEX " + std::string(5'000, 'x') + " FromBase64String";
    out.add(WmiClass{"root\\subscription", "Win32_Hidden", "", {{"funs", 8, 0, 0, script}}, 1, 4});
    out.add(WmiClass{"root\\subscription", "Win32_Small", "", {{"funs", 8, 0, 0, "IEX"}}, 1, 4});
    const HostDocuments host = host_with(out.files());
    const State& state = host.one(Dataset::WmiClass, StateField::WmiClassName, "Win32_Hidden");
    EXPECT_EQ(state.text(StateField::WmiClassProperty), "funs");
    EXPECT_EQ(state.text(StateField::WmiClassDataKind), "script");
    EXPECT_EQ(host.of(Dataset::WmiClass).size(), 1U);
}

}  // namespace
}  // namespace xiezhi::testing
