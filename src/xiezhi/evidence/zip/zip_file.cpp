#include "xiezhi/evidence/zip/zip_file.h"

#include <zip.h>

#include <cstdio>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::evidence {
namespace {

/// Why libzip refused, in our own kinds. `code` is libzip's.
Error zip_error(int code, const char* detail) {
    switch (code) {
        case ZIP_ER_NOPASSWD:
        case ZIP_ER_WRONGPASSWD:
            return Error{Errc::Denied, msg::zip_password_wrong(), {}};
        case ZIP_ER_COMPNOTSUPP:
        case ZIP_ER_ENCRNOTSUPP:
            return Error{Errc::Unsupported, msg::zip_method_unsupported(detail), {}};
        case ZIP_ER_READ:
        case ZIP_ER_SEEK:
            return Error{Errc::Io, msg::zip_entry_damaged(detail), {}};
        default:
            return Error{Errc::Damaged, msg::zip_entry_damaged(detail), {}};
    }
}

}  // namespace

Result<std::unique_ptr<ZipEntryFile>> ZipEntryFile::open(std::shared_ptr<const ZipArchive> archive,
                                                         const ZipEntry& entry, ZipFileMode mode) {
    std::unique_ptr<ZipEntryFile> file(new ZipEntryFile(std::move(archive), entry, mode));
    const std::scoped_lock lock(file->archive_->mutex_);
    if (auto opened = file->open_locked(); !opened) return std::move(opened.error());
    return file;
}

ZipEntryFile::~ZipEntryFile() {
    const std::scoped_lock lock(archive_->mutex_);
    if (file_ != nullptr) zip_fclose(file_);
}

Result<void> ZipEntryFile::open_locked() {
    if (file_ != nullptr) zip_fclose(file_);
    zip_t* archive = archive_->archive_;
    file_ = entry_.encrypted
                ? zip_fopen_index_encrypted(archive, entry_.index, 0, archive_->password_.c_str())
                : zip_fopen_index(archive, entry_.index,
                                  mode_ == ZipFileMode::Packed ? ZIP_FL_COMPRESSED : 0);
    if (file_ != nullptr) return {};
    zip_error_t* error = zip_get_error(archive);
    return zip_error(zip_error_code_zip(error), zip_error_strerror(error));
}

Result<std::size_t> ZipEntryFile::read_locked(std::span<std::byte> out) {
    if (file_ == nullptr) return Error{Errc::Io, msg::zip_entry_damaged("not open"), {}};
    const zip_int64_t got = zip_fread(file_, out.data(), out.size());
    if (got >= 0) return static_cast<std::size_t>(got);
    zip_error_t* error = zip_file_get_error(file_);
    return zip_error(zip_error_code_zip(error), zip_error_strerror(error));
}

Result<std::size_t> ZipEntryFile::read(std::span<std::byte> out) {
    const std::scoped_lock lock(archive_->mutex_);
    return read_locked(out);
}

Result<std::size_t> ZipEntryFile::read_at(std::uint64_t offset, std::span<std::byte> out) {
    const std::scoped_lock lock(archive_->mutex_);
    if (file_ == nullptr || zip_fseek(file_, static_cast<zip_int64_t>(offset), SEEK_SET) != 0) {
        return Error{Errc::Io, msg::zip_entry_damaged("seek"), {}};
    }
    return read_locked(out);
}

Result<void> ZipEntryFile::rewind() {
    const std::scoped_lock lock(archive_->mutex_);
    return open_locked();
}

}  // namespace xiezhi::evidence
