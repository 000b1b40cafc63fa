#include "xiezhi/base/cursor.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kTimes = R"(Properties\{83da6326-97a6-4088-9453-a1923f573b29}\)";

/// A time of a device's properties: from Windows 8 on in the unnamed value, before in `Data` one
/// key below, which has eight digits.
FileTime property_time(const regf::Key& device, const std::string& number) {
    for (const std::string& path :
         {std::string(kTimes) + number, std::string(kTimes) + "0000" + number + "\\00000000"}) {
        const auto key = device.find(path);
        if (!key) continue;
        auto value = key->value("");
        if (!value) value = key->value("Data");
        if (!value) continue;
        std::vector<std::byte> room;
        const Bytes data = value->data(room).bytes;
        if (data.size() >= 8) return {load_le<std::uint64_t>(data, 0)};
    }
    return {};
}

/// `Disk&Ven_Kingston&Prod_DataTraveler&Rev_1.00` -> `Kingston DataTraveler`.
std::string model_of(std::string_view id) {
    std::string model;
    for (const std::string_view mark : {"Ven_", "Prod_"}) {
        const std::size_t at = id.find(mark);
        if (at == std::string_view::npos) continue;
        std::string_view part = id.substr(at + mark.size());
        part = part.substr(0, part.find('&'));
        if (part.empty()) continue;
        model += (model.empty() ? "" : " ") + std::string(part);
    }
    return model.empty() ? std::string(id) : model;
}

std::uint64_t read_devices(HostContext& host, const OpenHive& system) {
    std::uint64_t count = 0;
    each_key(system.hive, host.registry->control_set() + R"(\Enum\USBSTOR\*\*)",
             [&](const regf::Key& key, const std::string& path) {
                 const auto parent = key.parent();
                 if (!parent) return;
                 State state(Dataset::UsbDevice);
                 const std::string friendly = key.text("FriendlyName").value_or("");
                 state.set(StateField::DeviceModel,
                           friendly.empty() ? model_of(parent->name().text()) : friendly);
                 state.set(StateField::DeviceSerial, key.name().text());
                 const FileTime first = property_time(key, "0064");
                 const FileTime last = property_time(key, "0066");
                 state.set_time(StateField::DeviceFirstSeen, first);
                 state.set_time(StateField::DeviceLastSeen,
                                last.ticks != 0 ? last : key.last_written());
                 place(state, system, key, path, nullptr);
                 host.states(std::move(state));
                 ++count;
             });
    return count;
}

}  // namespace

void read_usb_devices(HostContext& host) {
    const OpenHive* const system = host.registry->first(HiveKind::System);
    observe_hive(host, Dataset::UsbDevice, system, "SYSTEM",
                 system == nullptr ? 0 : read_devices(host, *system));
}

}  // namespace xiezhi::readers
