#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/evidence/archives.h"
#include "xiezhi/evidence/collection.h"
#include "xiezhi/evidence/kind.h"

namespace xiezhi::evidence {

/// Where the bytes of an artefact are: on disk under its path, or in a zip.
struct Origin {
    std::optional<std::uint32_t> archive;
    std::uint64_t entry = 0;
};

struct Item {
    Artefact artefact;
    Origin origin;
};

/// Walks what the user named and lists it: folders, files, entries of zips and of zips in them.
class Gatherer {
public:
    Gatherer(Archives& archives, const ZipLimits& limits, const OpenOptions& options,
             const NoteSink& notes)
        : archives_(archives), limits_(limits), options_(options), notes_(notes) {}

    /// Adds one named path; an Error when it cannot be read at all.
    Result<void> add(const std::string& path);

    [[nodiscard]] std::vector<Item> take() { return std::move(items_); }

private:
    void walk(const std::string& folder);
    void add_file(const std::string& path);
    Result<void> look_at_file(const std::string& path);
    void add_archive(std::uint32_t archive, int depth);
    void list_archive(std::uint32_t archive, const ZipArchive& zip, int depth);
    void add_entry(std::uint32_t archive, const ZipArchive& zip, const ZipEntry& entry, int depth,
                   const std::string& path);
    [[nodiscard]] bool is_other(const std::string& path) const {
        return options_.is_other && options_.is_other(path);
    }
    void note(NoteKind kind, std::string path, Message what) const;
    void note_unreadable(std::string path, const Error& error) const;

    struct ArchiveTally;  // of the archive being listed
    ArchiveTally* tally_ = nullptr;
    Archives& archives_;
    const ZipLimits& limits_;
    const OpenOptions& options_;
    const NoteSink& notes_;
    std::vector<Item> items_;
};

}  // namespace xiezhi::evidence
