#pragma once

#include <memory>
#include <optional>
#include <string>

#include "xiezhi/cli/shell.h"
#include "xiezhi/output/text_sink.h"
#include "xiezhi/platform/output.h"

namespace xiezhi::cli {

/// Where a verb's results go: the file of -o, or standard output. Remembers why writing stopped.
class Results {
public:
    /// `path` empty: standard output.
    [[nodiscard]] static Result<std::unique_ptr<Results>> open(const std::string& path, bool force,
                                                               const Environment& environment);
    Results(const Environment& environment, std::optional<platform::Output> file, std::string path)
        : environment_(environment), file_(std::move(file)), path_(std::move(path)) {}

    bool write(std::string_view text);

    /// A sink into this object, valid as long as it lives.
    [[nodiscard]] output::TextSink sink() {
        return [this](std::string_view text) { return write(text); };
    }

    /// Gives a file its name. An exit code and a message when something had gone wrong; a reader
    /// who left (`| head`) is no failure.
    [[nodiscard]] std::optional<int> finish(const Shell& shell);

    [[nodiscard]] bool is_file() const noexcept { return file_.has_value(); }
    [[nodiscard]] bool reader_left() const noexcept {
        return error_ && error_->code == Errc::PipeClosed;
    }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    const Environment& environment_;
    std::optional<platform::Output> file_;
    std::string path_;
    std::optional<Error> error_;
};

}  // namespace xiezhi::cli
