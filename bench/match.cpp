// What judging costs: reads a log's events with and without matching, on one thread.
//   bench_match RULES_FOLDER LOG.evtx [ROUNDS]
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "xiezhi/formats/evtx/log.h"
#include "xiezhi/readers/evtx.h"
#include "xiezhi/rules/load.h"
#include "xiezhi/rules/matcher.h"

namespace {

using namespace xiezhi;
/// CPU seconds of the process: what others do on the machine does not count.
double now() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double since(double begin) {
    return now() - begin;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

rules::RuleSet load(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".yml") continue;
        names.push_back(entry.path().string());
        texts.push_back(read_file(entry.path()));
    }
    const double begin = now();
    std::vector<rules::RuleFile> files;
    for (std::size_t i = 0; i < names.size(); ++i) files.push_back({names[i], as_bytes(texts[i])});
    rules::RuleSet set = rules::load_rules(files, {});
    fmt::print("{} rules loaded in {:.3f} s\n", set.rules.size(), since(begin));
    return set;
}

/// Seconds for all events of the log; `worker` null: they are only read.
double run(const ByteSource& source, const readers::EvtxCatalogue& catalogue,
           rules::Matcher::Worker* worker, std::size_t& records, std::size_t& hits_found) {
    const auto ignore = [](const auto&) {};
    const auto log = evtx::Log::open(source, ignore);
    if (!log) return 0;
    readers::EvtxReader reader(catalogue);
    std::vector<std::byte> buffer;
    std::vector<rules::Hit> hits;
    records = hits_found = 0;
    const double begin = now();
    for (std::size_t block = 0; block < log->block_count(); ++block) {
        const auto bytes = log->read_block(block, buffer);
        if (!bytes) break;
        reader.for_each(
            *bytes, log->block_offset(block), {},
            [&](const Event& event) {
                ++records;
                if (worker == nullptr) return true;
                hits.clear();
                worker->match(event, hits);
                hits_found += hits.size();
                return true;
            },
            ignore);
    }
    return since(begin);
}

int bench(const std::string& rules_folder, const std::string& log, int rounds) {
    const rules::RuleSet set = load(rules_folder);
    const std::string text = read_file(log);
    const Bytes bytes = as_bytes(text);
    const MemorySource source({bytes.begin(), bytes.end()});
    const readers::EvtxCatalogue catalogue;
    const double begin = now();
    rules::Matcher matcher(set.rules);
    rules::Matcher::Worker worker(matcher);
    fmt::print("matcher made in {:.4f} s\n", since(begin));
    std::size_t records = 0;
    std::size_t hits = 0;
    double first = 0;
    double read_best = std::numeric_limits<double>::max();
    double match_best = read_best;
    for (int i = 0; i < rounds; ++i) {
        read_best = std::min(read_best, run(source, catalogue, nullptr, records, hits));
        const double took = run(source, catalogue, &worker, records, hits);
        if (i == 0) first = took;
        match_best = std::min(match_best, took);
    }
    const double count = static_cast<double>(records);
    const double megabytes = static_cast<double>(bytes.size()) / 1e6;
    fmt::print("{} records, {} hits, {:.1f} MB\n", records, hits, megabytes);
    fmt::print("read            {:8.4f} s {:8.0f} ns/record {:7.0f} MB/s\n", read_best,
               read_best / count * 1e9, megabytes / read_best);
    fmt::print("read and match  {:8.4f} s {:8.0f} ns/record {:7.0f} MB/s (first round {:.4f} s)\n",
               match_best, match_best / count * 1e9, megabytes / match_best, first);
    fmt::print("matching alone  {:8.4f} s {:8.0f} ns/record\n", match_best - read_best,
               (match_best - read_best) / count * 1e9);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv, std::next(argv, argc));
    if (arguments.size() < 3) {
        std::fputs("usage: bench_match RULES_FOLDER LOG.evtx [ROUNDS]\n", stderr);
        return 2;
    }
    try {
        return bench(arguments[1], arguments[2],
                     arguments.size() > 3 ? std::stoi(arguments[3]) : 5);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 4;
    }
}
