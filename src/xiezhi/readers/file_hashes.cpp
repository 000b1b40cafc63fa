#include "xiezhi/readers/file_hashes.h"

#include <vector>

namespace xiezhi::readers {
namespace {

constexpr std::size_t kPieceSize = 262'144;

}  // namespace

Result<void> for_each_piece(const ByteSource& source, const std::function<void(Bytes)>& visit) {
    std::vector<std::byte> piece(kPieceSize);
    for (std::uint64_t offset = 0;;) {
        auto got = source.read(offset, piece);
        if (!got) return std::move(got.error());
        if (*got == 0) return {};
        visit(Bytes(piece).first(*got));
        offset += *got;
    }
}

Result<FileHashes> hash_file(const ByteSource& source, const std::function<void(Bytes)>& also) {
    Digest md5(DigestKind::Md5);
    Digest sha1(DigestKind::Sha1);
    Digest sha256(DigestKind::Sha256);
    auto done = for_each_piece(source, [&](Bytes bytes) {
        md5.update(bytes);
        sha1.update(bytes);
        sha256.update(bytes);
        if (also) also(bytes);
    });
    if (!done) return std::move(done.error());
    return FileHashes{md5.finish(), sha1.finish(), sha256.finish()};
}

}  // namespace xiezhi::readers
