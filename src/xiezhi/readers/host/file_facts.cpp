#include "xiezhi/readers/host/file_facts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/text.h"

namespace xiezhi::readers {
namespace {

using authenticode::Verdict;

/// A Windows has hundreds to thousands of catalogs; a few say nothing of what is in none of them.
constexpr std::size_t kCatalogsOfWindows = 100;
constexpr std::size_t kSectionNamesMax = 32;

constexpr auto kOfFilesAlone = std::to_array<StateField>(
    {StateField::FilePeHasIcon, StateField::FilePeImports, StateField::FilePeSections,
     StateField::FilePeCodeEntropy, StateField::FilePeDotnet, StateField::FilePeOverlaySize,
     StateField::FilePeOverlayEntropy});

const auto kIgnore = [](const Damage&) {};

/// Bits a byte as whole hundredths, which rules can compare.
std::string hundredths(double entropy) {
    return std::to_string(static_cast<int>(std::lround(entropy * 100)));
}

std::string version_string(const pe::Image& image, std::string_view key) {
    for (const pe::Version& version : image.resources.versions) {
        for (const pe::VersionString& one : version.strings) {
            if (one.key == key && !one.value.empty()) return one.value;
        }
    }
    return {};
}

/// The hash of a document that is there already differs from the file's.
bool is_of_another(const State& state, StateField field, std::string_view value) {
    const bool hash = field == StateField::FileHashMd5 || field == StateField::FileHashSha1 ||
                      field == StateField::FileHashSha256;
    return hash && state.has(field) && ascii_lower(state.text(field)) != value;
}

}  // namespace

std::string_view signature_status_name(Verdict verdict, bool catalogs_whole) noexcept {
    switch (verdict) {
        case Verdict::NotEmbedded:
            return catalogs_whole ? "unsigned" : "not_determinable";
        case Verdict::Trusted:
            return "signed";
        case Verdict::OutOfValidity:
            return "expired";
        case Verdict::NotForCode:
            return "not_for_code";
        case Verdict::UnknownRoot:
        case Verdict::ChainCut:
            return "unknown_root";
        case Verdict::SelfSigned:
            return "self_signed";
        case Verdict::TestRoot:
            return "test_root";
        case Verdict::Unsupported:
            return "not_determinable";
        case Verdict::Damaged:
        case Verdict::NoSigner:
            return "damaged";
        case Verdict::Forged:
        case Verdict::Altered:
            return "altered";
    }
    return "not_determinable";
}

FileFacts::FileFacts(const Volume& volume, const NoteSink& notes)
    : volume_(volume), notes_(notes) {}

void FileFacts::add_to(State& state) {
    const auto artefact = volume_.find_windows(state.text(StateField::FilePath));
    if (!artefact) return;
    led_to_.insert(*artefact);
    add_to(state, *artefact);
}

void FileFacts::add_to(State& state, std::size_t artefact) {
    const Facts& facts = facts_of(artefact);
    for (const auto& [field, value] : facts) {
        if (is_of_another(state, field, value)) return;
    }
    for (const auto& [field, value] : facts) {
        if (std::ranges::count(kOfFilesAlone, field) > 0) {
            if (state.dataset() == Dataset::File) state.add(field, value);
        } else if (!state.has(field)) {
            state.set(field, value);
        }
    }
}

bool FileFacts::knows_all_signatures() {
    load_catalogs();
    return catalogs_whole_;
}

const FileFacts::Facts& FileFacts::facts_of(std::size_t artefact) {
    const auto [place, added] = known_.try_emplace(artefact);
    if (added) read(artefact, place->second);
    return place->second;
}

void FileFacts::read(std::size_t artefact, Facts& facts) {
    const evidence::Artefact& file = volume_.artefact(artefact);
    facts.emplace_back(StateField::FileSize, std::to_string(file.size));
    if (file.size > kFileSizeMax || file.size > kBytesMax - bytes_read_) {
        ++not_read_;
        return;
    }
    bytes_read_ += file.size;
    const auto source = volume_.collection().open(artefact);
    const auto tell = [&](const Error& error) {
        notes_({.kind = NoteKind::Unreadable, .path = file.path, .what = error.what});
    };
    if (!source) return tell(source.error());
    if (file.kind == evidence::ArtefactKind::Program) {
        if (const auto program = read_program(**source, kIgnore)) {
            return add_program(*program, facts);
        }
    }
    const auto hashes = hash_file(**source);
    if (!hashes) return tell(hashes.error());
    facts.emplace_back(StateField::FileHashMd5, hashes->md5.hex());
    facts.emplace_back(StateField::FileHashSha1, hashes->sha1.hex());
    facts.emplace_back(StateField::FileHashSha256, hashes->sha256.hex());
}

void FileFacts::add_program(const Program& program, Facts& facts) {
    const pe::Image& image = program.image;
    const auto add = [&](StateField field, std::string value) {
        if (!value.empty()) facts.emplace_back(field, std::move(value));
    };
    const auto add_truth = [&](StateField field, bool truth) {
        facts.emplace_back(field, truth ? "true" : "false");
    };
    add(StateField::FileHashMd5, program.hashes.md5.hex());
    add(StateField::FileHashSha1, program.hashes.sha1.hex());
    add(StateField::FileHashSha256, program.hashes.sha256.hex());
    add(StateField::FilePeOriginalFileName, version_string(image, "OriginalFilename"));
    add(StateField::FilePeCompany, version_string(image, "CompanyName"));
    add(StateField::FilePeDescription, version_string(image, "FileDescription"));
    add(StateField::FilePeProduct, version_string(image, "ProductName"));
    add(StateField::FilePeFileVersion, version_string(image, "FileVersion"));
    if (!image.imphash.empty()) add(StateField::FilePeImphash, image.imphash.hex());

    load_catalogs();
    const SignatureStatus status = signature_status(program, catalogs_, std::nullopt);
    add(StateField::FileCodeSignatureStatus,
        std::string(signature_status_name(status.verdict, catalogs_whole_)));
    if (status.verdict != Verdict::NotEmbedded || catalogs_whole_) {
        add_truth(StateField::FileCodeSignatureTrusted, status.verdict == Verdict::Trusted);
    }
    add(StateField::FileCodeSignatureSubjectName, status.signer);

    constexpr const char* kIconGroup = "14";  // RT_GROUP_ICON
    add_truth(StateField::FilePeHasIcon, image.resources.counts.contains(kIconGroup));
    std::size_t imports = 0;
    for (const pe::ImportedModule& module : image.imports) imports += module.functions.size();
    add(StateField::FilePeImports, std::to_string(imports));
    double highest = -1;
    for (std::size_t i = 0; i < image.sections.size(); ++i) {
        if (i < kSectionNamesMax) add(StateField::FilePeSections, image.sections[i].name);
        const bool code = image.sections[i].executable() && i < program.content.entropies.size();
        if (code) highest = std::max(highest, program.content.entropies[i]);
    }
    if (highest >= 0) add(StateField::FilePeCodeEntropy, hundredths(highest));
    add_truth(StateField::FilePeDotnet, image.clr.has_value());
    if (image.overlay.size == 0) return;
    add(StateField::FilePeOverlaySize, std::to_string(image.overlay.size));
    if (program.content.overlay_entropy >= 0) {
        add(StateField::FilePeOverlayEntropy, hundredths(program.content.overlay_entropy));
    }
}

void FileFacts::load_catalogs() {
    if (catalogs_loaded_) return;
    catalogs_loaded_ = true;
    std::uint64_t bytes = 0;
    std::size_t of_windows = 0;
    bool cut = false;
    for (const std::size_t index : volume_.artefacts()) {
        const evidence::Artefact& file = volume_.artefact(index);
        if (file.kind != evidence::ArtefactKind::Catalog) continue;
        if (file.size > kCatalogBytesMax - bytes) {
            cut = true;
            continue;
        }
        bytes += file.size;
        const auto source = volume_.collection().open(index);
        if (!source) continue;
        const auto catalog = authenticode::read_catalog(**source, known_roots(), kIgnore);
        if (!catalog) continue;
        catalogs_.add(*catalog, file.path);
        const std::string path = folded(volume_.windows_path(index));
        if (path.find("\\system32\\catroot\\") != std::string::npos) ++of_windows;
    }
    catalogs_whole_ = !cut && of_windows >= kCatalogsOfWindows;
}

}  // namespace xiezhi::readers
