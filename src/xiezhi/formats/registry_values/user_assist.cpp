#include "xiezhi/formats/registry_values/user_assist.h"

#include <array>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"

namespace xiezhi::user_assist {
namespace {

constexpr std::size_t kSizeNew = 72;
constexpr std::size_t kSizeOld = 16;
constexpr std::uint32_t kFirstCountOld = 5;

struct KnownFolder {
    std::string_view guid;  // lower case
    std::string_view variable;
};
// Source: Windows SDK, KnownFolders.h.
constexpr std::array kKnownFolders = {
    KnownFolder{"{6d809377-6af0-444b-8957-a3773f02200e}", "%PROGRAMFILES%"},
    KnownFolder{"{905e63b6-c1bf-494e-b29c-65b732d3d21a}", "%PROGRAMFILES%"},
    KnownFolder{"{7c5a40ef-a0fb-4bfc-874a-c0f2e0b9fa8e}", "%PROGRAMFILES(X86)%"},
    KnownFolder{"{1ac14e77-02e7-4e5d-b744-2eb1ae5198b7}", "%SYSTEMROOT%\\System32"},
    KnownFolder{"{d65231b0-b2f1-4857-a4ce-a8e7c6ea7d27}", "%SYSTEMROOT%\\SysWOW64"},
    KnownFolder{"{f38bf404-1d43-42f2-9305-67de0b28fc23}", "%SYSTEMROOT%"},
    KnownFolder{"{0139d44e-6afe-49f2-8690-3dafcae6ffb8}",
                "%PROGRAMDATA%\\Microsoft\\Windows\\Start Menu\\Programs"},
    KnownFolder{"{a77f5d77-2e2b-44c3-a6a2-aba601054a51}",
                "%APPDATA%\\Microsoft\\Windows\\Start Menu\\Programs"},
    KnownFolder{"{9e3995ab-1f9c-4f13-b827-48b24b6c7174}",
                "%APPDATA%\\Microsoft\\Internet Explorer\\Quick Launch\\User Pinned"},
};

char rot13(char c, char first) {
    return static_cast<char>(first + (c - first + 13) % 26);
}

}  // namespace

std::optional<Entry> parse(Bytes data) {
    Cursor in(data);
    Entry entry;
    entry.session = in.read<std::uint32_t>();
    entry.run_count = in.read<std::uint32_t>();
    if (data.size() == kSizeOld) {
        entry.run_count -= entry.run_count >= kFirstCountOld ? kFirstCountOld : entry.run_count;
        entry.last_run.ticks = in.read<std::uint64_t>();
        return entry;
    }
    if (data.size() != kSizeNew) return std::nullopt;
    entry.focus_count = in.read<std::uint32_t>();
    entry.focus_milliseconds = in.read<std::uint32_t>();
    in.seek(60);
    entry.last_run.ticks = in.read<std::uint64_t>();
    return entry;
}

std::string decoded_name(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = rot13(c, 'a');
        if (c >= 'A' && c <= 'Z') c = rot13(c, 'A');
    }
    return out;
}

bool is_counter(std::string_view decoded_name) noexcept {
    return decoded_name.starts_with("UEME_CTL");
}

std::string with_known_folder(std::string_view name) {
    constexpr std::size_t kGuidSize = 38;
    if (name.size() < kGuidSize || name.front() != '{') return std::string(name);
    const std::string guid = ascii_lower(name.substr(0, kGuidSize));
    for (const KnownFolder& folder : kKnownFolders) {
        if (folder.guid == guid)
            return std::string(folder.variable) + std::string(name.substr(kGuidSize));
    }
    return std::string(name);
}

}  // namespace xiezhi::user_assist
