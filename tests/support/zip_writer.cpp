#include "tests/support/zip_writer.h"

#include <zip.h>
#include <zlib.h>

namespace xiezhi::testing {
namespace {

template <class Number>
void put(std::string& out, Number value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        out += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU);
    }
}

// NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
const Bytef* zlib_bytes(std::string_view text) {
    return reinterpret_cast<const Bytef*>(text.data());
}
Bytef* zlib_bytes(std::string& text) {
    return reinterpret_cast<Bytef*>(text.data());
}
// NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast)

}  // namespace

std::string deflated(std::string_view bytes) {
    z_stream state{};
    deflateInit2(&state, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&state, static_cast<uLong>(bytes.size())), '\0');
    std::string input(bytes);
    state.next_in = zlib_bytes(input);
    state.avail_in = static_cast<uInt>(bytes.size());
    state.next_out = zlib_bytes(out);
    state.avail_out = static_cast<uInt>(out.size());
    deflate(&state, Z_FINISH);
    out.resize(state.total_out);
    deflateEnd(&state);
    return out;
}

/// APPNOTE 4.3.7 and 4.3.12.
void ZipWriter::add(const Entry& entry) {
    const std::string packed = entry.deflate ? deflated(entry.bytes) : entry.bytes;
    const auto crc = crc32(0, zlib_bytes(entry.bytes), static_cast<uInt>(entry.bytes.size()));
    const std::size_t size = entry.stated_size != 0 ? entry.stated_size : entry.bytes.size();
    std::string common;
    put(common, 20, 2);  // version needed
    put(common, entry.utf8_flag ? 0x800 : 0, 2);
    put(common, entry.deflate ? 8 : 0, 2);
    put(common, 0, 4);  // time and date
    put(common, crc, 4);
    put(common, packed.size(), 4);
    put(common, size, 4);
    put(common, entry.name.size(), 2);
    put(common, 0, 2);  // extra field

    directory_ += "PK\x01\x02";
    put(directory_, 20, 2);
    directory_ += common;
    put(directory_, 0, 2);  // comment
    put(directory_, 0, 2);  // disk
    put(directory_, 0, 2);
    put(directory_, 0, 4);
    put(directory_, body_.size(), 4);
    directory_ += entry.name;

    body_ += "PK\x03\x04";
    body_ += common;
    body_ += entry.name;
    body_ += packed;
    ++count_;
}

std::string ZipWriter::bytes() const {
    std::string out = body_ + directory_ + "PK\x05\x06";
    put(out, 0, 4);
    put(out, count_, 2);
    put(out, count_, 2);
    put(out, directory_.size(), 4);
    put(out, body_.size(), 4);
    put(out, 0, 2);
    return out;
}

std::string encrypted_zip(const std::vector<std::pair<std::string, std::string>>& entries,
                          const std::string& password) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(target);
    zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
    if (archive == nullptr) return {};
    for (const auto& [name, bytes] : entries) {
        zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
        const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256,
                                password.c_str());
    }
    if (zip_close(archive) != 0) {
        zip_discard(archive);
        return {};
    }
    zip_stat_t stat;
    zip_stat_init(&stat);
    zip_source_stat(target, &stat);
    std::string out(stat.size, '\0');
    zip_source_open(target);
    zip_source_read(target, out.data(), out.size());
    zip_source_close(target);
    zip_source_free(target);
    return out;
}

}  // namespace xiezhi::testing
