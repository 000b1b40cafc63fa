#include "tests/support/registry_lists.h"

#include <fmt/format.h>

#include "tests/support/hives.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::testing {
namespace {

using Entries = std::vector<ListEntry>;

constexpr std::string_view kCurrentVersion = "Software\\Microsoft\\Windows\\CurrentVersion\\";

/// DisplayName, NoModify, URLInfoAbout as display_name, no_modify, urlinfo_about.
std::string snake(const std::string& name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool upper = name[i] >= 'A' && name[i] <= 'Z';
        if (upper && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z') out += '_';
        out += static_cast<char>(upper ? name[i] - 'A' + 'a' : name[i]);
    }
    return out;
}

std::string shown(const regf::KeyValue& value) {
    const auto number = value.number();
    return number ? std::to_string(*number) : value.text();
}

std::string guid_at(Bytes bytes, std::size_t position) {
    if (bytes.size() < position + 16) return {};
    std::string text;
    append_text(text, {.type = ValueType::Guid, .bytes = bytes.subspan(position, 16)});
    return text.substr(1, text.size() - 2);
}

std::string sid_or_null(const std::optional<regf::Key>& key) {
    const auto value = key ? key->value("") : std::nullopt;
    if (!value || value->size() == 0) return "null";
    std::vector<std::byte> room;
    std::string text;
    append_text(text, {.type = ValueType::Sid, .bytes = value->data(room).bytes});
    return text;
}

Entries subkeys_of(const regf::Hive& hive, std::string_view path) {
    Entries entries;
    const auto key = hive.find(path);
    if (!key) return entries;
    for (const regf::Key& subkey : key->subkeys()) {
        ListEntry& entry = entries.emplace_back();
        for (const regf::KeyValue& value : subkey.values()) {
            entry[snake(value.name().text())] = shown(value);
        }
        entry["name"] = subkey.name().text();
        entry["timestamp"] = entry["last_write"] = iso_micro(subkey.last_written());
    }
    return entries;
}

Entries values_of(const regf::Hive& hive, std::string_view path) {
    Entries entries;
    const auto key = hive.find(path);
    if (!key) return entries;
    for (const regf::KeyValue& value : key->values()) {
        if (value.name().is("MRUListEx")) continue;
        entries.push_back({{value.name().text(), shown(value)},
                           {"name", value.name().text()},
                           {"value_name", value.name().text()},
                           {"value", value.text()},
                           {"value_type", regf::type_name(value.type())},
                           {"is_corrupted", "no"},
                           {"last_write", iso_micro(key->last_written())}});
    }
    return entries;
}

Entries grandchildren_of(const regf::Hive& hive, const std::string& path) {
    Entries entries;
    const auto key = hive.find(path);
    if (!key) return entries;
    for (const regf::Key& subkey : key->subkeys()) {
        const Entries below = subkeys_of(hive, path + "\\" + subkey.name().text());
        entries.insert(entries.end(), below.begin(), below.end());
    }
    return entries;
}

void add_field(Entries& entries, const std::string& to, const std::string& from) {
    for (ListEntry& entry : entries) entry[to] = entry[from];
}
void set_field(Entries& entries, const std::string& to, const std::string& value) {
    for (ListEntry& entry : entries) entry[to] = value;
}

Entries winrar(const regf::Hive& hive) {
    struct Place {
        std::string path;
        std::string operation;
        std::string field;
    };
    Entries all;
    for (const Place& place :
         {Place{"Software\\WinRAR\\ArcHistory", "archive_opened", "file_path"},
          Place{"Software\\WinRAR\\DialogEditHistory\\ArcName", "archive_created", "file_name"},
          Place{"Software\\WinRAR\\DialogEditHistory\\ExtrPath", "archive_extracted",
                "file_path"}}) {
        Entries entries = values_of(hive, place.path);
        add_field(entries, place.field, "value");
        set_field(entries, "operation", place.operation);
        all.insert(all.end(), entries.begin(), entries.end());
    }
    return all;
}

Entries boot_entries(const regf::Hive& hive) {
    Entries entries;
    const auto objects = hive.find("Objects");
    if (!objects) return entries;
    for (const regf::Key& object : objects->subkeys()) {
        const auto element = [&](const std::string& name) {
            const auto key = object.find("Elements\\" + name);
            return key ? key->value("Element") : std::nullopt;
        };
        const auto description = object.subkey("Description");
        const auto device = element("11000001");
        const auto path = element("12000002");
        const auto name = element("12000004");
        if (!description || !device || !path || !name) continue;
        std::vector<std::byte> room;
        const Bytes bytes = device->data(room).bytes;
        entries.push_back(
            {{"guid", object.name().text()},
             {"timestamp", iso_micro(object.last_written())},
             {"type", fmt::format("0x{:08X}", description->number("Type").value_or(0))},
             {"name", name->text()},
             {"image_path", path->text()},
             {"gpt_partition", guid_at(bytes, 32)},
             {"gpt_disk", guid_at(bytes, 56)}});
    }
    return entries;
}

Entries searched_words(const regf::Hive& hive) {
    const std::string path = std::string(kCurrentVersion) + "Explorer\\WordWheelQuery";
    Entries entries = values_of(hive, path);
    const auto key = hive.find(path);
    const auto order = key ? key->value("MRUListEx") : std::nullopt;
    std::vector<std::byte> room;
    const Bytes bytes = order ? order->data(room).bytes : Bytes{};
    for (ListEntry& entry : entries) {
        entry["mru_id"] = entry["value_name"];
        entry["name"] = entry["value"];
        for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
            if (std::to_string(load_le<std::uint32_t>(bytes, i)) == entry["mru_id"]) {
                entry["order"] = std::to_string(i / 4);
            }
        }
    }
    return entries;
}

