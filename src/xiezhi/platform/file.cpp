#include "xiezhi/platform/file.h"

#include "xiezhi/platform/raw_file.h"

namespace xiezhi::platform {
namespace {

class FileSource final : public ByteSource {
public:
    explicit FileSource(RawFile file) : file_(std::move(file)) {}
    [[nodiscard]] std::uint64_t size() const override { return file_.size(); }
    [[nodiscard]] Result<std::size_t> read(std::uint64_t offset,
                                           std::span<std::byte> out) const override {
        return file_.read_at(offset, out);
    }

private:
    RawFile file_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path) {
    XZ_TRY(RawFile file, RawFile::open_read(path), "");
    return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(file)));
}

}  // namespace xiezhi::platform
