#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/hive_writer.h"
#include "tools/demo/host.h"

namespace xiezhi::demo {

/// A file of the demo host that is no log.
struct HostFile {
    std::string path;  // below the folder
    std::string bytes;
};

/// What must be found, or must not be called high: an item of truth.tsv.
struct TruthRow {
    /// A capability of the finding, or the rule that finds it, by the name of its file in the pack:
    /// `task_action`. Of a decoy: the rule that is tempted; `-`: whichever.
    std::string check;
    std::string role;      // planted, decoy
    std::string artefact;  // part of the path of the finding's proof
    std::string text;      // stands in the finding
};

/// What the host's disk holds after the story of intrusion.cpp, told by the state that it left:
/// hives, tasks, prefetch, WMI repository, text files. Beside each planted item stands an honest
/// one of its kind.
class Disk {
public:
    void add(std::string path, std::string bytes) {
        files_.push_back({std::move(path), std::move(bytes)});
    }
    void planted(const char* capability, const char* artefact, const std::string& text) {
        tell({capability, "planted", artefact, text});
    }
    void decoy(const char* artefact, const std::string& text) {
        tell({"-", "decoy", artefact, text});
    }
    void tell(TruthRow row) { truth_.push_back(std::move(row)); }

    [[nodiscard]] const std::vector<HostFile>& files() const noexcept { return files_; }
    [[nodiscard]] const std::vector<TruthRow>& truth() const noexcept { return truth_; }

private:
    std::vector<HostFile> files_;
    std::vector<TruthRow> truth_;
};

inline constexpr const char* kConfig = "C/Windows/System32/config/";
inline constexpr const char* kMinerCopy = R"(C:\ProgramData\Microsoft\Update\svchosts.exe)";

/// Whole days of the story, as in Host::local; when each trace was written.
[[nodiscard]] FileTime night(std::uint32_t hour, std::uint32_t minute);
[[nodiscard]] FileTime long_ago();

// hives_machine.cpp, hives_accounts.cpp, files.cpp
void write_system(Disk& disk);
void write_software(Disk& disk);
void write_accounts(Disk& disk);
void write_tasks(Disk& disk, testing::HiveKey& software);
void write_files(Disk& disk);

/// A prefetch file, below the volume's root: `folder` as prefetch writes it, `loaded` one more file
/// that the program took in (empty: none).
[[nodiscard]] HostFile prefetch(const std::string& program, const std::string& folder,
                                std::uint32_t hash, const std::vector<FileTime>& runs,
                                const std::string& loaded);

/// All of it.
[[nodiscard]] Disk tell_disk();

/// Two hosts for tests, below a folder each, that no intruder would leave like this: for every
/// check of the pack over documents, something planted and something honest in the same place. What
/// a host has but once is planted on the first and honest on the second.
[[nodiscard]] Disk tell_exhibition();

/// truth.tsv: check, role, artefact, text.
[[nodiscard]] std::string truth_table(const Disk& disk);

/// Writes logs, disk and truth.tsv below `folder`. The path that could not be written; else empty.
[[nodiscard]] std::string write_demo(const std::string& folder);
/// The same of the exhibition, which has no logs.
[[nodiscard]] std::string write_exhibition(const std::string& folder);

}  // namespace xiezhi::demo
