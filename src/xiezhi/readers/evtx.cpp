#include "xiezhi/readers/evtx.h"

#include <atomic>
#include <mutex>
#include <unordered_map>

#include "xiezhi/readers/evtx_event.h"

namespace xiezhi::readers {
namespace {

constexpr std::size_t kBindingsMax = 16'384;

}  // namespace

struct EvtxCatalogue::Impl {
    evtx::TemplateCatalogue templates;

    /// The binding of this key, made by `make` when it is new; null when there are too many.
    template <class Make>
    const Binding* find(const std::string& key, const Make& make) {
        {
            const std::scoped_lock lock(mutex);
            if (const auto found = bindings.find(key); found != bindings.end()) {
                return found->second.get();
            }
            if (bindings.size() >= kBindingsMax) return nullptr;
        }
        auto fresh = std::make_unique<Binding>(make());
        const std::scoped_lock lock(mutex);
        const auto [place, is_new] = bindings.try_emplace(key, std::move(fresh));
        if (is_new) place->second->shape.id = static_cast<std::uint32_t>(bindings.size());
        return place->second.get();
    }

    std::mutex mutex;
    std::unordered_map<std::string, std::unique_ptr<Binding>> bindings;
};

EvtxCatalogue::EvtxCatalogue() : impl_(std::make_unique<Impl>()) {}
EvtxCatalogue::~EvtxCatalogue() = default;

struct EvtxReader::Impl {
    explicit Impl(EvtxCatalogue::Impl& shared)
        : catalogue(shared), tables(shared.templates), document(tables), event(document) {}

    /// The one or two templates that nearly every record has, without building a key.
    struct PairEntry {
        const evtx::Template* outer = nullptr;
        const evtx::Template* inner = nullptr;
        const Binding* binding = nullptr;
    };

    const Binding& binding() {
        const std::vector<evtx::Part>& parts = document.parts();
        const evtx::Template* outer = parts[0].compiled;
        const evtx::Template* inner = parts[parts.size() - 1].compiled;
        if (parts.size() > 2 || outer->id() == 0 || inner->id() == 0) return by_key();
        PairEntry& entry = pairs[(outer->id() * 31 + inner->id()) % pairs.size()];
        if (entry.outer != outer || entry.inner != inner) entry = {outer, inner, &by_key()};
        const Binding& found = *entry.binding;
        if (found.shape.id == 0) entry = {};  // made for this record alone
        return found;
    }

    const Binding& by_key() {
        key.clear();
        if (binding_key(document, key)) {
            const Binding* found = catalogue.find(key, [&] { return bind_fields(document); });
            if (found != nullptr) return *found;
        }
        scratch = bind_fields(document);
        return scratch;
    }

    bool chunk(Bytes bytes, std::uint64_t offset, const EvtxReadOptions& options,
               const EventSink& sink, const evtx::DamageSink& damages) {
        tables.begin(bytes);
        const evtx::WalkOptions walk{options.carve, options.checksums};
        return evtx::walk_records(
            bytes, offset, walk,
            [&](const evtx::Record& record) {
                if (!document.parse(record.binxml, record.binxml_size)) {
                    return evtx::Verdict::Refused;
                }
                event.set(record, offset, binding());
                return sink(event) ? evtx::Verdict::GoOn : evtx::Verdict::Stop;
            },
            damages);
    }

    EvtxCatalogue::Impl& catalogue;
    evtx::ChunkTables tables;
    evtx::Document document;
    EvtxEvent event;
    std::array<PairEntry, 256> pairs;
    std::string key;
    Binding scratch;
};

EvtxReader::EvtxReader(const EvtxCatalogue& catalogue)
    : impl_(std::make_unique<Impl>(catalogue.impl())) {}
EvtxReader::~EvtxReader() = default;

bool EvtxReader::for_each(Bytes chunks, std::uint64_t offset, const EvtxReadOptions& options,
                          const EventSink& sink, const evtx::DamageSink& damages) {
    for (std::size_t at = 0; at < chunks.size(); at += evtx::kChunkSize) {
        const std::size_t size = std::min(evtx::kChunkSize, chunks.size() - at);
        if (!impl_->chunk(chunks.subspan(at, size), offset + at, options, sink, damages))
            return false;
    }
    return true;
}

}  // namespace xiezhi::readers
