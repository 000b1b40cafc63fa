#include "xiezhi/platform/output.h"

#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/raw_file.h"

namespace xiezhi::platform {
namespace {

constexpr std::size_t kBufferSize = std::size_t{64} * 1024;

/// The length of `text` without a UTF-8 sequence that is cut at its end.
std::size_t whole_characters(std::string_view text) {
    for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
        const auto unit = static_cast<unsigned char>(text[text.size() - back]);
        if (unit < 0x80) break;
        if (unit < 0xC0) continue;  // a continuation: look further back
        const std::size_t needed = unit >= 0xF0 ? 4 : unit >= 0xE0 ? 3 : 2;
        return needed > back ? text.size() - back : text.size();
    }
    return text.size();
}

}  // namespace

struct Output::Impl {
    RawFile file;
    std::string name;               // for errors; empty for the standard streams
    std::string partial;            // being written under this name
    std::optional<Stream> console;  // text goes out as characters
    Overwrite overwrite = Overwrite::Allow;
    bool line_buffered = false;
    std::string buffer{};
    std::optional<Error> failed{};

    Result<void> send(std::string_view text) {
        if (failed) return Error(*failed);
        if (console && write_console(*console, text)) return {};
        if (auto written = file.write(as_bytes(text)); !written) {
            failed =
                name.empty() ? std::move(written.error()) : std::move(written.error()).in(name);
            return Error(*failed);
        }
        return {};
    }

    Result<void> flush(bool all) {
        const std::size_t size = console && !all ? whole_characters(buffer) : buffer.size();
        auto sent = send(std::string_view(buffer).substr(0, size));
        buffer.erase(0, size);
        return sent;
    }
};

Output::Output(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Output::Output(Output&&) noexcept = default;

Output& Output::operator=(Output&& other) noexcept {
    std::swap(impl_, other.impl_);
    return *this;
}

Output::~Output() {
    if (!impl_) return;
    if (!impl_->partial.empty()) {
        (void)impl_->file.close();
        remove_file(impl_->partial);
    } else {
        (void)impl_->flush(true);
    }
}

Result<Output> Output::create(const std::string& path, Overwrite overwrite) {
    if (is_device(path)) {
        XZ_TRY(RawFile device, RawFile::open_device(path), path);
        return Output(std::make_unique<Impl>(Impl{std::move(device), path, {}, {}}));
    }
    if (overwrite == Overwrite::Refuse && path_exists(path)) {
        return Error{Errc::Usage, msg::output_exists(), path};
    }
    const std::string partial = path + ".partial";
    remove_file(partial);  // left by a run that was killed
    XZ_TRY(RawFile file, RawFile::create_new(partial), path);
    return Output(std::make_unique<Impl>(Impl{std::move(file), path, partial, {}, overwrite}));
}

Output Output::standard(Stream stream) {
    const bool terminal = is_terminal(stream);
    return Output(std::make_unique<Impl>(Impl{RawFile::standard(stream),
                                              {},
                                              {},
                                              terminal ? std::optional(stream) : std::nullopt,
                                              Overwrite::Allow,
                                              terminal}));
}

Result<void> Output::write(std::string_view text) {
    if (const auto& failed = impl_->failed; failed) return Error(*failed);
    if (impl_->buffer.size() + text.size() < kBufferSize) {
        impl_->buffer += text;
        const bool line_done = impl_->line_buffered && text.find('\n') != std::string_view::npos;
        return line_done ? impl_->flush(false) : Result<void>{};
    }
    if (text.size() >= kBufferSize && !impl_->console) {  // not worth a copy
        if (auto sent = impl_->flush(false); !sent) return sent;
        return impl_->send(text);
    }
    impl_->buffer += text;
    return impl_->flush(false);
}

Result<void> Output::flush() {
    return impl_->flush(false);
}

Result<void> Output::finish() {
    if (auto sent = impl_->flush(true); !sent) return sent;
    if (impl_->partial.empty()) return {};
    if (auto closed = impl_->file.close(); !closed)
        return std::move(closed.error()).in(impl_->name);
    if (impl_->overwrite == Overwrite::Refuse && path_exists(impl_->name)) {
        return Error{Errc::Usage, msg::output_exists(), impl_->name};
    }
    if (auto named = rename_file(impl_->partial, impl_->name); !named) {
        return std::move(named.error()).in(impl_->name);
    }
    impl_->partial.clear();
    return {};
}

}  // namespace xiezhi::platform
