// The WMI repository: subscriptions that are bound or left over, classes that hold data.
#include "tests/support/wmi_writer.h"
#include "tools/demo/exhibition/bytes.h"
#include "tools/demo/exhibition/exhibition.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using testing::WmiClass;
using testing::WmiConsumer;
using testing::WmiWriter;

constexpr const char* kFolder = "Windows/System32/wbem/Repository/";
constexpr const char* kObjects = "Windows/System32/wbem/Repository/OBJECTS.DATA";

struct Row {
    Role role;
    const char* check;
    WmiConsumer consumer;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows = {
        {Planted,
         "host/wmi_consumer",
         {.name = "UpdateConsumer", .command = R"(cmd.exe /c C:\Tools\wc.bat)", .bound = true}},
        {Decoy,
         "host/wmi_consumer",
         {.name = "SCM Event Log Consumer", .source = "Service Control Manager", .bound = true}},
        {Decoy,
         "host/wmi_consumer",
         {.name = "DellCommandPowerManagerAlertEventConsumer",
          .command = R"("C:\Program Files\Dell\CommandPowerManager\NotifyService.exe" -a)",
          .bound = true}},
        {Planted,
         "host/wmi_orphan",
         {.name = "UpdateRest", .command = R"(powershell.exe -File C:\Tools\wr.ps1)"}},
        {Planted,
         "host/wmi_orphan",
         {.name = "UpdateDeleted", .command = R"(cmd.exe /c C:\Tools\wd.bat)", .deleted = true}},
        {Decoy, "host/wmi_orphan", {.name = "AcmeRest", .source = "Acme Backup"}},
    };
    return kRows;
}

/// A class whose one property has a large default.
void put_class(Stand& stand, WmiWriter& out, Role role, const char* name, const std::string& data) {
    out.add(WmiClass{R"(root\subscription)", name, "", {{"Data", 8, 0, 0, data}}, 1, 4});
    stand.tell(role, "host/wmi_payload", kObjects, name);
}

}  // namespace

void exhibit_wmi(const Exhibition& at) {
    constexpr std::size_t kData = 5'000;
    WmiWriter out;
    testing::add_subscription_classes(out);
    testing::add_log_consumer_class(out);
    for (const Row& row : rows()) {
        testing::add_consumer(out, row.consumer);
        at.exhibit.tell(row.role, row.check, kObjects, row.consumer.name);
    }
    put_class(at.exhibit, out, Planted, "Win32_UpdateCache", encoded_noise(kData, 4));
    std::string notes;
    while (notes.size() < kData) notes += "Licence of the Acme backup agent, all rights reserved. ";
    put_class(at.exhibit, out, Decoy, "Acme_Licence", notes);
    const testing::WmiFiles files = out.files();
    at.exhibit.file(kObjects, std::string(as_text(files.objects)));
    at.exhibit.file(std::string(kFolder) + "INDEX.BTR", std::string(as_text(files.index)));
    at.exhibit.file(std::string(kFolder) + "MAPPING1.MAP", std::string(as_text(files.mapping)));
}

}  // namespace xiezhi::demo
