#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "xiezhi/base/text.h"

// The reference reader's JSON of a log gives the events that the log itself gives.
namespace xiezhi {
namespace {

/// What rules compare: without the differences of rendering that docs/formats/evtx.md explains
/// (GUID braces, digits of times, floats).
std::string comparable(const std::string& text) {
    std::string out = folded(text);
    std::erase_if(out, [](char c) { return c == '{' || c == '}'; });
    if (const auto time = parse_iso(text); time && text.size() > 19) {
        constexpr std::uint64_t kTicksPerMillisecond = 10'000;
        return "time " + std::to_string(time->ticks / kTicksPerMillisecond);
    }
    return out;
}

using Fields = std::map<std::string, std::vector<std::string>>;

Fields fields_of(const KeptEvent& event) {
    Fields fields;
    for (const KeptField& field : event.fields) {
        const bool system = field.origin == FieldOrigin::System;
        auto& values = fields[(system ? "System/" : "") + field.name];
        for (const std::string& value : field.values) values.push_back(comparable(value));
    }
    return fields;
}

TEST(JsonReader, GivesTheEventsOfTheLog) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const auto suite = root / "suites" / "evtx-content";
    std::size_t compared = 0;
    std::map<std::string, std::size_t> differences;
    for (const auto& row : testing::read_tsv(suite / "files.tsv")) {
        std::map<std::uint64_t, Fields> from_log;
        testing::each_event(root / "evtx" / row.at("evtx"), [&](const Event& event) {
            if (event.place().state != RecordState::Live) return;  // each reader has its own view
            from_log[event.head().record_id] = fields_of(keep(event));
        });
        testing::each_event(suite / "json" / (row.at("key") + ".jsonl"), [&](const Event& event) {
            const auto log = from_log.find(event.head().record_id);
            if (log == from_log.end()) return;
            // The reference reader drops RenderingInfo.
            if (log->second.contains("RenderingInfo_Culture")) return;
            ++compared;
            const Fields json = fields_of(keep(event));
            for (const auto& [name, values] : log->second) {
                const auto same = json.find(name);
                if (same == json.end()) {
                    ++differences["absent in JSON: " + name];
                } else if (same->second != values) {
                    ++differences["value: " + name + " = " + values.back() + " / " +
                                  same->second.back()];
                }
            }
            for (const auto& [name, values] : json) {
                if (!log->second.contains(name)) ++differences["absent in the log: " + name];
            }
        });
    }
    EXPECT_GT(compared, 0U);
    for (const auto& [what, count] : differences) ADD_FAILURE() << count << " times " << what;
}

}  // namespace
}  // namespace xiezhi
