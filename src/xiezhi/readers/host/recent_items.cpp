#include <algorithm>
#include <array>

#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"

// What users typed, opened and connected to, as their hives remember it.
namespace xiezhi::readers {
namespace {

/// How a list keeps its entries.
enum class Entry : std::uint8_t {
    Text,     // a text
    Command,  // a text with `\1` behind it: what was typed at Win+R
    Wide,     // UTF-16 up to a NUL, then something else
    Name,     // the value's name is the entry
};

struct List {
    const char* name;
    const char* key;
    Entry entry;
};

constexpr auto kLists = std::to_array<List>({
    {"run", R"(Software\Microsoft\Windows\CurrentVersion\Explorer\RunMRU)", Entry::Command},
    {"typed_paths", R"(Software\Microsoft\Windows\CurrentVersion\Explorer\TypedPaths)",
     Entry::Text},
    {"typed_urls", R"(Software\Microsoft\Internet Explorer\TypedURLs)", Entry::Text},
    {"recent_docs", R"(Software\Microsoft\Windows\CurrentVersion\Explorer\RecentDocs)",
     Entry::Wide},
    {"last_visited",
     R"(Software\Microsoft\Windows\CurrentVersion\Explorer\ComDlg32\LastVisitedPidlMRU)",
     Entry::Wide},
    {"open_save", R"(Software\Microsoft\Windows\CurrentVersion\Explorer\ComDlg32\OpenSaveMRU\*)",
     Entry::Text},
    {"search", R"(Software\Microsoft\Windows\CurrentVersion\Explorer\WordWheelQuery)", Entry::Wide},
    {"network_drive", R"(Software\Microsoft\Windows\CurrentVersion\Explorer\Map Network Drive MRU)",
     Entry::Text},
    {"archive", R"(Software\WinRAR\ArcHistory)", Entry::Text},
    {"archive", R"(Software\7-Zip\FM)", Entry::Wide},
    {"ssh_host", R"(Software\SimonTatham\PuTTY\SshHostKeys)", Entry::Name},
});

std::string wide_text(const regf::KeyValue& value) {
    std::vector<std::byte> room;
    Bytes data = value.data(room).bytes;
    for (std::size_t i = 0; i + 1 < data.size(); i += 2) {
        if (data[i] != std::byte{0} || data[i + 1] != std::byte{0}) continue;
        data = data.first(i);
        break;
    }
    std::string text;
    append_utf8(text, data);
    return text;
}

std::string entry_of(const regf::KeyValue& value, Entry entry) {
    switch (entry) {
        case Entry::Name:
            return value.name().text();
        case Entry::Wide:
            return wide_text(value);
        case Entry::Text:
            return value.text();
        case Entry::Command:
            break;
    }
    std::string text = value.text();
    if (text.ends_with("\\1")) text.resize(text.size() - 2);
    return text;
}

std::uint64_t read_list(HostContext& host, const OpenHive& user, const List& list) {
    std::uint64_t count = 0;
    each_key(user.hive, list.key, [&](const regf::Key& key, const std::string& path) {
        for (const regf::KeyValue& value : key.values()) {
            const std::string name = folded(value.name().text());
            if (name.empty() || name.starts_with("mrulist")) continue;
            const bool other = list.entry == Entry::Wide && value.type() != regf::ValueType::Binary;
            const std::string text = other ? std::string() : entry_of(value, list.entry);
            if (text.empty()) continue;
            State state(Dataset::RecentItem);
            state.set(StateField::RecentList, list.name);
            state.set(StateField::RecentText, text);
            if (list.entry == Entry::Command) set_command(state, text, host.paths);
            state.set(StateField::UserName, user.user);
            state.set(StateField::UserId, user.sid);
            place(state, user, key, path, &value);
            host.states(std::move(state));
            ++count;
        }
    });
    return count;
}

void tell_target(HostContext& host, const OpenHive& user, const regf::Key& key,
                 const std::string& path, const regf::KeyValue* value, const std::string& server) {
    State state(Dataset::RdpTarget);
    state.set(StateField::ServerAddress, server);
    if (value == nullptr) {
        state.set(StateField::RdpUserHint, key.text("UsernameHint").value_or(""));
    }
    state.set(StateField::UserName, user.user);
    state.set(StateField::UserId, user.sid);
    place(state, user, key, path, value);
    host.states(std::move(state));
}

/// Servers has every one with its account, Default those typed last.
std::uint64_t read_rdp_targets(HostContext& host, const OpenHive& user) {
    std::uint64_t count = 0;
    each_key(user.hive, R"(Software\Microsoft\Terminal Server Client\Servers\*)",
             [&](const regf::Key& key, const std::string& path) {
                 tell_target(host, user, key, path, nullptr, key.name().text());
                 ++count;
             });
    each_key(user.hive, R"(Software\Microsoft\Terminal Server Client\Default)",
             [&](const regf::Key& key, const std::string& path) {
                 for (const regf::KeyValue& value : key.values()) {
                     if (!folded(value.name().text()).starts_with("mru")) continue;
                     const std::string server = value.text();
                     if (server.empty()) continue;
                     tell_target(host, user, key, path, &value, server);
                     ++count;
                 }
             });
    return count;
}

}  // namespace

void read_recent_items(HostContext& host) {
    std::uint64_t items = 0;
    std::uint64_t targets = 0;
    const std::vector<const OpenHive*> users = host.registry->all(HiveKind::User);
    for (const OpenHive* const user : users) {
        for (const List& list : kLists) items += read_list(host, *user, list);
        targets += read_rdp_targets(host, *user);
    }
    const OpenHive* const first = users.empty() ? nullptr : users.front();
    observe_hive(host, Dataset::RecentItem, first, "NTUSER.DAT", items);
    observe_hive(host, Dataset::RdpTarget, first, "NTUSER.DAT", targets);
}

}  // namespace xiezhi::readers
