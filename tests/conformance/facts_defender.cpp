// Defender's DetectionHistory against other readers; its log on every host reads without an error.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/facts.h"
#include "xiezhi/evidence/kind.h"
#include "xiezhi/formats/defender/detection.h"
#include "xiezhi/formats/defender/log.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> locations(const defender::Detection& detection, std::string_view type) {
    std::vector<std::string> found;
    for (const defender::Resource& resource : detection.resources) {
        if (resource.type == type) found.push_back(resource.location);
    }
    return found;
}

std::vector<std::string> tracked(const defender::Detection& detection, std::string_view name) {
    std::vector<std::string> found;
    for (const defender::Resource& resource : detection.resources) {
        for (const defender::Tracking& one : resource.tracking) {
            if (one.name == name) found.push_back(one.text);
        }
    }
    return found;
}

std::optional<std::vector<std::string>> values_of(const defender::Detection& detection,
                                                  const Fact& fact) {
    const FieldName field = field_name(fact.field);
    const auto index = static_cast<std::size_t>(field.index);
    const bool is_there = field.index >= 0 && index < detection.texts.size();
    if (field.name == "threat_name") return {{detection.threat_name}};
    if (field.name == "filename") return locations(detection, "file");
    if (field.name == "container_filenames") return locations(detection, "containerfile");
    if (field.name == "web_filenames") return locations(detection, "webfile");
    if (field.name == "host_and_user") return {{detection.user}};
    if (field.name == "process") return {{detection.process}};
    if (field.name == "sha256") return tracked(detection, "ThreatTrackingSha256");
    if (field.name == "plaso_event_data_count") return {{"1"}};  // it makes one of each file
    if (field.name == "recorded_time") {
        std::string text;
        if (detection.recorded) append_iso(text, *detection.recorded, 7);
        return {{text}};
    }
    if (field.name == "string") {
        return is_there ? std::vector{detection.texts[index]} : std::vector<std::string>{};
    }
    if (field.name == "string_prefix") {
        const bool begins = is_there && detection.texts[index].starts_with(fact.value);
        return begins ? std::vector{fact.value} : std::vector<std::string>{};
    }
    return std::nullopt;
}

TEST(FactsDefender, AllRows) {
    XIEZHI_CORPUS_OR_SKIP(root);
    check_facts(
        root, "defender", {}, [&](const Fact& fact) -> std::optional<std::vector<std::string>> {
            const MemorySource source(bytes_of(root / fact.file));
            const auto kind = evidence::artefact_kind(source, fact.file);
            EXPECT_TRUE(kind && *kind == evidence::ArtefactKind::DefenderDetection) << fact.file;
            const auto detection = defender::read_detection(source, [&](const Damage& damage) {
                ADD_FAILURE() << fact.file << " " << message_name(damage.what);
            });
            if (!detection) return std::vector<std::string>{};
            return values_of(*detection, fact);
        });
}

TEST(FactsDefender, LogsOfAllHosts) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t logs = 0;
    for (const fs::path& path : files_below(root / "cases", ".log")) {
        const MemorySource source(bytes_of(path));
        const auto kind = evidence::artefact_kind(source, path.generic_string());
        if (!kind || *kind != evidence::ArtefactKind::DefenderLog) continue;
        ++logs;
        std::map<std::string_view, std::size_t> events;
        ASSERT_TRUE(defender::read_log(source, [&](const defender::LogEvent& event) {
            ++events[defender::log_event_name(event.kind)];
            return true;
        }));
        for (const auto& [name, count] : events) {
            std::cout << path.filename().string() << " " << name << " " << count << "\n";
        }
    }
    EXPECT_GT(logs, 0U);
}

}  // namespace
}  // namespace xiezhi::testing
