// Traces of what ran and of what was thrown away: prefetch, recycle bin.
#include "tests/support/binary_writer.h"
#include "tools/demo/exhibition/bytes.h"
#include "tools/demo/exhibition/exhibition.h"

namespace xiezhi::demo {
namespace {

using enum Role;

struct Run {
    Role role;
    const char* checks;
    const char* program;
    const char* folder;  // below the volume
    std::uint32_t hash;
    const char* loaded = "";  // one more file
};

// clang-format off
constexpr auto kRuns = std::to_array<Run>({
    {Planted, "host/executed_from_hideout", "EH.EXE", R"(\USERS\PUBLIC\)", 0x3d10f7c1},
    {Decoy, "host/executed_from_hideout", "AGENT.EXE", R"(\PROGRAM FILES\ACME BACKUP\)", 0x77f01a31},
    {Planted, "host/executed_lookalike", "SVCHOSTS.EXE", R"(\TOOLS\)", 0x5b2e0c11},
    {Planted, "host/executed_lookalike", "LSASS.EXE", R"(\TOOLS\)", 0x5b2e0c12},
    {Decoy, "host/executed_lookalike", "SVCHOST.EXE", R"(\WINDOWS\SYSTEM32\)", 0x0a4c8811},
    {Planted, "host/loaded_from_hideout", "CMD.EXE", R"(\WINDOWS\SYSTEM32\)", 0x4a81b361, R"(\USERS\PUBLIC\CACHE\CSRSS.EXE)"},
    {Decoy, "host/loaded_from_hideout", "WERMGR.EXE", R"(\WINDOWS\SYSTEM32\)", 0x4a81b362, R"(\WINDOWS\SYSTEM32\CSRSS.EXE)"},
});
// clang-format on

constexpr const char* kBin = "$Recycle.Bin/S-1-5-21-3512467890-1180244571-2904415663-1001/";

struct Deleted {
    Role role;
    const char* check;
    const char* name;  // behind $I and $R
    const char* path;  // where it was
    const char* original_name = "";
};
constexpr auto kDeleted = std::to_array<Deleted>({
    {Planted, "host/deleted_tool", "A1B2C3.exe", R"(C:\Users\Public\dt-tool.exe)"},
    {Planted, "host/deleted_tool", "A1B2C4.exe", R"(D:\Stick\mimikatz.exe)"},
    {Planted, "host/deleted_tool", "A1B2C6.exe", R"(D:\Stick\dt-notes.exe)", "mimikatz.exe"},
    {Planted, "host/deleted_tool", "A1B2C7.exe", R"(D:\Stick\svchosts.exe)"},
    {Decoy, "host/deleted_tool", "A1B2C5.exe", R"(C:\Program Files\Acme Backup\dt-old.exe)"},
});

/// As Windows 10 keeps it.
std::string index_of(const Deleted& file, std::uint64_t size) {
    constexpr std::uint64_t kVersion = 2;
    const std::string_view path = file.path;
    return testing::BinaryWriter()
        .put(kVersion)
        .put(size)
        .put(night(4, 0).ticks)
        .put(static_cast<std::uint32_t>(path.size() + 1))
        .utf16(path)
        .fill(2)
        .bytes();
}

}  // namespace

void exhibit_traces(const Exhibition& at) {
    for (const Run& run : kRuns) {
        const HostFile file =
            prefetch(run.program, run.folder, run.hash, {night(2, 5)}, run.loaded);
        at.exhibit.file(file.path, file.bytes);
        at.exhibit.tell(run.role, run.checks, file.path, run.program);
    }
    for (const Deleted& file : kDeleted) {
        const std::string content =
            program({.original_name = file.original_name, .overlay = file.name});
        at.exhibit.file(std::string(kBin) + "$R" + file.name, content);
        at.exhibit.file(std::string(kBin) + "$I" + file.name, index_of(file, content.size()));
        const std::string_view path = file.path;
        at.exhibit.tell(file.role, file.check, std::string(kBin) + "$I" + file.name,
                        path.substr(path.rfind('\\') + 1));
    }
    const std::string hand = std::string(kBin) + "rb-hand.exe";
    at.exhibit.file(hand, program({.overlay = "hand"}));
    at.exhibit.tell(Planted, "host/recycle_bin_program", hand, "rb-hand.exe");
    at.exhibit.tell(Decoy, "host/recycle_bin_program", std::string(kBin) + "$RA1B2C5.exe",
                    "$RA1B2C5.exe");
}

}  // namespace xiezhi::demo
