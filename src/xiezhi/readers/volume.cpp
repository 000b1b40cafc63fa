#include "xiezhi/readers/volume.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "xiezhi/base/text.h"

namespace xiezhi::readers {
namespace {

/// Folders at the root of a Windows volume.
constexpr auto kRootFolders =
    std::to_array<std::string_view>({"windows", "winnt", "users",
                                     "documents and settings",  // tidy: no text, a name
                                     "programdata", "program files", "program files (x86)",
                                     "perflogs", "$recycle.bin", "recycler", "$extend", "inetpub"});
constexpr std::size_t kUsers = 2;
constexpr std::size_t kUsersOfOld = 3;

/// `C`, `C:`, `C%3A`, `C_`, `C_drive` as the name of a folder.
char drive_of(std::string_view component) {
    if (component.empty()) return 0;
    const char letter = component.front();
    const bool is_letter = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    const std::string_view rest = component.substr(1);
    constexpr auto kRests =
        std::to_array<std::string_view>({"", ":", "%3A", "%3a", "_", "$", "_drive", "_DRIVE"});
    if (!is_letter || !std::ranges::count(kRests, rest)) return 0;
    return letter >= 'a' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool is_root_marker(std::string_view component) {
    return component == "[root]" || component == "fs" || component == "ntfs";
}

struct Component {
    std::size_t begin;
    std::string_view text;
};

std::vector<Component> components_of(std::string_view path) {
    std::vector<Component> out;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (end > begin) out.push_back({begin, path.substr(begin, end - begin)});
        begin = end + 1;
    }
    return out;
}

}  // namespace

namespace {

/// The place where a volume may begin at component `i`: a folder of a volume's root, with the
/// drive's folder in front of it when there is one; or a drive's folder that says so itself.
std::optional<VolumePath> begin_at(const std::vector<Component>& parts, std::size_t i) {
    const std::string name = folded(parts[i].text);
    if (std::ranges::count(kRootFolders, std::string_view(name)) > 0) {
        VolumePath found{.root_size = parts[i].begin, .path_at = parts[i].begin};
        const bool marked = i > 0 && is_root_marker(parts[i - 1].text);
        if (marked) found.root_size = parts[i - 1].begin;
        const std::size_t before = marked ? i - 1 : i;
        if (before > 0) {
            if (const char drive = drive_of(parts[before - 1].text); drive != 0) {
                found.drive = drive;
                found.root_size = parts[before - 1].begin;
            }
        }
        return found;
    }
    const char drive = drive_of(parts[i].text);
    const bool says_so = parts[i].text.size() > 1 && parts[i].text.substr(1) != "$";
    if (drive == 0 || i + 1 >= parts.size() || (!says_so && parts[i].text != "C")) {
        return std::nullopt;
    }
    return VolumePath{.root_size = parts[i].begin, .drive = drive, .path_at = parts[i + 1].begin};
}

}  // namespace

std::optional<VolumePath> volume_path(std::string_view path) {
    const std::vector<Component> parts = components_of(path);
    const bool absolute = !parts.empty() && parts.front().begin == 0 &&
                          parts.front().text.size() == 2 && parts.front().text[1] == ':';
    std::optional<VolumePath> live;  // of the host that we run on: evidence may lie below its Users
    std::optional<VolumePath> plain;  // without a drive
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto found = begin_at(parts, i);
        if (!found) continue;
        if (absolute && found->root_size == 0) {
            if (!live) {
                live = found;
                live->live = true;
            }
        } else if (found->drive != 0) {
            return found;
        } else if (!plain) {
            plain = found;
        }
    }
    return plain ? plain : live;
}

Volume::Volume(const evidence::Collection& collection, std::vector<std::size_t> artefacts)
    : collection_(&collection), artefacts_(std::move(artefacts)) {
    // Evidence that was copied below a user's folder is not on the volume of that user: as soon as
    // something of it says where it stood, the live volume is not meant.
    std::vector<std::optional<VolumePath>> places;
    for (const std::size_t index : artefacts_) places.push_back(volume_path(artefact(index).path));
    const bool copied =
        std::ranges::any_of(places, [](const auto& place) { return place && !place->live; });
    for (std::size_t i = 0; i < artefacts_.size(); ++i) {
        const std::size_t index = artefacts_[i];
        const std::string& path = artefact(index).path;
        const auto& found = places[i];
        if (!found || (found->live && copied)) continue;
        Place place{.drive = found->drive == 0 ? 'C' : found->drive,
                    .path = path.substr(found->path_at)};
        by_path_.try_emplace(folded(place.path), index);  // the first drive's wins
        places_.emplace(index, std::move(place));
    }
}

