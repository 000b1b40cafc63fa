#include "xiezhi/cli/ecs_dump.h"

#include "xiezhi/base/ordered_work.h"
#include "xiezhi/hunt/feed.h"
#include "xiezhi/hunt/item_reader.h"
#include "xiezhi/output/ecs_document.h"

namespace xiezhi::cli {
namespace {

constexpr std::size_t kNotesMax = 10;  // of each part of a file

struct Lines {
    std::string text;
    hunt::ItemNotes notes;
};

/// One thread's: what it has learned of shapes is used for all its logs.
class Worker {
public:
    Worker(const evidence::Collection& collection, const readers::EvtxCatalogue& catalogue,
           bool carve)
        : reader_(collection, catalogue, carve, kNotesMax) {}

    Lines work(const hunt::WorkItem& item) {
        Lines lines;
        reader_.read(
            item,
            [&](const Event& event) {
                document_.begin(event);
                json_.clear();
                output::write_ecs(json_, document_);
                lines.text += json_.text();
                lines.text += '\n';
                return true;
            },
            lines.notes);
        return lines;
    }

private:
    hunt::ItemReader reader_;
    ecs::Document document_;
    output::JsonText json_;
};

}  // namespace

void dump_ecs(const evidence::Collection& collection, const EcsDumpOptions& options,
              const output::TextSink& sink, const NoteSink& note) {
    const readers::EvtxCatalogue catalogue;
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t i = 0; i < std::max<std::size_t>(options.threads, 1); ++i) {
        workers.push_back(std::make_unique<Worker>(collection, catalogue, options.carve));
    }
    hunt::Feed feed(collection, evtx::kChunkSize, options.interrupted);
    OrderedWork<hunt::WorkItem, Lines>::run(
        workers.size(), [&] { return feed.next(); },
        [&](const hunt::WorkItem& item, std::size_t worker) { return workers[worker]->work(item); },
        [&](const Lines& lines) {
            for (const Note& one : lines.notes.notes) note(one);
            return lines.text.empty() || sink(lines.text);
        });
}

}  // namespace xiezhi::cli