/// The counted string of an LSA policy value: its size at 0, its characters at 8.
std::string policy_text(const std::optional<regf::Key>& key) {
    const auto value = key ? key->value("") : std::nullopt;
    if (!value) return {};
    std::vector<std::byte> room;
    const Bytes bytes = value->data(room).bytes;
    Cursor in(bytes);
    const std::size_t size = in.read<std::uint16_t>();
    in.seek(8);
    std::string text;
    append_utf8(text, in.take(size));
    return text;
}

Entries local_sid(const regf::Hive& hive) {
    const auto key = hive.find("SAM\\Domains\\Account");
    const auto value = key ? key->value("V") : std::nullopt;
    if (!value) return {};
    std::vector<std::byte> room;
    const Bytes bytes = value->data(room).bytes;
    Cursor in(bytes);
    in.seek(bytes.size() - 12);
    const auto a = in.read<std::uint32_t>();
    const auto b = in.read<std::uint32_t>();
    const auto c = in.read<std::uint32_t>();
    return {{{"machine_sid", fmt::format("S-1-5-21-{}-{}-{}", a, b, c)},
             {"timestamp", iso_micro(key->last_written())}}};
}

/// Lists that are the subkeys, the values or the existence of a key, in each control set.
enum class How : std::uint8_t { Subkeys, Values, Grandchildren, There };
struct PlainList {
    std::string_view name;
    How how;
    std::string_view path;  // {CCS}: the current control set
};
// clang-format off
constexpr PlainList kPlainLists[] = {
    {"active_control_set", How::Values, "Select"},
    {"backuprestore_plugin", How::Subkeys, "{CCS}\\Control\\BackupRestore"},
    {"bootkey", How::There, "{CCS}\\Control\\Lsa\\JD"},
    {"codepage", How::There, "{CCS}\\Control\\Nls\\CodePage"},
    {"computer_name", How::There, "{CCS}\\Control\\ComputerName\\ComputerName"},
    {"crash_dump", How::There, "{CCS}\\Control\\CrashControl"},
    {"diag_sr", How::There, "{CCS}\\Services\\VSS\\Diag\\SystemRestore"},
    {"disable_last_access", How::There, "{CCS}\\Control\\FileSystem"},
    {"host_domain_name", How::There, "{CCS}\\Services\\Tcpip\\Parameters"},
    {"lsa_packages", How::There, "{CCS}\\Control\\Lsa"},
    {"mounted_devices", How::Values, "MountedDevices"},
    {"network_data", How::There, "{CCS}\\Services\\Tcpip\\Parameters\\Interfaces"},
    {"pagefile", How::There, "{CCS}\\Control\\Session Manager\\Memory Management"},
    {"previous_winver_plugin", How::There, "Setup\\Source OS"},
    {"processor_architecture", How::There, "{CCS}\\Control\\Session Manager\\Environment"},
    {"routes", How::Values, "{CCS}\\Services\\Tcpip\\Parameters\\PersistentRoutes"},
    {"safeboot_configuration", How::Subkeys, "{CCS}\\Control\\SafeBoot"},
    {"shutdown", How::There, "{CCS}\\Control\\Windows"},
    {"timezone_data", How::There, "{CCS}\\Control\\TimeZoneInformation"},
    {"timezone_data2", How::There, "{CCS}\\Control\\TimeZoneInformation"},
    {"usb_devices", How::Grandchildren, "{CCS}\\Enum\\USB"},
    {"usbstor_plugin", How::Grandchildren, "{CCS}\\Enum\\USBSTOR"},
    {"wdigest", How::There, "{CCS}\\Control\\SecurityProviders\\WDigest"},
    {"typed_paths/entries", How::Values, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\TypedPaths"},
    {"typed_urls/entries", How::Values, "Software\\Microsoft\\Internet Explorer\\TypedURLs"},
    {"typed_paths", How::Values, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\TypedPaths"},
    {"typed_urls", How::Values, "Software\\Microsoft\\Internet Explorer\\TypedURLs"},
    {"terminal_services_history", How::Subkeys, "Software\\Microsoft\\Terminal Server Client\\Servers"},
    {"wsl", How::There, "Software\\Microsoft\\Windows\\CurrentVersion\\Lxss"},
};
// clang-format on

std::string in_control_set(const regf::Hive& hive, std::string_view path) {
    if (!path.starts_with("{CCS}")) return std::string(path);
    return current_control_set(hive) + std::string(path.substr(5));
}

Entries plain_list(const regf::Hive& hive, const PlainList& list) {
    const std::string path = in_control_set(hive, list.path);
    switch (list.how) {
        case How::Subkeys:
            return subkeys_of(hive, path);
        case How::Values:
            return values_of(hive, path);
        case How::Grandchildren:
            return grandchildren_of(hive, path);
        case How::There:
            return Entries(hive.find(path) ? 1 : 0);
    }
    return {};
}

Entries persistence(const regf::Hive& hive) {
    Entries entries;
    for (const std::string name : {"Run", "RunOnce", "RunServices", "RunServicesOnce"}) {
        const auto key = hive.find(std::string(kCurrentVersion) + name);
        if (!key || key->value_count() == 0) continue;
        entries.push_back({{"timestamp", iso_micro(key->last_written())}});
    }
    return entries;
}

}  // namespace

std::optional<Entries> registry_list(const regf::Hive& hive, const std::string& name) {
    for (const PlainList& list : kPlainLists) {
        if (list.name == name) return plain_list(hive, list);
    }
    const std::string persistence_values = "ntuser_persistence[";
    if (name.starts_with(persistence_values) && name.ends_with("]/values")) {
        const std::size_t begin = persistence_values.size() + 1;  // without the first '\'
        return values_of(hive, name.substr(begin, name.rfind(']') - begin));
    }
    if (name.starts_with("ntuser_persistence")) return persistence(hive);
    if (name == "winrar_plugin") return winrar(hive);
    if (name == "word_wheel_query") return searched_words(hive);
    if (name == "boot_entry_list") return boot_entries(hive);
    if (name == "local_sid") return local_sid(hive);
    Entries entries;
    if (name == "installed_programs_ntuser") {
        entries = subkeys_of(hive, std::string(kCurrentVersion) + "Uninstall");
        add_field(entries, "service_name", "name");
        set_field(entries, "registry_path", "\\" + std::string(kCurrentVersion) + "Uninstall");
    } else if (name == "network_drives_plugin") {
        entries = subkeys_of(hive, "Network");
        add_field(entries, "drive_letter", "name");
        add_field(entries, "network_path", "remote_path");
    } else if (name == "ntuser_classes_installer") {
        entries = subkeys_of(hive, "Software\\Microsoft\\Installer\\Products");
        add_field(entries, "identifier", "name");
        for (ListEntry& entry : entries) {
            entry["is_hidden"] = entry.contains("system_component") ? "yes" : "no";
        }
    } else if (name == "winscp_saved_sessions") {
        const std::string path = "Software\\Martin Prikryl\\WinSCP 2\\Sessions";
        entries = subkeys_of(hive, path);
        set_field(entries, "hive_name", "HKEY_CURRENT_USER");
        for (ListEntry& entry : entries) {
            entry["key_path"] = "HKEY_CURRENT_USER\\" + path + "\\" + entry["name"];
        }
    } else if (name == "domain_sid") {
        const auto machine = hive.find("Policy\\PolMachineAccountS");
        entries.push_back({{"domain_name", policy_text(hive.find("Policy\\PolPrDmN"))},
                           {"domain_sid", sid_or_null(hive.find("Policy\\PolPrDmS"))},
                           {"machine_sid", sid_or_null(machine)},
                           {"timestamp", machine ? iso_micro(machine->last_written()) : ""}});
    } else {
        return std::nullopt;
    }
    return entries;
}

ListEntry system_facts(const regf::Hive& hive) {
    const std::string control = current_control_set(hive) + "\\Control\\";
    const auto text = [](const auto& key, std::string_view name) {
        return key ? key->text(name).value_or("") : std::string();
    };
    const auto zone = hive.find(control + "TimeZoneInformation");
    const auto bias = zone ? zone->number("ActiveTimeBias").value_or(0) : 0;
    const auto windows = hive.find(control + "Windows");
    const auto shutdown = windows ? windows->number("ShutdownTime").value_or(0) : 0;
    const auto select = hive.find("Select");
    return {
        {"select_current", std::to_string(select ? select->number("Current").value_or(0) : 0)},
        {"computer_name", text(hive.find(control + "ComputerName\\ComputerName"), "ComputerName")},
        {"active_time_bias",
         std::to_string(static_cast<std::int32_t>(static_cast<std::uint32_t>(bias)))},
        {"shutdown_time", iso_micro({shutdown})}};
}

}  // namespace xiezhi::testing
