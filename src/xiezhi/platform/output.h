#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "xiezhi/base/result.h"
#include "xiezhi/platform/terminal.h"

namespace xiezhi::platform {

enum class Overwrite : std::uint8_t { Refuse, Allow };

/// Where results go: a file that appears whole or not at all, or standard output or error (binary,
/// UTF-8; a Windows console gets UTF-16). Buffered; used by one thread at a time.
/// Errors: Errc::DiskFull, Errc::PipeClosed (the reader left: for standard output no failure), Io.
/// After the first error all later writes give it again, so a caller may look only now and then.
class Output {
public:
    /// Writes beside `path` and takes its name at finish(); without finish() nothing remains. A
    /// path that is a device or a pipe is written directly.
    [[nodiscard]] static Result<Output> create(const std::string& path, Overwrite overwrite);
    [[nodiscard]] static Output standard(Stream stream);

    Output(Output&&) noexcept;
    Output& operator=(Output&&) noexcept;
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;
    ~Output();  // flushes a standard stream, drops an unfinished file

    Result<void> write(std::string_view text);
    Result<void> flush();
    /// Flushes, and gives a file its name. Nothing may be written afterwards.
    Result<void> finish();

private:
    struct Impl;
    explicit Output(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace xiezhi::platform
