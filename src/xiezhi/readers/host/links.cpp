#include <algorithm>
#include <string>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/jumplist/jumplist.h"
#include "xiezhi/formats/lnk/lnk.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

using evidence::ArtefactKind;

constexpr std::size_t kLinksMax = 20'000;
constexpr std::size_t kArgumentsMax = 32U << 10U;

const auto kIgnore = [](const Damage&) {};

/// The target as a path: the link info's, that with variables, or the one the items spell.
std::string target_of(const lnk::Link& link, const HostPaths& paths) {
    if (link.info && !link.info->local_path.empty()) return link.info->local_path;
    if (!link.environment_path.empty()) return full_path(link.environment_path, paths);
    if (link.info && !link.info->network_path.empty()) return link.info->network_path;
    return link.relative_path.value_or("");
}

std::size_t longest_blanks(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == ' ' || c == '\t' || c == '\r' || c == '\n' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

std::string_view window_of(std::uint32_t show_command) {
    return show_command == 7 ? "minimised" : show_command == 3 ? "maximised" : "normal";
}

class LinkReader {
public:
    explicit LinkReader(HostContext& host) : host_(host) {}

    void read() {
        for (const std::size_t index : host_.volume.artefacts()) {
            const ArtefactKind kind = host_.volume.artefact(index).kind;
            if (kind == ArtefactKind::Link) read_link(index);
            if (kind == ArtefactKind::JumpList || kind == ArtefactKind::CustomJumpList) {
                read_list(index, kind == ArtefactKind::CustomJumpList);
            }
        }
        observe(host_, Dataset::Link, "*.lnk", files_ > 0, damaged_ || documents_ == kLinksMax,
                documents_);
    }

private:
    void unreadable(std::size_t index, const Error& error) {
        damaged_ = true;
        host_.notes({.kind = NoteKind::Unreadable,
                     .path = host_.volume.artefact(index).path,
                     .what = error.what});
    }

    void read_link(std::size_t index) {
        ++files_;
        const auto source = host_.volume.collection().open(index);
        if (!source) return unreadable(index, source.error());
        const auto bytes = read_all(**source, lnk::kSizeMax);
        if (!bytes) return unreadable(index, bytes.error());
        const auto link = lnk::parse(*bytes, 0, kIgnore);
        if (!link) return unreadable(index, link.error());
        const std::string path = host_.volume.windows_path(index);
        const std::string lower = folded(path);
        std::string name = path.substr(path.rfind('\\') + 1);
        if (lower.ends_with(".lnk")) name.resize(name.size() - 4);
        tell(index, *link, path.empty() ? "other" : schema::place_of_link(lower), name,
             {.path = host_.volume.artefact(index).path, .parser = "lnk", .place = path});
    }

    void read_list(std::size_t index, bool custom) {
        ++files_;
        const auto source = host_.volume.collection().open(index);
        if (!source) return unreadable(index, source.error());
        std::vector<jumplist::LinkBytes> links;
        if (custom) {
            auto list = jumplist::read_custom(**source, kIgnore);
            if (!list) return unreadable(index, list.error());
            links = std::move(list->links);
        } else {
            auto list = jumplist::read_automatic(**source, kIgnore);
            if (!list) return unreadable(index, list.error());
            links = std::move(list->links);
        }
        for (const jumplist::LinkBytes& one : links) {
            const auto link = lnk::parse(one.bytes, one.offset, kIgnore);
            if (!link) continue;
            tell(index, *link, "jump_list", one.name,
                 {.path = host_.volume.artefact(index).path,
                  .parser = "lnk",
                  .place = "link " + one.name,
                  .offset = one.offset});
        }
    }

    void tell(std::size_t index, const lnk::Link& link, std::string_view place, std::string name,
              Proof proof) {
        if (documents_ == kLinksMax) return;
        State state(Dataset::Link);
        const std::string target = target_of(link, host_.paths);
        std::string arguments = link.arguments.value_or("");
        state.set(StateField::LinkBlanks, std::to_string(longest_blanks(arguments)));
        if (arguments.size() > kArgumentsMax) arguments.resize(kArgumentsMax);
        // A list of what was opened starts nothing by itself.
        const bool starts = place != "recent" && place != "jump_list" && place != "other";
        if (starts && !target.empty()) {
            set_command(state, '"' + target + '"' + (arguments.empty() ? "" : " ") + arguments,
                        host_.paths);
        } else {
            set_file(state, target);
        }
        state.set(StateField::LinkPlace, std::string(place));
        state.set(StateField::LinkName, std::move(name));
        state.set(StateField::LinkTarget, target);
        state.set(StateField::LinkArguments, std::move(arguments));
        state.set(StateField::LinkIcon, full_path(link.icon_location.value_or(""), host_.paths));
        state.set(StateField::LinkWindow, std::string(window_of(link.show_command)));
        if (link.tracker) state.set(StateField::LinkMachine, link.tracker->machine_id);
        state.set(StateField::UserName, host_.volume.user_of(index));
        state.time = link.created;
        if (link.created.ticks != 0) state.meaning = TimeMeaning::FileCreated;
        state.proofs.push_back(std::move(proof));
        host_.states(std::move(state));
        ++documents_;
    }

    HostContext& host_;
    std::uint64_t files_ = 0;
    std::uint64_t documents_ = 0;
    bool damaged_ = false;
};

}  // namespace

void read_links(HostContext& host) {
    LinkReader(host).read();
}

}  // namespace xiezhi::readers
