#include "xiezhi/evidence/collection.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/evidence/archives.h"
#include "xiezhi/evidence/gather.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::evidence {
namespace {

/// The password under which malware and evidence is passed on by habit.
constexpr const char* kUsualPassword = "infected";

/// A file named twice, or found below a folder that was named too, is read once.
bool same_file(const Item& a, const Item& b) {
    return !a.origin.archive && !b.origin.archive && a.artefact.path == b.artefact.path;
}

}  // namespace

struct Collection::Impl {
    explicit Impl(const std::string& password) : archives(std::make_shared<Archives>(password)) {}
    explicit Impl(std::shared_ptr<Archives> of_another) : archives(std::move(of_another)) {}

    std::shared_ptr<Archives> archives;
    std::vector<Artefact> artefacts;
    std::vector<Origin> origins;  // same order
};

Collection::Collection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Collection::Collection(Collection&&) noexcept = default;
Collection& Collection::operator=(Collection&&) noexcept = default;
Collection::~Collection() = default;

Result<Collection> Collection::open(const std::vector<std::string>& paths,
                                    const OpenOptions& options, const NoteSink& notes) {
    if (paths.empty()) return Error{Errc::Usage, msg::evidence_none_named(), {}};
    auto impl =
        std::make_unique<Impl>(options.password.empty() ? kUsualPassword : options.password);
    const ZipLimits limits;
    Gatherer gatherer(*impl->archives, limits, options, notes);
    for (const std::string& path : paths) {
        auto added = gatherer.add(path);
        if (added) continue;
        if (paths.size() == 1) return std::move(added.error());
        notes(Note{.kind = NoteKind::Unreadable,
                   .path = platform::with_slashes(path),
                   .what = std::move(added.error().what)});
    }
    std::vector<Item> items = gatherer.take();
    std::ranges::sort(items, {}, [](const Item& item) {
        return std::tuple(std::string_view(item.artefact.path), item.origin.archive,
                          item.origin.entry);
    });
    const auto repeated = std::ranges::unique(items, same_file);
    items.erase(repeated.begin(), repeated.end());
    for (Item& item : items) {
        impl->artefacts.push_back(std::move(item.artefact));
        impl->origins.push_back(item.origin);
    }
    return Collection(std::move(impl));
}

const std::vector<Artefact>& Collection::artefacts() const noexcept {
    return impl_->artefacts;
}

Result<std::unique_ptr<ByteSource>> Collection::open(std::size_t index) const {
    const std::string& path = impl_->artefacts.at(index).path;
    const Origin& origin = impl_->origins.at(index);
    if (!origin.archive) return platform::open_file(path);
    auto zip = impl_->archives->open(*origin.archive);
    if (!zip) return std::move(zip.error()).in(path);
    auto entry = (*zip)->entry(origin.entry);
    if (!entry) return std::move(entry.error()).in(path);
    return (*zip)->open_entry(*entry);
}

Collection Collection::part(const std::vector<std::size_t>& indices) const {
    auto impl = std::make_unique<Impl>(impl_->archives);
    for (const std::size_t index : indices) {
        impl->artefacts.push_back(impl_->artefacts.at(index));
        impl->origins.push_back(impl_->origins.at(index));
    }
    return Collection(std::move(impl));
}

std::optional<std::size_t> Collection::beside(std::size_t index, std::string_view name) const {
    const std::string& path = impl_->artefacts.at(index).path;
    const std::string folder = path.substr(0, path.rfind('/') + 1);
    const std::string wanted = ascii_lower(name);
    // Sorted by path: what has the same folder in front stands together.
    const auto first = std::ranges::lower_bound(impl_->artefacts, folder, {}, &Artefact::path);
    for (auto at = first; at != impl_->artefacts.end() && at->path.starts_with(folder); ++at) {
        if (ascii_lower(std::string_view(at->path).substr(folder.size())) == wanted) {
            return static_cast<std::size_t>(at - impl_->artefacts.begin());
        }
    }
    return std::nullopt;
}

}  // namespace xiezhi::evidence
