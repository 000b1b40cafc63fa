#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/file_content.h"
#include "xiezhi/readers/host/file_facts.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

using evidence::ArtefactKind;

constexpr std::size_t kDocumentsMax = 20'000;
constexpr std::size_t kLooksMax = 50'000;  // files whose beginning is read
constexpr std::size_t kMismatchesMax = 2'000;
constexpr std::size_t kTextsMax = 500;
constexpr std::size_t kTextSizeMax = 8U << 10U;
constexpr std::uint64_t kNoteSizeMax = 256U << 10U;  // ransom notes are shorter

/// Of hideouts.tsv: where hardly anything but installers puts programs, and where users do.
std::string_view place_of_hideout(std::string_view kind) {
    if (kind == "-") return {};
    if (kind == "appdata" || kind == "programdata_below" || kind == "user") return "user";
    return kind == "downloads" ? kind : "hideout";
}

std::string_view place_of(std::string_view lower) {
    if (const auto* const row = schema::find_file_place(lower)) {
        return row->place == "-" ? std::string_view() : row->place;
    }
    const auto* const hideout = schema::find_hideout(lower);
    return hideout == nullptr ? std::string_view() : place_of_hideout(hideout->kind);
}

/// Where scripts and archives stand out; elsewhere they are too many to tell.
bool is_odd_for_scripts(std::string_view place) {
    return place == "startup" || place == "hideout" || place == "recycle_bin" || place == "root" ||
           place == "desktop" || place == "downloads";
}

class FileReader {
public:
    explicit FileReader(HostContext& host) : host_(host), led_to_(host.files->led_to()) {}

    void read() {
        for (const std::size_t index : host_.volume.artefacts()) look_at(index);
        choose_texts();
        for (const std::size_t index : texts_) tell_text(index);
        observe();
    }

private:
    struct File {
        std::size_t index = 0;
        std::string path{};
        std::string_view place{};
        std::string extension{};
    };

    void look_at(std::size_t index) {
        const evidence::Artefact& artefact = host_.volume.artefact(index);
        const bool program = artefact.kind == ArtefactKind::Program;
        const bool other = artefact.kind == ArtefactKind::Other ||
                           artefact.kind == ArtefactKind::Zip ||
                           artefact.kind == ArtefactKind::SevenZip;
        if (!program && !other) return;
        File file{.index = index, .path = host_.volume.windows_path(index)};
        if (file.path.empty()) return;
        programs_ += program ? 1 : 0;
        const std::string lower = folded(file.path);
        file.place = place_of(lower);
        const bool led = led_to_.contains(index);
        if (file.place.empty() && !led) return;
        if (file.place.empty()) file.place = "started";
        const std::size_t dot = lower.rfind('.');
        if (dot != std::string::npos && lower.find('\\', dot) == std::string::npos) {
            file.extension = lower.substr(dot + 1);
        }
        if (program) {
            look_at_program(file, led);
        } else {
            look_at_other(file, lower);
        }
    }

    void look_at_program(const File& file, bool led) {
        State state = document(file, "pe");
        const auto* const type = schema::find_file_type(file.extension);
        if (type != nullptr && (type->kind == "pe" || !type->begins.empty())) {
            state.set_truth(StateField::FileTypeMatches, type->kind == "pe");
        }
        // Of Windows' own folders all programs are read only where catalogs can vouch for them.
        const bool named_alone =
            file.place == "system" && !led && !host_.files->knows_all_signatures();
        if (!named_alone) host_.files->add_to(state, file.index);
        tell(std::move(state));
    }

