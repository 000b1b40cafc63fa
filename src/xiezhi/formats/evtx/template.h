#pragma once

#include <array>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "xiezhi/formats/evtx/nodes.h"
#include "xiezhi/formats/evtx/program.h"
#include "xiezhi/formats/evtx/writer.h"

namespace xiezhi::evtx {

/// A template definition with its names resolved: the same object for the same content, whatever
/// chunk or log it came from. Immutable; programs are made when first asked for.
class Template {
public:
    /// `canonical`: see canonical_form(); `id` 0 for one that no catalogue keeps.
    Template(std::string canonical, std::uint32_t id);
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;
    Template(Template&&) = delete;
    Template& operator=(Template&&) = delete;
    ~Template() = default;

    [[nodiscard]] std::uint32_t id() const noexcept { return id_; }
    [[nodiscard]] std::string_view canonical() const noexcept { return canonical_; }
    [[nodiscard]] const std::vector<Node>& nodes() const noexcept { return nodes_; }
    [[nodiscard]] const Program& json() const;
    [[nodiscard]] const Program& xml() const;

private:
    std::string canonical_;
    std::uint32_t id_;
    std::deque<std::string> names_;
    std::vector<Node> nodes_;  // texts point into canonical_, names into names_
    mutable std::once_flag json_made_;
    mutable std::once_flag xml_made_;
    mutable Program json_;
    mutable Program xml_;
};

/// Appends GUID and content of the definition at `offset` with names in place of their offsets:
/// equal texts are equal templates. False when the definition is damaged.
bool canonical_form(Bytes chunk, std::uint32_t offset, Writer& out);

/// What one chunk's fragment that is written out in full has in common with others: see Document.
inline constexpr std::size_t kGuidSize = 16;

/// All templates of a run, shared by logs and threads. What comes beyond the bound is not kept.
class TemplateCatalogue {
public:
    static constexpr std::size_t kTemplatesMax = 8'192;

    /// `written_out`: made from a fragment without a template; those have a bound of their own, so
    /// that a log full of them cannot crowd out the others.
    /// The template of this content, or null when the catalogue is full and does not have it.
    [[nodiscard]] const Template* intern(std::string_view canonical, bool written_out);

private:
    using Map = std::unordered_multimap<std::uint64_t, std::unique_ptr<const Template>>;

    // No shared_mutex: winpthreads' reader-writer locks now and then let two writers in, and two
    // templates of one id are two shapes taken for one.
    std::mutex mutex_;
    Map definitions_;
    Map written_out_;
};

/// What one worker knows of the chunk it reads: its templates by offset.
class ChunkTables {
public:
    explicit ChunkTables(TemplateCatalogue& catalogue) : catalogue_(catalogue) {}

    void begin(Bytes chunk);
    [[nodiscard]] Bytes chunk() const noexcept { return chunk_; }

    /// The template whose definition stands at `offset`, or null when that is damaged.
    const Template* find(std::uint32_t offset);

    /// The template of a fragment that is written out, from its canonical form.
    const Template* written_out(std::string_view canonical);

private:
    struct TemplateEntry {
        std::uint64_t chunk = 0;
        std::uint32_t offset = 0;
        const Template* found = nullptr;
    };
    static constexpr std::size_t kTemplateEntries = 256;

    const Template* resolve(std::uint32_t offset);
    const Template* known(std::string_view canonical, bool written_out);

    TemplateCatalogue& catalogue_;
    Bytes chunk_;
    std::uint64_t chunk_number_ = 0;
    std::array<TemplateEntry, kTemplateEntries> templates_;
    std::deque<Template> uncatalogued_;
    Writer canonical_;
};

}  // namespace xiezhi::evtx
