#include <string>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/recycle/recycle.h"
#include "xiezhi/readers/host/file_facts.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

/// `…\S-1-5-21-…\$I…`: whose recycle bin it is.
std::string sid_of(std::string_view path) {
    const std::size_t name = path.rfind('\\');
    if (name == std::string_view::npos) return {};
    const std::size_t folder = path.rfind('\\', name - 1);
    if (folder == std::string_view::npos) return {};
    const std::string_view sid = path.substr(folder + 1, name - folder - 1);
    return folded(sid).starts_with("s-1-") ? std::string(sid) : std::string();
}

/// Beside `$IABCDEF.exe` stands `$RABCDEF.exe`; beside INFO2 stands `Dc3.exe`.
std::string name_of_content(std::string_view index_name, const recycle::DeletedFile& file) {
    const std::size_t mark = index_name.rfind("$I");
    if (mark != std::string_view::npos) return "$R" + std::string(index_name.substr(mark + 2));
    if (!file.index || !file.drive) return {};
    const auto drive = static_cast<char>('a' + static_cast<int>(*file.drive % 26));
    const std::size_t dot = file.original_path.rfind('.');
    const std::string ending =
        dot == std::string::npos ? std::string() : file.original_path.substr(dot);
    return std::string("D") + drive + std::to_string(*file.index) + ending;
}

}  // namespace

void read_deleted_files(HostContext& host) {
    std::uint64_t files = 0;
    std::uint64_t documents = 0;
    bool damaged = false;
    for (const std::size_t index : host.volume.artefacts()) {
        const evidence::Artefact& artefact = host.volume.artefact(index);
        if (artefact.kind != evidence::ArtefactKind::RecycleBin) continue;
        ++files;
        const auto source = host.volume.collection().open(index);
        const auto bin = source ? recycle::read(**source, [&](const Damage&) { damaged = true; })
                                : Result<recycle::Index>(source.error());
        if (!bin) {
            damaged = true;
            host.notes(
                {.kind = NoteKind::Unreadable, .path = artefact.path, .what = bin.error().what});
            continue;
        }
        const std::string path = host.volume.windows_path(index);
        const std::string name = artefact.path.substr(artefact.path.rfind('/') + 1);
        for (const recycle::DeletedFile& file : bin->files) {
            State state(Dataset::DeletedFile);
            set_file(state, file.original_path);
            state.set_number(StateField::FileSize, file.size);
            state.set_time(StateField::DeletedTime, file.deleted);
            state.set(StateField::DeletedSid, sid_of(path));
            if (file.restored) state.set_truth(StateField::DeletedRestored, true);
            const auto content =
                host.volume.collection().beside(index, name_of_content(name, file));
            if (content) {
                state.set(StateField::DeletedStoredAs, host.volume.windows_path(*content));
                host.files->add_to(state, *content);
            }
            state.time = file.deleted;
            state.meaning = TimeMeaning::Logged;
            state.proofs.push_back({.path = artefact.path,
                                    .parser = "recycle",
                                    .place = file.original_path,
                                    .offset = file.offset});
            host.states(std::move(state));
            ++documents;
        }
    }
    observe(host, Dataset::DeletedFile, "$Recycle.Bin", files > 0, damaged, documents);
}

}  // namespace xiezhi::readers
