#include "xiezhi/platform/temp_file.h"

#include <atomic>

#include "xiezhi/platform/raw_file.h"

namespace xiezhi::platform {
namespace {

class UnnamedFile final : public TempFile {
public:
    explicit UnnamedFile(RawFile file) : file_(std::move(file)) {}

    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                           std::span<std::byte> out) const override {
        return file_.read_at(offset, out);
    }
    [[nodiscard]] Result<void> append(Bytes bytes) override {
        if (auto written = file_.write_at(size_, bytes); !written) return written;
        size_ += bytes.size();
        return {};
    }

private:
    RawFile file_;
    std::atomic<std::uint64_t> size_ = 0;
};

}  // namespace

Result<std::unique_ptr<TempFile>> TempFile::create() {
    XZ_TRY(RawFile file, RawFile::create_unnamed(), "");
    return std::unique_ptr<TempFile>(std::make_unique<UnnamedFile>(std::move(file)));
}

}  // namespace xiezhi::platform
