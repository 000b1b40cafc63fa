#include "xiezhi/rules/pack.h"

#include "xiezhi/base/cursor.h"
#include "xiezhi/rules/pack_data.h"

namespace xiezhi::rules {
namespace {

/// Undoes tools/embed_pack.py: the text of rules must not stand in the program as it is, because
/// antivirus products take it for malware.
std::string decoded() {
    std::uint32_t state = 0x9e3779b9;
    std::string blob;
    blob.reserve(kPackData.size());
    for (const unsigned char byte : kPackData) {
        state = state * 1664525U + 1013904223U;
        blob.push_back(static_cast<char>(byte ^ (state >> 24U)));
    }
    return blob;
}

}  // namespace

std::vector<PackFile> builtin_pack() {
    const std::string blob = decoded();
    std::vector<PackFile> files;
    Cursor in(as_bytes(blob));
    while (in.ok() && in.remaining() > 0) {
        const std::string_view name = as_text(in.take(in.read<std::uint16_t>()));
        const std::string_view text = as_text(in.take(in.read<std::uint32_t>()));
        files.push_back({std::string(name), std::string(text)});
    }
    return files;
}

RuleSet load_builtin_pack(LoadOptions options) {
    options.ruleset = Ruleset::Pack;
    const std::vector<PackFile> pack = builtin_pack();
    std::vector<RuleFile> files;
    files.reserve(pack.size());
    for (const PackFile& file : pack) {
        if (file.name == kCapabilitiesFile || file.name == kMeasuresFile) continue;
        files.push_back({file.name, as_bytes(file.text)});
    }
    return load_rules(files, options);
}

}  // namespace xiezhi::rules
