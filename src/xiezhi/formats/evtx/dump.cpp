#include "xiezhi/formats/evtx/dump.h"

#include <memory>
#include <mutex>
#include <vector>

#include "xiezhi/base/ordered_work.h"
#include "xiezhi/formats/evtx/csv.h"
#include "xiezhi/formats/evtx/log.h"
#include "xiezhi/formats/evtx/render.h"

namespace xiezhi::evtx {
namespace {

/// A chunk may give this much text; more is an attack (a real one gives less than 1 MiB).
constexpr std::size_t kChunkTextMax = std::size_t{8} << 20U;

struct BlockResult {
    std::unique_ptr<Writer> text;
    std::vector<Damage> damages;
    std::uint64_t records = 0;
};

/// Writers that are used again: their room is the largest memory we hold.
class WriterPool {
public:
    std::unique_ptr<Writer> take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) return std::make_unique<Writer>();
        std::unique_ptr<Writer> writer = std::move(free_.back());
        free_.pop_back();
        return writer;
    }
    void give_back(std::unique_ptr<Writer> writer) {
        writer->clear();
        const std::scoped_lock lock(mutex_);
        free_.push_back(std::move(writer));
    }

private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Writer>> free_;
};

const char* state_name(Origin origin) {
    switch (origin) {
        case Origin::Live:
            return "live";
        case Origin::SizeCopyDiffers:
            return "damaged";
        case Origin::Slack:
            return "slack";
        case Origin::NoChunk:
            return "carved";
    }
    return "";
}

/// What one thread needs: buffers, tables, renderer.
class Worker {
public:
    Worker(const Log& log, DumpFormat format, const DumpOptions& options,
           TemplateCatalogue& catalogue)
        : log_(log), format_(format), options_(options), tables_(catalogue), document_(tables_) {}

    BlockResult run(std::size_t block, std::unique_ptr<Writer> writer) {
        BlockResult result;
        const std::uint64_t offset = log_.block_offset(block);
        if (buffer_.empty()) buffer_.resize(log_.block_room());
        const Result<Bytes> bytes = log_.read_block(block, std::span(buffer_));
        if (!bytes) {
            result.damages.push_back({DamageKind::Unreadable, offset, kBlockSize});
        } else {
            writer->reserve(bytes->size() + bytes->size() / 2);
            for (std::size_t at = 0; at < bytes->size(); at += kChunkSize) {
                const std::size_t size = std::min(kChunkSize, bytes->size() - at);
                chunk(bytes->subspan(at, size), offset + at, *writer, result);
            }
        }
        result.text = std::move(writer);
        return result;
    }

private:
    void chunk(Bytes bytes, std::uint64_t offset, Writer& out, BlockResult& result) {
        const DamageSink damage = [&](const Damage& d) { result.damages.push_back(d); };
        tables_.begin(bytes);
        Renderer renderer(out);
        const std::size_t start = out.size();
        const WalkOptions walk{options_.carve, options_.checksums};
        walk_records(
            bytes, offset, walk,
            [&](const Record& record) {
                const std::uint64_t place = offset + record.position;
                if (out.size() - start > kChunkTextMax ||
                    !document_.parse(record.binxml, record.binxml_size) ||
                    !write(renderer, out, record, place)) {
                    return Verdict::Refused;
                }
                ++result.records;
                return Verdict::GoOn;
            },
            damage);
    }

    bool write(Renderer& renderer, Writer& out, const Record& record, std::uint64_t place) {
        const char* state = state_name(record.origin);
        switch (format_) {
            case DumpFormat::JsonLines:
                if (!renderer.json(document_)) return false;
                if (record.origin != Origin::Live) mark_json(out, state, place);
                return true;
            case DumpFormat::Xml:
                if (record.origin != Origin::Live) mark_xml(out, state, place);
                return renderer.xml(document_);
            case DumpFormat::Csv:
                return csv_.write(out, document_, state, options_.file);
        }
        return false;
    }

    /// {"Event":{…}} becomes {"Event":{…},"xiezhi":{"state":"slack","offset":4711}}.
    static void mark_json(Writer& out, const char* state, std::uint64_t place) {
        out.truncate(out.size() - 2);
        const std::string mark = ",\"xiezhi\":{\"state\":\"" + std::string(state) +
                                 "\",\"offset\":" + std::to_string(place) + "}}\n";
        out.reserve(mark.size());
        out.put(mark);
    }
    static void mark_xml(Writer& out, const char* state, std::uint64_t place) {
        const std::string mark =
            "<!-- " + std::string(state) + ", offset " + std::to_string(place) + " -->\n";
        out.reserve(mark.size());
        out.put(mark);
    }

    const Log& log_;
    DumpFormat format_;
    const DumpOptions& options_;
    ChunkTables tables_;
    Document document_;
    CsvWriter csv_;
    UninitialisedVector<std::byte> buffer_;
};

}  // namespace

std::string_view dump_prologue(DumpFormat format) noexcept {
    switch (format) {
        case DumpFormat::JsonLines:
            return "";
        case DumpFormat::Xml:
            return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Events>\n";
        case DumpFormat::Csv:
            return kCsvHead;
    }
    return "";
}

std::string_view dump_epilogue(DumpFormat format) noexcept {
    return format == DumpFormat::Xml ? "</Events>\n" : "";
}

Result<DumpSummary> dump(const ByteSource& source, DumpFormat format, const DumpOptions& options,
                         const TextSink& text, const DamageSink& damages) {
    DumpSummary summary;
    const auto report = [&](const Damage& damage) {
        ++summary.damages;
        damages(damage);
    };
    XZ_TRY(const Log log, Log::open(source, report), "");
    const std::size_t threads = std::clamp<std::size_t>(options.threads, 1, log.block_count() + 1);
    TemplateCatalogue catalogue;
    WriterPool pool;
    std::vector<std::unique_ptr<Worker>> workers;
    workers.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        workers.push_back(std::make_unique<Worker>(log, format, options, catalogue));
    }
    std::size_t next_block = 0;
    OrderedWork<std::size_t, BlockResult>::run(
        threads,
        [&]() -> std::optional<std::size_t> {
            if (next_block == log.block_count()) return std::nullopt;
            return next_block++;
        },
        [&](std::size_t block, std::size_t worker) {
            return workers[worker]->run(block, pool.take());
        },
        [&](BlockResult result) {
            summary.records += result.records;
            const bool go_on = result.text->size() == 0 || text(result.text->text());
            for (const Damage& damage : result.damages) report(damage);
            pool.give_back(std::move(result.text));
            summary.stopped = !go_on;
            return go_on;
        });
    return summary;
}

}  // namespace xiezhi::evtx
