#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/result.h"
#include "xiezhi/platform/terminal.h"

namespace xiezhi::platform {

#ifdef _WIN32
using NativeHandle = void*;
#else
using NativeHandle = int;
#endif

/// One open file of the system, closed with this object: all that the portable halves of this room
/// need from it. Not for other rooms.
class RawFile {
public:
    [[nodiscard]] static Result<RawFile> open_read(const std::string& path);
    [[nodiscard]] static Result<RawFile> create_new(const std::string& path);  // fails if it exists
    [[nodiscard]] static Result<RawFile> open_device(const std::string& path);
    [[nodiscard]] static Result<RawFile> create_unnamed();
    [[nodiscard]] static RawFile standard(Stream stream);

    RawFile(RawFile&& other) noexcept;
    RawFile& operator=(RawFile&& other) noexcept;
    RawFile(const RawFile&) = delete;
    RawFile& operator=(const RawFile&) = delete;
    ~RawFile();

    [[nodiscard]] std::uint64_t size() const;
    /// Fewer bytes than asked for only at the end. Several threads at once.
    [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) const;
    [[nodiscard]] Result<void> write_at(std::uint64_t offset, Bytes bytes);
    /// All bytes, after those written before.
    [[nodiscard]] Result<void> write(Bytes bytes);
    /// Closing may be where a full disk shows.
    [[nodiscard]] Result<void> close();

private:
    RawFile(NativeHandle handle, bool owned) : handle_(handle), owned_(owned) {}

    NativeHandle handle_;
    bool owned_;
};

/// Whether `path` names something that output is written to directly: a device or a pipe.
[[nodiscard]] bool is_device(const std::string& path);
[[nodiscard]] bool path_exists(const std::string& path);
/// `to` is replaced if it exists.
[[nodiscard]] Result<void> rename_file(const std::string& from, const std::string& to);
void remove_file(const std::string& path);
/// Text to a console as characters; false when the stream is no console (Linux: always).
bool write_console(Stream stream, std::string_view text);

}  // namespace xiezhi::platform
