#pragma once

#include <atomic>
#include <optional>

#include "xiezhi/hunt/block.h"

namespace xiezhi::hunt {

/// The logs of a collection as a row of work items in path order: big files block by block, small
/// ones whole. Called by one thread at a time.
class Feed {
public:
    /// `part_bytes`: how much of a big log goes into one item, whole chunks.
    Feed(const evidence::Collection& collection, std::uint64_t part_bytes,
         const std::atomic<bool>* cancel)
        : collection_(collection), part_bytes_(part_bytes), cancel_(cancel) {}

    [[nodiscard]] std::optional<WorkItem> next();

    /// Bytes of all logs.
    [[nodiscard]] std::uint64_t bytes_total() const;
    [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }

private:
    [[nodiscard]] std::optional<WorkItem> next_of_file();
    [[nodiscard]] std::optional<WorkItem> next_of_json();
    [[nodiscard]] std::optional<WorkItem> begin_file(std::size_t artefact);
    [[nodiscard]] WorkItem item(std::uint64_t bytes);

    const evidence::Collection& collection_;
    std::uint64_t part_bytes_;
    const std::atomic<bool>* cancel_;
    std::size_t next_artefact_ = 0;
    bool cancelled_ = false;

    // The big file that is being handed out.
    std::shared_ptr<OpenLog> open_;
    std::size_t artefact_ = 0;
    std::uint64_t offset_ = 0;  // of the next part
    std::unique_ptr<readers::JsonSplitter> splitter_;
    std::vector<Note> notes_;
    std::uint64_t damaged_ = 0;
    bool first_ = true;
    bool unreadable_ = false;
};

/// Opens a log; damages of its header become notes.
[[nodiscard]] Result<std::shared_ptr<OpenLog>> open_log(const evidence::Collection& collection,
                                                        std::size_t artefact,
                                                        std::vector<Note>& notes,
                                                        std::uint64_t& damaged);

}  // namespace xiezhi::hunt
