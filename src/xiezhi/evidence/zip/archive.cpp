#include "xiezhi/evidence/zip/archive.h"

#include <zip.h>

#include <algorithm>
#include <cstring>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/evidence/zip/entry_source.h"
#include "xiezhi/evidence/zip/zip_file.h"

namespace xiezhi::evidence {

/// The archive's bytes as libzip wants them: a source with a position.
struct ZipArchive::Input {
    std::unique_ptr<ByteSource> source;
    std::uint64_t position = 0;
    std::vector<std::byte> scratch;
    zip_error_t error{};

    std::int64_t answer(void* data, std::uint64_t size, zip_source_cmd_t command);

private:
    std::int64_t read(void* data, std::uint64_t size);
};

std::int64_t ZipArchive::Input::read(void* data, std::uint64_t size) {
    // libzip asks for some KiB at a time; what it wants must come whole.
    scratch.resize(static_cast<std::size_t>(
        std::min(size, source->size() - std::min(position, source->size()))));
    const auto got = source->read(position, scratch);
    if (!got) {
        zip_error_set(&error, ZIP_ER_READ, 0);
        return -1;
    }
    if (*got > 0) std::memcpy(data, scratch.data(), *got);
    position += *got;
    return static_cast<std::int64_t>(*got);
}

std::int64_t ZipArchive::Input::answer(void* data, std::uint64_t size, zip_source_cmd_t command) {
    switch (command) {
        case ZIP_SOURCE_OPEN:
            position = 0;
            return 0;
        case ZIP_SOURCE_READ:
            return read(data, size);
        case ZIP_SOURCE_SEEK: {
            const auto target =
                zip_source_seek_compute_offset(position, source->size(), data, size, &error);
            if (target < 0) return -1;
            position = static_cast<std::uint64_t>(target);
            return 0;
        }
        case ZIP_SOURCE_TELL:
            return static_cast<std::int64_t>(position);
        case ZIP_SOURCE_STAT: {
            auto* stat = static_cast<zip_stat_t*>(data);
            zip_stat_init(stat);
            stat->size = source->size();
            stat->valid = ZIP_STAT_SIZE;
            return static_cast<std::int64_t>(sizeof(*stat));
        }
        case ZIP_SOURCE_ERROR:
            return zip_error_to_data(&error, data, size);
        case ZIP_SOURCE_SUPPORTS:
            return ZIP_SOURCE_SUPPORTS_SEEKABLE;
        case ZIP_SOURCE_CLOSE:
        case ZIP_SOURCE_FREE:  // we own the bytes
            return 0;
        default:
            zip_error_set(&error, ZIP_ER_OPNOTSUPP, 0);
            return -1;
    }
}

ZipArchive::ZipArchive() : input_(std::make_unique<Input>()) {}

ZipArchive::~ZipArchive() {
    if (archive_ != nullptr) zip_discard(archive_);
}

Result<std::shared_ptr<ZipArchive>> ZipArchive::open(std::unique_ptr<ByteSource> bytes,
                                                     const std::string& password) {
    std::shared_ptr<ZipArchive> self(new ZipArchive);
    self->input_->source = std::move(bytes);
    self->password_ = password;
    zip_error_t error;
    zip_error_init(&error);
    const auto callback = [](void* state, void* data, zip_uint64_t size, zip_source_cmd_t command) {
        return zip_int64_t{static_cast<Input*>(state)->answer(data, size, command)};
    };
    zip_source_t* source = zip_source_function_create(callback, self->input_.get(), &error);
    if (source != nullptr) {
        self->archive_ = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (self->archive_ == nullptr) zip_source_free(source);
    }
    Message problem = msg::zip_damaged(zip_error_strerror(&error));
    zip_error_fini(&error);
    if (self->archive_ == nullptr) return Error{Errc::Damaged, std::move(problem), {}};
    return self;
}

std::uint64_t ZipArchive::size() const {
    return input_->source->size();
}

std::uint64_t ZipArchive::entry_count() const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::uint64_t>(std::max<zip_int64_t>(zip_get_num_entries(archive_, 0), 0));
}

Result<ZipEntry> ZipArchive::entry(std::uint64_t index) const {
    const std::scoped_lock lock(mutex_);
    zip_stat_t stat;
    const char* name = zip_get_name(archive_, index, ZIP_FL_ENC_RAW);
    if (name == nullptr || zip_stat_index(archive_, index, ZIP_FL_ENC_RAW, &stat) != 0) {
        return Error{Errc::Damaged, msg::zip_damaged(zip_strerror(archive_)), {}};
    }
    ZipEntry entry{.index = index,
                   .raw_name = name,
                   .size = stat.size,
                   .packed_size = stat.comp_size,
                   .method = stat.comp_method,
                   .encrypted = stat.encryption_method != ZIP_EM_NONE};
    entry.folder = entry.raw_name.ends_with('/') || entry.raw_name.ends_with('\\');
    return entry;
}

Result<std::unique_ptr<ByteSource>> ZipArchive::open_entry(const ZipEntry& entry) const {
    const bool plain = !entry.encrypted;
    const auto how =
        plain && entry.method == ZIP_CM_DEFLATE ? ZipFileMode::Packed : ZipFileMode::Unpacked;
    auto file = ZipEntryFile::open(shared_from_this(), entry, how);
    if (!file) return std::move(file.error());
    if (plain && entry.method == ZIP_CM_STORE) return make_stored_source(std::move(*file), entry);
    if (how == ZipFileMode::Packed) return make_deflated_source(std::move(*file), entry);
    return make_sequential_source(std::move(*file), entry);
}

}  // namespace xiezhi::evidence
