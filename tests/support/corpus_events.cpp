#include "tests/support/corpus_events.h"

#include <span>
#include <stdexcept>

#include "tests/support/corpus.h"
#include "xiezhi/formats/evtx/log.h"
#include "xiezhi/readers/evtx.h"
#include "xiezhi/readers/json.h"
#include "xiezhi/rules/load.h"

namespace xiezhi::testing {
namespace {

MemorySource source_of(const std::filesystem::path& path) {
    const std::string text = read_file(path);
    const Bytes bytes = as_bytes(text);
    return MemorySource({bytes.begin(), bytes.end()});
}

void each_json_event(const ByteSource& source, const EventVisitor& visit) {
    readers::JsonSplitter splitter(source);
    readers::JsonReader reader;
    while (true) {
        const auto block = splitter.next();
        if (!block) throw std::runtime_error(render(block.error().what, Lang::En));
        if (!*block) return;
        reader.for_each(
            **block, [&](const Event& event) { return visit(event), true; }, [](auto) {});
    }
}

/// One catalogue for all logs of a test, as a hunt has it.
const readers::EvtxCatalogue& catalogue() {
    static const readers::EvtxCatalogue kCatalogue;
    return kCatalogue;
}

}  // namespace

rules::RuleSet current_rules(const std::filesystem::path& root) {
    const std::filesystem::path folder = root / "rules" / "sigma";
    std::vector<std::string> names;
    for (const Row& row : read_tsv(folder / "index.tsv")) {
        const std::string& path = row.at("path");
        const bool current = path.starts_with("rules/") ||
                             path.starts_with("rules-threat-hunting/") ||
                             path.starts_with("rules-emerging-threats/");
        if (current && row.at("product") == "windows") names.push_back(path);
    }
    std::vector<std::string> texts;
    for (const std::string& name : names) texts.push_back(read_file(folder / name));
    std::vector<rules::RuleFile> files;
    for (std::size_t i = 0; i < names.size(); ++i) files.push_back({names[i], as_bytes(texts[i])});
    return rules::load_rules(files, {});
}

void each_event(const std::filesystem::path& path, const EventVisitor& visit) {
    const MemorySource source = source_of(path);
    if (path.extension() != ".evtx") return each_json_event(source, visit);
    const auto ignore = [](const auto&) {};
    const auto log = evtx::Log::open(source, ignore);
    if (!log) throw std::runtime_error(path.string() + ": " + render(log.error().what, Lang::En));
    readers::EvtxReader reader(catalogue());
    std::vector<std::byte> buffer;
    for (std::size_t block = 0; block < log->block_count(); ++block) {
        const auto bytes = log->read_block(block, buffer);
        if (!bytes) throw std::runtime_error(render(bytes.error().what, Lang::En));
        reader.for_each(
            *bytes, log->block_offset(block), {},
            [&](const Event& event) { return visit(event), true; }, ignore);
    }
}

}  // namespace xiezhi::testing
