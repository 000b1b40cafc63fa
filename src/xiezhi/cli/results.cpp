#include "xiezhi/cli/results.h"

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::cli {

Result<std::unique_ptr<Results>> Results::open(const std::string& path, bool force,
                                               const Environment& environment) {
    if (path.empty()) return std::make_unique<Results>(environment, std::nullopt, path);
    using platform::Overwrite;
    if (!force && platform::file_kind(path) == platform::FileKind::File) {
        return Error{Errc::Usage, msg::cli_file_exists(), path};
    }
    XZ_TRY(platform::Output file,
           platform::Output::create(path, force ? Overwrite::Allow : Overwrite::Refuse), path);
    return std::make_unique<Results>(environment, std::move(file), path);
}

bool Results::write(std::string_view text) {
    if (error_) return false;
    const Result<void> written = file_ ? file_->write(text) : environment_.out(text);
    if (!written) error_ = written.error();
    return !error_;
}

std::optional<int> Results::finish(const Shell& shell) {
    if (!error_) {
        const Result<void> finished = file_ ? file_->finish() : environment_.flush_out();
        if (!finished) error_ = finished.error();
    }
    if (!error_ || error_->code == Errc::PipeClosed) return std::nullopt;
    const std::string name = path_.empty() ? render(msg::cli_stdout(), shell.lang()) : path_;
    shell.error(
        Error{error_->code, msg::cli_write_failed(name, render(error_->what, shell.lang())), {}});
    return kExitFailed;
}

}  // namespace xiezhi::cli
