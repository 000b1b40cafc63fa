#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/evidence/collection.h"

namespace xiezhi::readers {

/// Where the artefacts of one host stood on its volumes, whatever the collector made of their
/// paths: `C/…`, `C%3A/…`, `uploads/auto/C%3A/…`, `[root]/…`, or folders of Windows without a
/// drive. Letter case does not matter on Windows, so it does not here.
class Volume {
public:
    /// `artefacts`: indices into the collection that belong to this host.
    Volume(const evidence::Collection& collection, std::vector<std::size_t> artefacts);

    [[nodiscard]] const evidence::Collection& collection() const noexcept { return *collection_; }
    [[nodiscard]] const std::vector<std::size_t>& artefacts() const noexcept { return artefacts_; }

    /// By path from the volume's root, '/' between components: `Windows/System32/config/SAM`.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view path) const;
    /// All below a folder, in path order.
    [[nodiscard]] std::vector<std::size_t> below(std::string_view folder) const;
    [[nodiscard]] bool has_folder(std::string_view folder) const { return !below(folder).empty(); }
    /// Whether anything stands at a path of a volume; else the evidence is a heap of files.
    [[nodiscard]] bool has_layout() const noexcept { return !by_path_.empty(); }

    /// `C:\Windows\System32\config\SAM`; empty for what stands nowhere.
    [[nodiscard]] std::string windows_path(std::size_t artefact) const;
    /// By Windows path (any drive letter of the evidence), as commands name files.
    [[nodiscard]] std::optional<std::size_t> find_windows(std::string_view path) const;

    /// The user whose profile folder an artefact stands in; empty when in none.
    [[nodiscard]] std::string user_of(std::size_t artefact) const;

    [[nodiscard]] const evidence::Artefact& artefact(std::size_t index) const {
        return collection_->artefacts().at(index);
    }

private:
    struct Place {
        char drive = 'C';
        std::string path;  // from the root, as spelled
    };

    const evidence::Collection* collection_;
    std::vector<std::size_t> artefacts_;
    std::map<std::size_t, Place> places_;
    std::map<std::string, std::size_t, std::less<>> by_path_;  // folded, without the drive
};

/// A path of evidence cut into what stands above the volume and what stands on it.
struct VolumePath {
    std::size_t root_size = 0;  // of the text in front of the volume
    char drive = 0;             // 0: no drive is named
    std::size_t path_at = 0;    // where the path from the root begins
    bool live = false;          // the volume of the host that we run on: `C:/Users/…`
};
/// Nothing when no component says where a volume begins.
[[nodiscard]] std::optional<VolumePath> volume_path(std::string_view path);

/// The hosts of a collection: artefacts whose paths have the same text in front of the volume;
/// what stands on no volume belongs to the host of the `named` path that it was found below.
struct HostArtefacts {
    std::string name;  // the text in front, for people: `host7.zip`, `cases/built-attack`
    std::vector<std::size_t> artefacts;
};
[[nodiscard]] std::vector<HostArtefacts> hosts_of(const evidence::Collection& collection,
                                                  const std::vector<std::string>& named);

}  // namespace xiezhi::readers
