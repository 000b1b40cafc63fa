#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/readers/host/file_content.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kScriptsMax = 20'000;
constexpr std::size_t kScriptSizeMax = 64U << 10U;     // of one
constexpr std::uint64_t kScriptBytesMax = 48U << 20U;  // of all: documents are kept

struct Script {
    std::size_t index;
    std::uint64_t size;  // that is kept of it
};

bool is_script(const HostContext& host, std::size_t index) {
    if (host.volume.artefact(index).kind != evidence::ArtefactKind::Other) return false;
    const std::string lower = folded(host.volume.windows_path(index));
    const std::size_t dot = lower.rfind('.');
    if (dot == std::string::npos) return false;
    const std::string ending = lower.substr(dot + 1);
    const auto* const type = schema::find_file_type(ending);
    if (type == nullptr || type->kind != "script") return false;
    // Of a web root they run in browsers, and there are thousands.
    const auto* const place = ending == "js" ? schema::find_file_place(lower) : nullptr;
    return place == nullptr || place->place != "webroot";
}

/// Those to read: the small ones first, should they be too many; what is planted is mostly small.
std::set<std::size_t> chosen(std::vector<Script> scripts, bool& cut) {
    std::ranges::sort(scripts, [](const Script& a, const Script& b) {
        return a.size != b.size ? a.size < b.size : a.index < b.index;
    });
    std::set<std::size_t> out;
    std::uint64_t bytes = 0;
    for (const Script& script : scripts) {
        bytes += script.size;
        cut = out.size() == kScriptsMax || bytes > kScriptBytesMax;
        if (cut) break;
        out.insert(script.index);
    }
    return out;
}

}  // namespace

/// Scripts in the evidence: their text, so that rules for script blocks can be asked of it.
void read_scripts(HostContext& host) {
    std::vector<Script> scripts;
    for (const std::size_t index : host.volume.artefacts()) {
        if (!is_script(host, index)) continue;
        scripts.push_back(
            {index, std::min<std::uint64_t>(host.volume.artefact(index).size, kScriptSizeMax)});
    }
    bool cut = false;
    std::uint64_t count = 0;
    for (const std::size_t index : chosen(std::move(scripts), cut)) {
        const std::string& artefact = host.volume.artefact(index).path;
        const auto source = host.volume.collection().open(index);
        auto text =
            source ? text_of(**source, kScriptSizeMax) : Result<std::string>(source.error());
        if (!text) {
            host.notes(
                Note{.kind = NoteKind::Unreadable, .path = artefact, .what = text.error().what});
            continue;
        }
        const std::string path = host.volume.windows_path(index);
        State state(Dataset::Script);
        set_file(state, path);
        state.set(StateField::ScriptText, std::move(*text));
        state.set(StateField::UserName, host.volume.user_of(index));
        state.proofs.push_back({.path = artefact, .parser = "file", .place = path});
        host.states(std::move(state));
        ++count;
    }
    if (count == 0) return;
    host.observations({.dataset = Dataset::Script,
                       .outcome = cut ? Outcome::Partly : Outcome::Read,
                       .artefact = "*.ps1, *.bat, *.aspx …",
                       .what = msg::reader_lines(count),
                       .documents = count});
}

}  // namespace xiezhi::readers
