#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "xiezhi/evidence/zip/archive.h"

namespace xiezhi::evidence {

/// Where a zip lies: a file, or an entry of another zip.
struct ArchivePlace {
    std::string path;                    // of the file; for nested ones: as shown
    std::optional<std::uint32_t> outer;  // archive that has it
    ZipEntry entry;                      // in `outer`
};

/// The zips of a collection, opened when needed; only the last few stay open, so that thousands of
/// zips cost neither memory nor file handles. May be used from several threads.
class Archives {
public:
    explicit Archives(std::string password) : password_(std::move(password)) {}

    std::uint32_t add(ArchivePlace place);
    [[nodiscard]] const ArchivePlace& place(std::uint32_t archive) const {
        return places_[archive];
    }
    [[nodiscard]] Result<std::shared_ptr<const ZipArchive>> open(std::uint32_t archive) const;

private:
    static constexpr std::size_t kOpenMax = 8;

    struct OpenArchive {
        std::uint32_t archive = 0;
        std::shared_ptr<const ZipArchive> zip;
    };

    [[nodiscard]] Result<std::shared_ptr<const ZipArchive>> open_locked(
        std::uint32_t archive) const;
    [[nodiscard]] Result<std::unique_ptr<ByteSource>> bytes_of(const ArchivePlace& place) const;

    std::string password_;
    std::vector<ArchivePlace> places_;
    mutable std::mutex mutex_;
    mutable std::vector<OpenArchive> open_;  // least recently used first
};

}  // namespace xiezhi::evidence
