#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/authenticode/dump.h"
#include "xiezhi/formats/pe/dump.h"
#include "xiezhi/readers/program.h"

namespace xiezhi::cli {
namespace {

/// What the file is known by, and the conclusion about its signatures.
bool write_identity(const readers::Program& program, RecordSink& sink) {
    readers::CatalogIndex no_catalogs;
    const readers::SignatureStatus status = signature_status(program, no_catalogs, std::nullopt);
    sink.begin_record("file");
    sink.number("size", program.image.file_size);
    sink.text("md5", program.hashes.md5.hex());
    sink.text("sha1", program.hashes.sha1.hex());
    sink.text("sha256", program.hashes.sha256.hex());
    sink.begin_object("image_digests");
    for (const auto& [kind, digest] : program.image_digests) {
        sink.text(digest_name(kind), digest.hex());
    }
    sink.end_object();
    sink.text("signature", authenticode::verdict_name(status.verdict));
    if (!status.signer.empty()) sink.text("signer", status.signer);
    return sink.end_record();
}

}  // namespace

Result<void> dump_program(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    XZ_TRY(const readers::Program program, readers::read_program(input.bytes, damages), "");
    if (!write_identity(program, sink)) return {};
    if (!pe::dump(program.image, program.content, sink)) return {};
    for (const authenticode::Signature& signature : program.signatures) {
        if (!authenticode::dump(signature, sink)) return {};
    }
    return {};
}

Result<void> dump_catalog(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    XZ_TRY(const authenticode::Catalog catalog,
           authenticode::read_catalog(input.bytes, readers::known_roots(), damages), "");
    authenticode::dump(catalog, sink);
    return {};
}

}  // namespace xiezhi::cli
