// Bytes as a program: what is read is bounded by the file, and the whole way to the conclusion
// about its signatures ends.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "fuzz/checked_sink.h"
#include "xiezhi/readers/program.h"

namespace {

using namespace xiezhi;
using fuzz::require;

void check_image(const pe::Image& image, std::size_t size) {
    require(image.file_size == size);
    require(image.sections.size() <= pe::kSectionsMax);
    require(image.overlay.end() <= size && image.trailing.end() <= size);
    require(image.certificates.end() <= size);
    require(image.imports.size() <= pe::kModulesMax);
    require(image.debug.size() <= pe::kDebugEntriesMax);
    require(image.tls_callbacks.size() <= pe::kCallbacksMax);
    std::size_t functions = 0;
    std::size_t text = 0;
    for (const pe::ImportedModule& module : image.imports) {
        functions += module.functions.size();
        text += module.name.size();
        for (const pe::ImportedFunction& function : module.functions) text += function.name.size();
    }
    require(functions <= pe::kFunctionsMax);
    require(text <= 3 * pe::kNameBytesMax);  // a byte may become three of UTF-8
    require(image.resources.versions.size() <= pe::kVersionsMax);
    require(image.resources.manifest.size() <= pe::kManifestSizeMax);
    require(image.imphash.empty() == (functions == 0) ||
            std::ranges::any_of(image.imports, &pe::ImportedModule::delayed));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > (std::size_t{1} << 20U)) return 0;
    const Bytes input = std::as_bytes(std::span(data, size));
    const MemorySource source({input.begin(), input.end()});
    std::size_t damages = 0;
    const auto program =
        readers::read_program(source, readers::known_roots(), [&](const Damage& damage) {
            ++damages;
            require(!render(damage.what, Lang::En).empty());
        });
    if (!program) return 0;
    check_image(program->image, size);
    require(program->content.entropies.size() == program->image.sections.size());
    for (const double entropy : program->content.entropies) require(entropy <= 8.0001);
    readers::CatalogIndex none;
    const auto status = signature_status(*program, none, std::nullopt);
    require(program->signatures.empty() == (status.verdict == authenticode::Verdict::NotEmbedded));
    return 0;
}
