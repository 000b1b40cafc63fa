#include "xiezhi/evidence/gather.h"

#include <algorithm>
#include <set>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/evidence/zip/entry_path.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::evidence {
namespace {

constexpr std::size_t kFolderDepthMax = 256;
constexpr int kZipDepthMax = 2;  // a zip in a zip

std::string joined(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

std::string without_last_slashes(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

/// Whether the stated sizes are those of a bomb. Past the floor only: see ZipLimits.
bool is_bomb(const ZipEntry& entry, const ZipLimits& limits) {
    return entry.size > limits.entry_floor && entry.size / limits.ratio_max > entry.packed_size;
}

}  // namespace

/// What is counted over one archive, so that one note stands for many entries.
struct Gatherer::ArchiveTally {
    bool percent = false;
    bool gbk = false;
    bool cp437 = false;
    bool full = false;
    std::uint64_t locked = 0;
    std::uint64_t bytes = 0;
    std::uint64_t bytes_max = 0;
};

void Gatherer::note(NoteKind kind, std::string path, Message what) const {
    notes_(Note{.kind = kind, .path = std::move(path), .what = std::move(what)});
}

void Gatherer::note_unreadable(std::string path, const Error& error) const {
    note(NoteKind::Unreadable, std::move(path), error.what);
}

Result<void> Gatherer::add(const std::string& named) {
    const std::string path = without_last_slashes(platform::with_slashes(named));
    auto kind = platform::file_kind(path);
    if (!kind) return std::move(kind.error()).in(path);
    switch (*kind) {
        case platform::FileKind::Folder: {
            auto listed = platform::list_folder(path);
            if (!listed) return std::move(listed.error()).in(path);
            walk(path);
            return {};
        }
        case platform::FileKind::File: {
            auto done = look_at_file(path);
            if (!done) return std::move(done.error()).in(path);
            return {};
        }
        case platform::FileKind::Link:
        case platform::FileKind::Other:
            break;
    }
    return Error{Errc::Unsupported, msg::not_a_file(), path};
}

void Gatherer::walk(const std::string& top) {
    struct Folder {
        std::string path;
        std::size_t depth;
    };
    std::vector<Folder> waiting{{top, 0}};
    while (!waiting.empty()) {
        const Folder folder = std::move(waiting.back());
        waiting.pop_back();
        auto entries = platform::list_folder(folder.path);
        if (!entries) {
            note_unreadable(folder.path, entries.error());
            continue;
        }
        for (const platform::FolderEntry& entry : *entries) {
            std::string path = joined(folder.path, entry.name);
            switch (entry.kind) {
                case platform::FileKind::File:
                    if (is_other(path)) {
                        items_.push_back({{path, ArtefactKind::Other, entry.size}, {}});
                    } else {
                        add_file(path);
                    }
                    break;
                case platform::FileKind::Folder:
                    if (folder.depth + 1 < kFolderDepthMax) {
                        waiting.push_back({std::move(path), folder.depth + 1});
                    } else {
                        note(NoteKind::Skipped, std::move(path),
                             msg::folder_too_deep(kFolderDepthMax));
                    }
                    break;
                case platform::FileKind::Link:
                    note(NoteKind::Skipped, std::move(path), msg::link_not_followed());
                    break;
                case platform::FileKind::Other:
                    break;  // sockets, pipes, devices
            }
        }
    }
}

void Gatherer::add_file(const std::string& path) {
    if (const auto done = look_at_file(path); !done) note_unreadable(path, done.error());
}

Result<void> Gatherer::look_at_file(const std::string& path) {
    auto source = platform::open_file(path);
    if (!source) return std::move(source.error());
    auto kind = artefact_kind(**source, path);
    if (!kind) return std::move(kind.error());
    if (*kind == ArtefactKind::Zip) {
        const std::uint32_t archive = archives_.add({.path = path, .outer = {}, .entry = {}});
        add_archive(archive, 1);
        return {};
    }
    if (*kind == ArtefactKind::SevenZip) note(NoteKind::Skipped, path, msg::seven_zip_not_read());
    items_.push_back({{path, *kind, (*source)->size()}, {}});
    return {};
}

// NOLINTNEXTLINE(misc-no-recursion): a zip in a zip, at most kZipDepthMax deep
void Gatherer::add_archive(std::uint32_t archive, int depth) {
    auto zip = archives_.open(archive);
    if (!zip) {
        note_unreadable(archives_.place(archive).path, zip.error());
        return;
    }
    list_archive(archive, **zip, depth);
}

// NOLINTNEXTLINE(misc-no-recursion): see add_archive
void Gatherer::list_archive(std::uint32_t archive, const ZipArchive& zip, int depth) {
    const std::string path = archives_.place(archive).path;
    const std::uint64_t stated = zip.entry_count();
    const std::uint64_t count = std::min(stated, limits_.entries_max);
    if (count < stated) {
        note(NoteKind::Unreadable, path, msg::zip_too_many_entries(stated, limits_.entries_max));
    }
    VelociraptorSigns signs;
    for (std::uint64_t i = 0; i < count && !signs.decided(); ++i) {
        if (const auto entry = zip.entry(i)) signs.see(entry->raw_name);
    }
    ArchiveTally tally{
        .percent = signs.decided(),
        .bytes_max = std::max(limits_.archive_floor, zip.size() * limits_.ratio_max)};
    ArchiveTally* const outer_tally = std::exchange(tally_, &tally);
    if (tally.percent) note(NoteKind::Assumed, path, msg::zip_names_percent());
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto entry = zip.entry(i);
        if (!entry) {
            note_unreadable(path, entry.error());
        } else if (!entry->folder) {
            const DecodedName name = entry_path(entry->raw_name, tally.percent);
            tally.gbk = tally.gbk || name.encoding == NameEncoding::Gbk;
            tally.cp437 = tally.cp437 || name.encoding == NameEncoding::Cp437;
            add_entry(archive, zip, *entry, depth, joined(path, name.text));
        }
    }
    if (tally.gbk) note(NoteKind::Assumed, path, msg::zip_names_gbk());
    if (tally.cp437) note(NoteKind::Assumed, path, msg::zip_names_cp437());
    if (tally.locked > 0) note(NoteKind::Unreadable, path, msg::zip_passwords_wrong(tally.locked));
    if (tally.full) note(NoteKind::Unreadable, path, msg::zip_archive_bomb(tally.bytes_max));
    tally_ = outer_tally;
}

// NOLINTNEXTLINE(misc-no-recursion): see add_archive
void Gatherer::add_entry(std::uint32_t archive, const ZipArchive& zip, const ZipEntry& entry,
                         int depth, const std::string& path) {
    ArtefactKind kind = ArtefactKind::Other;
    if (is_other(path)) {
        items_.push_back({{path, kind, entry.size}, {archive, entry.index}});
        return;
    }
    if (const auto source = zip.open_entry(entry); !source) {
        if (source.error().code == Errc::Denied) {
            ++tally_->locked;
        } else {
            note_unreadable(path, source.error());
        }
        return;
    } else if (const auto found = artefact_kind(**source, path); !found) {
        note_unreadable(path, found.error());
        return;
    } else {
        kind = *found;
    }
    if (kind == ArtefactKind::SevenZip) note(NoteKind::Skipped, path, msg::seven_zip_not_read());
    if (kind != ArtefactKind::Other && kind != ArtefactKind::SevenZip) {
        if (is_bomb(entry, limits_)) {
            note(NoteKind::Unreadable, path,
                 msg::zip_entry_bomb(entry.size, entry.packed_size, limits_.ratio_max));
            return;
        }
        if (entry.size > tally_->bytes_max - tally_->bytes) {
            tally_->full = true;
            return;
        }
        tally_->bytes += entry.size;
    }
    if (kind == ArtefactKind::Zip && depth < kZipDepthMax) {
        add_archive(archives_.add({.path = path, .outer = archive, .entry = entry}), depth + 1);
        return;
    }
    if (kind == ArtefactKind::Zip) note(NoteKind::Skipped, path, msg::zip_too_deep());
    items_.push_back({{path, kind, entry.size}, {archive, entry.index}});
}

}  // namespace xiezhi::evidence
