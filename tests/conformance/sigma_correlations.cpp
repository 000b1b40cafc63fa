#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/hunt_support.h"
#include "tests/support/temp_folder.h"

// suites/sigma-spec/correlations.jsonl through the whole hunt: events as evtx_dump's JSON.
namespace xiezhi::hunt {
namespace {

using nlohmann::json;
using Groups = std::vector<std::vector<std::string>>;

/// JSON is YAML: the vector's rules and correlation need no more than a frame.
rules::RuleSet rules_from(const json& vector) {
    std::vector<std::string> documents;
    for (const auto& [name, detection] : vector.at("rules").items()) {
        const json rule = {{"title", name},
                           {"name", name},
                           {"level", "low"},
                           {"logsource", {{"product", "windows"}}},
                           {"detection", detection}};
        documents.push_back(rule.dump());
    }
    const json correlation = {
        {"title", "correlation"}, {"level", "high"}, {"correlation", vector.at("correlation")}};
    documents.push_back(correlation.dump());
    return testing::rules_of(documents);
}

std::string events_from(const json& vector) {
    std::string text;
    std::uint64_t id = 0;
    for (const json& entry : vector.at("events")) {
        std::string time;
        append_iso(time, at_second(entry.at(0).get<std::uint64_t>()), 6);
        json data = entry.at(1);
        const int event_id = data.value("EventID", 1);
        data.erase("EventID");
        const json event = {{"Event",
                             {{"System",
                               {{"EventID", event_id},
                                {"Channel", "Security"},
                                {"Computer", "pc"},
                                {"EventRecordID", ++id},
                                {"TimeCreated", {{"#attributes", {{"SystemTime", time}}}}}}},
                              {"EventData", data}}}};
        text += event.dump() + "\n";
    }
    return text;
}

TEST(SigmaCorrelations, EveryVectorFiresForItsGroups) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::istringstream lines(
        testing::read_file(root / "suites" / "sigma-spec" / "correlations.jsonl"));
    std::size_t vectors = 0;
    for (std::string line; std::getline(lines, line);) {
        const json vector = json::parse(line);
        const testing::TempFolder folder;
        folder.write("events.jsonl", events_from(vector));
        Groups fired;
        for (const Finding& finding : hunt_through({folder.path()}, rules_from(vector)).findings) {
            std::vector<std::string>& group = fired.emplace_back();
            for (const auto& [name, value] : finding.group) group.push_back(value);
        }
        std::ranges::sort(fired);
        Groups wanted = vector.at("groups").get<Groups>();
        std::ranges::sort(wanted);
        EXPECT_EQ(fired, wanted) << vector.at("id") << ": " << vector.at("why");
        ++vectors;
    }
    EXPECT_GT(vectors, 0U);
}

}  // namespace
}  // namespace xiezhi::hunt
