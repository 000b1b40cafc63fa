#include "xiezhi/output/search_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/model/ecs/text.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/sentence.h"
#include "xiezhi/output/width.h"
#include "xiezhi/output/words.h"

namespace xiezhi::output {
namespace {

constexpr std::size_t kWidthMin = 40;
constexpr std::size_t kNameMax = 255;
constexpr std::size_t kTextMax = 300;
constexpr std::size_t kMatchesMax = 3;
constexpr std::size_t kHitsMax = 50'000;   // kept in all
constexpr std::size_t kGroupsMax = 5'000;  // processes kept in all
constexpr std::size_t kProcessHitsShown = 200;

struct Hit {
    FileTime time;
    std::string place;  // channel, event id, record
    std::string sentence;
    std::vector<std::pair<std::string, std::string>> matches;
};

struct Process {
    FileTime first;
    std::uint64_t count = 0;
    std::vector<Hit> hits;
};

struct Names {
    std::string_view image;
    std::string_view pid;
};
/// Where events name the process that did it, best first.
constexpr std::array<Names, 5> kProcessFields{{{"Image", "ProcessId"},
                                               {"NewProcessName", "NewProcessId"},
                                               {"SourceImage", "SourceProcessId"},
                                               {"Application", "ProcessID"},
                                               {"ProcessName", "ProcessId"}}};

/// 0x1a2c as 6700; other text as it is.
std::string decimal_text(std::string_view text) {
    const auto number = ecs::number(text);
    return number ? std::to_string(*number) : std::string(text);
}

/// The process an event is about; empty when it names none.
std::string process_of(const KeptEvent& event) {
    for (const Names& names : kProcessFields) {
        const std::string_view image = event.field(names.image);
        if (image.empty() || image == "-") continue;
        const std::string pid = decimal_text(event.field(names.pid));
        std::string out = shortened(image, kNameMax);
        if (!pid.empty() && pid != "-") out += fmt::format(" ({})", pid);
        return out;
    }
    return {};
}

class SearchWriter final : public FindingWriter {
public:
    SearchWriter(WriterOptions options, TextSink sink)
        : options_(std::move(options)), sink_(std::move(sink)) {
        options_.width = std::max(options_.width, kWidthMin);
    }

    bool begin() override { return true; }

    bool finding(const hunt::Finding& finding) override {
        if (finding.events.empty()) return true;
        const KeptEvent& event = finding.events.front().event;
        const auto& proofs = finding.events.front().proofs;
        Key key{shortened(event.computer, kNameMax),
                proofs.empty() ? process_of(event) : shortened(proofs.front().path, kNameMax)};
        if (groups_.size() >= kGroupsMax && !groups_.contains(key)) key.second.clear();
        Process& process = groups_[std::move(key)];
        if (process.count++ == 0 || event.time < process.first) process.first = event.time;
        if (kept_ >= kHitsMax || process.hits.size() >= kProcessHitsShown) return true;
        ++kept_;
        process.hits.push_back(hit_of(finding, event));
        return true;
    }

    bool end(const hunt::HuntSummary& /*summary*/) override {
        for (auto at = groups_.begin(); at != groups_.end();) {
            auto stop = at;
            while (stop != groups_.end() && stop->first.first == at->first.first) ++stop;
            if (!write_host(at, stop)) return false;
            at = stop;
        }
        return true;
    }

private:
    using Key = std::pair<std::string, std::string>;  // host, process
    using Groups = std::map<Key, Process>;

    [[nodiscard]] Hit hit_of(const hunt::Finding& finding, const KeptEvent& event) const {
        Hit hit;
        hit.time = event.time;
        const auto& proofs = finding.events.front().proofs;
        hit.place = proofs.empty()
                        ? render(msg::search_place(event.channel, event.event_id, event.record_id),
                                 options_.lang)
                        : shortened(event.field("registry.path"), kTextMax);
        hit.sentence = event_sentence(event, options_.lang);
        for (const rules::Match& match : finding.matches) {
            if (hit.matches.size() >= kMatchesMax) break;
            hit.matches.emplace_back(match.field, shortened(match.text, kTextMax));
        }
        return hit;
    }

    bool write_host(Groups::iterator begin, Groups::iterator end) {
        std::uint64_t count = 0;
        std::vector<std::pair<FileTime, Groups::iterator>> by_time;
        for (auto at = begin; at != end; ++at) {
            count += at->second.count;
            by_time.emplace_back(at->second.first, at);
        }
        std::ranges::stable_sort(by_time, {}, &std::pair<FileTime, Groups::iterator>::first);
        const std::string host = begin->first.first.empty()
                                     ? render(msg::out_host_unknown(), options_.lang)
                                     : begin->first.first;
        put_wrapped("== " + host + "  " +
                        render(msg::search_host_counts(count, by_time.size()), options_.lang),
                    0, Style::Heading);
        put("");
        for (const auto& [first, at] : by_time) {
            write_process(at->first.second, at->second);
            if (!sink_(std::exchange(text_, {}))) return false;
        }
        return true;
    }

    void write_process(const std::string& name, Process& process) {
        put_wrapped(name.empty() ? render(msg::search_no_process(), options_.lang) : name, 2,
                    Style::Label);
        std::ranges::stable_sort(process.hits, {}, &Hit::time);
        for (const Hit& hit : process.hits) write_hit(hit);
        if (process.count > process.hits.size()) {
            put_wrapped(
                render(msg::search_more(process.count - process.hits.size()), options_.lang), 4,
                Style::Quiet);
        }
        put("");
    }

    void write_hit(const Hit& hit) {
        put_wrapped(moment_text(hit.time, options_.lang, options_.zone) + "  " + hit.place, 4,
                    Style::Plain);
        if (!hit.sentence.empty()) put_wrapped(hit.sentence, 6, Style::Plain);
        for (const auto& [field, text] : hit.matches) {
            const std::string line = "> " + visible(field) + ": " + visible(text);
            for (const std::string& part : wrapped(line, options_.width - 6)) {
                put("      " + painted(part, Style::Hit, options_.colour));
            }
        }
    }

    void put_wrapped(std::string_view text, std::size_t indent, Style style) {
        for (const std::string& line : wrapped(visible(text), options_.width - indent)) {
            put(std::string(indent, ' ') + painted(line, style, options_.colour));
        }
    }

    void put(std::string_view line) {
        text_ += line;
        text_ += '\n';
    }

    WriterOptions options_;
    TextSink sink_;
    Groups groups_;
    std::size_t kept_ = 0;
    std::string text_;
};

}  // namespace

std::unique_ptr<FindingWriter> make_search_writer(const WriterOptions& options, TextSink sink) {
    return std::make_unique<SearchWriter>(options, std::move(sink));
}

}  // namespace xiezhi::output