std::optional<std::size_t> Volume::find(std::string_view path) const {
    const auto found = by_path_.find(folded(path));
    if (found == by_path_.end()) return std::nullopt;
    return found->second;
}

std::vector<std::size_t> Volume::below(std::string_view folder) const {
    std::string prefix = folded(folder);
    if (!prefix.ends_with('/')) prefix += '/';
    std::vector<std::size_t> out;
    for (auto at = by_path_.lower_bound(prefix);
         at != by_path_.end() && at->first.starts_with(prefix); ++at) {
        out.push_back(at->second);
    }
    return out;
}

std::string Volume::windows_path(std::size_t index) const {
    const auto found = places_.find(index);
    if (found == places_.end()) return {};
    std::string out = {found->second.drive, ':', '\\'};
    out += found->second.path;
    std::ranges::replace(out, '/', '\\');
    return out;
}

std::optional<std::size_t> Volume::find_windows(std::string_view path) const {
    if (path.size() < 4 || path[1] != ':' || path[2] != '\\') return std::nullopt;
    std::string from_root(path.substr(3));
    std::ranges::replace(from_root, '\\', '/');
    return find(from_root);
}

std::string Volume::user_of(std::size_t index) const {
    const auto found = places_.find(index);
    if (found == places_.end()) return {};
    const std::vector<Component> parts = components_of(found->second.path);
    if (parts.size() < 3) return {};
    const std::string top = folded(parts[0].text);
    if (top == kRootFolders[kUsers] || top == kRootFolders[kUsersOfOld])
        return std::string(parts[1].text);
    if (top == "windows" && folded(parts[1].text) == "serviceprofiles" && parts.size() > 3) {
        return std::string(parts[2].text);
    }
    return {};
}

std::vector<HostArtefacts> hosts_of(const evidence::Collection& collection,
                                    const std::vector<std::string>& named) {
    std::map<std::string, std::vector<std::size_t>> on_volumes;
    std::map<std::string, std::vector<std::size_t>> elsewhere;
    const auto named_above = [&](std::string_view path) {
        std::string best;
        for (std::string name : named) {
            std::ranges::replace(name, '\\', '/');
            while (name.size() > 1 && name.ends_with('/')) name.pop_back();
            const bool above = path == name || path.starts_with(name + "/") || name == ".";
            if (above && name.size() > best.size()) best = name;
        }
        return best;
    };
    const std::vector<evidence::Artefact>& all = collection.artefacts();
    std::vector<std::optional<VolumePath>> places;
    std::set<std::string> copied;  // named evidence with a volume below it
    for (const evidence::Artefact& artefact : all) {
        const auto& place = places.emplace_back(volume_path(artefact.path));
        if (place && !place->live) copied.insert(named_above(artefact.path));
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string_view path = all[i].path;
        const auto& place = places[i];
        if (place && !(place->live && copied.contains(named_above(path)))) {
            std::string root(path.substr(0, place->root_size));
            while (root.ends_with('/')) root.pop_back();
            on_volumes[root].push_back(i);
        } else {
            elsewhere[named_above(path)].push_back(i);
        }
    }
    // What stands beside volumes goes with the only host below its path.
    for (auto& [root, artefacts] : elsewhere) {
        std::vector<std::string> below;
        for (const auto& [host, unused] : on_volumes) {
            if (root.empty() || host == root || host.starts_with(root + "/")) below.push_back(host);
        }
        std::vector<std::size_t>& place = on_volumes[below.size() == 1 ? below.front() : root];
        place.insert(place.end(), artefacts.begin(), artefacts.end());
    }
    std::vector<HostArtefacts> hosts;
    for (auto& [root, artefacts] : on_volumes) {
        std::ranges::sort(artefacts);
        hosts.push_back(
            {root.empty() ? named_above(all[artefacts.front()].path) : root, std::move(artefacts)});
    }
    return hosts;
}

}  // namespace xiezhi::readers