    void look_at_other(const File& file, const std::string& lower) {
        const auto* const type = schema::find_file_type(file.extension);
        if (type == nullptr || file.place == "system") return;
        const std::uint64_t size = host_.volume.artefact(file.index).size;
        if (type->kind == "text" && file.extension != "log" && size <= kNoteSizeMax && size > 0) {
            const std::string name = lower.substr(lower.rfind('\\') + 1);
            Copies& copies = texts_by_name_[{name, size}];
            if (copies.count++ == 0) copies.first = file.index;
            return;
        }
        const bool wanted = type->kind == "image" || type->kind == "document" ||
                            is_odd_for_scripts(file.place) || file.place == "started";
        if (!wanted) return;
        if (looks_ == kLooksMax) {
            cut_ = true;
            return;
        }
        ++looks_;
        const auto source = host_.volume.collection().open(file.index);
        if (!source) return;
        const auto content = content_of(**source, file.extension);
        if (!content) return;
        const bool mismatch = !content->type_matches.value_or(true) || content->embedded_script;
        const bool passive = type->kind == "image" || type->kind == "document";
        if (passive && !mismatch) return;
        if (size == 0 || (mismatch && ++mismatches_ > kMismatchesMax)) return;
        State state = document(file, std::string(content->kind));
        if (content->type_matches) {
            state.set_truth(StateField::FileTypeMatches, *content->type_matches);
        }
        if (content->embedded_script) state.set_truth(StateField::FileEmbeddedScript, true);
        if (content->head_entropy >= 0) {
            state.set(StateField::FileHeadEntropy, std::to_string(content->head_entropy));
            state.set(StateField::FileMiddleEntropy, std::to_string(content->middle_entropy));
        }
        if (content->kind == "script" || passive) host_.files->add_to(state, file.index);
        tell(std::move(state));
    }

    /// Notes are left in many folders: what there is most of comes first.
    void choose_texts() {
        std::vector<std::pair<std::uint64_t, std::size_t>> order;  // copies, first of them
        for (const auto& [name, copies] : texts_by_name_) {
            order.emplace_back(copies.count, copies.first);
            copies_of_[copies.first] = copies.count;
        }
        std::ranges::sort(order, [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        if (order.size() > kTextsMax) {
            cut_ = true;
            order.resize(kTextsMax);
        }
        for (const auto& [count, index] : order) texts_.insert(index);
    }

    void tell_text(std::size_t index) {
        const auto source = host_.volume.collection().open(index);
        if (!source) return;
        auto text = text_of(**source, kTextSizeMax);
        if (!text) return;
        const std::string path = host_.volume.windows_path(index);
        State state = document({.index = index, .path = path, .place = place_of(folded(path))},
                               kind_of_text(*text));
        state.set(StateField::FileText, std::move(*text));
        state.set_number(StateField::FileCopies, copies_of_[index]);
        state.set_number(StateField::FileSize, host_.volume.artefact(index).size);
        tell(std::move(state));
    }
    static std::string kind_of_text(std::string_view text) {
        return std::string(kind_of_content(text, "txt"));
    }

    State document(const File& file, std::string kind) const {
        State state(Dataset::File);
        set_file(state, file.path);
        state.set(StateField::FilePlace, std::string(file.place));
        state.set(StateField::FileKind, std::move(kind));
        state.set_number(StateField::FileSize, host_.volume.artefact(file.index).size);
        state.set(StateField::UserName, host_.volume.user_of(file.index));
        state.proofs.push_back(
            {.path = host_.volume.artefact(file.index).path, .parser = "file", .place = file.path});
        return state;
    }

    void tell(State&& state) {
        if (documents_ == kDocumentsMax) {
            cut_ = true;
            return;
        }
        ++documents_;
        host_.states(std::move(state));
    }

    void observe() const {
        const std::uint64_t left_out = host_.files->not_read();
        Observation seen{.dataset = Dataset::File,
                         .outcome = Outcome::Read,
                         .artefact = "*.exe, *.dll …",
                         .what = msg::reader_files(documents_, programs_),
                         .documents = documents_};
        if (cut_ || left_out > 0 || mismatches_ > kMismatchesMax) {
            seen.outcome = Outcome::Partly;
            seen.what = msg::reader_files_cut(documents_, left_out);
        }
        // Where no program was collected, nothing can be said of programs.
        if (programs_ == 0) {
            seen.outcome = Outcome::Absent;
            seen.what = msg::reader_no_programs();
        }
        host_.observations(std::move(seen));
    }

    struct Copies {
        std::uint64_t count = 0;
        std::size_t first = 0;
    };

    HostContext& host_;
    const std::set<std::size_t> led_to_;  // of the other readers: our own documents lead nowhere
    std::map<std::pair<std::string, std::uint64_t>, Copies> texts_by_name_;
    std::map<std::size_t, std::uint64_t> copies_of_;
    std::set<std::size_t> texts_;
    std::uint64_t documents_ = 0;
    std::uint64_t programs_ = 0;
    std::size_t looks_ = 0;
    std::size_t mismatches_ = 0;
    bool cut_ = false;
};

}  // namespace

void read_files(HostContext& host) {
    FileReader(host).read();
}

}  // namespace xiezhi::readers
