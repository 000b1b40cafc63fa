#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/evidence/kind.h"
#include "xiezhi/model/note.h"

namespace xiezhi::evidence {

/// One file of the evidence: on disk, or an entry of a zip (also of a zip in a zip).
struct Artefact {
    /// As given by the user, '/' between components; an entry of a zip follows its archive's name
    /// (`host7.zip/C/Windows/…`), Velociraptor's percent encoding undone once per component.
    std::string path;
    ArtefactKind kind = ArtefactKind::Other;
    std::uint64_t size = 0;
};

struct OpenOptions {
    std::string password;  // for encrypted zips; empty: try `infected`
    /// True for paths that are ArtefactKind::Other by their name: found by nobody, they need not be
    /// looked into. Null: none.
    std::function<bool(std::string_view path)> is_other{};
};

/// Everything the user named, in path order (bytewise over `path`): folders walked (links are not
/// followed), zips listed, kinds found by content. Holds names only; bytes are read through open().
class Collection {
public:
    /// A path that does not exist or cannot be read is an Error only when nothing else was named;
    /// otherwise it is a note. Paths are UTF-8.
    [[nodiscard]] static Result<Collection> open(const std::vector<std::string>& paths,
                                                 const OpenOptions& options, const NoteSink& notes);
    Collection(Collection&&) noexcept;
    Collection& operator=(Collection&&) noexcept;
    Collection(const Collection&) = delete;
    Collection& operator=(const Collection&) = delete;
    ~Collection();

    [[nodiscard]] const std::vector<Artefact>& artefacts() const noexcept;

    /// The bytes of artefacts()[index]. Files are opened with full sharing and backup semantics.
    [[nodiscard]] Result<std::unique_ptr<ByteSource>> open(std::size_t index) const;

    /// The same evidence, of these artefacts alone (ascending indices); shares what is open.
    [[nodiscard]] Collection part(const std::vector<std::size_t>& indices) const;

    /// The artefact called `name` (ASCII letter case aside) in the folder of artefacts()[index].
    [[nodiscard]] std::optional<std::size_t> beside(std::size_t index, std::string_view name) const;

private:
    struct Impl;
    explicit Collection(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;  // never null but in what was moved from
};

}  // namespace xiezhi::evidence
