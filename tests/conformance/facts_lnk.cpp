// What liblnk and plaso say of shell links.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/fact_records.h"
#include "tests/support/shell_path.h"

namespace xiezhi::testing {
namespace {

std::string without_fraction(const std::string& time) {
    return time.ends_with(".0000000Z") ? time.substr(0, 19) + "Z" : time;
}

std::optional<Values> of_liblnk(const Fact& fact, const NativeRecord& r) {
    static const std::map<std::string, std::string> kSame = {
        {"arguments", "arguments"},          {"environment_path", "environment_path"},
        {"local_path", "local_path"},        {"machine_id", "tracker.machine_id"},
        {"network_path", "network_path"},    {"target_size", "target_size"},
        {"working_dir", "working_directory"}};
    const auto same = kSame.find(fact.field);
    if (same != kSame.end()) return one_or_none(r.get(same->second));
    if (fact.field == "target_created") {
        const auto time = one_or_none(r.get("created"));
        return changed(changed(time, without_fraction), with_microseconds);
    }
    if (fact.field == "icon_location") {  // with the block of the icon's path that of the block
        Values values = one_or_none(r.get("icon_location"));
        const Values block = one_or_none(r.get("icon_environment_path"));
        values.insert(values.end(), block.begin(), block.end());
        return values;
    }
    if (fact.field == "drive_serial") {
        const auto serial = r.get("drive_serial");
        return serial ? Values{fmt::format("0x{:08x}", std::stoul(*serial, nullptr, 16))}
                      : Values{};
    }
    return std::nullopt;
}

/// plaso makes an event data of the link and one of each file or directory in its item list.
std::optional<Values> of_plaso(const Fact& fact, const NativeRecord& r) {
    static const std::map<std::string, std::vector<std::string>> kPlaces = {
        {"access_time", {"accessed", "items.accessed"}},
        {"creation_time", {"created", "items.created", "tracker.droid_origin.made"}},
        {"modification_time", {"modified", "items.modified"}},
        {"description", {"description"}},
        {"drive_type", {"drive_type"}},
        {"file_attribute_flags", {"attributes"}},
        {"file_reference", {"items.file_reference"}},
        {"file_size", {"target_size"}},
        {"local_path", {"local_path"}},
        {"long_name", {"items.long_name"}},
        {"name", {"items.name"}},
        {"relative_path", {"relative_path"}},
        {"working_directory", {"working_directory"}}};
    if (fact.field == "origin") {
        return Values{std::filesystem::path(fact.file).filename().string()};
    }
    if (fact.field == "plaso_event_data_count") {
        return Values{std::to_string(plaso_link_events(r, ""))};
    }
    if (fact.field == "shell_item_path") return plaso_shell_paths(r, "");
    if (fact.field == "drive_serial_number") {
        return changed(one_or_none(r.get("drive_serial")), decimal_of_hex);
    }
    const auto places = kPlaces.find(fact.field);
    if (places == kPlaces.end()) return std::nullopt;
    Values values;
    for (const std::string& place : places->second) {
        const Values more = changed(r.all(place), without_fraction);
        values.insert(values.end(), more.begin(), more.end());
    }
    if (values.empty()) values.emplace_back("null");
    return values;
}

TEST(FactsLnk, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    const std::vector<FactClass> classes = {
        {.name = "the table trims blanks",
         .document = "[MS-SHLLINK] 2.4: a string is its characters; the bytes begin with a blank",
         .example = "arguments: -extoff, ' -extoff'",
         .count_max = 1,
         .applies =
             [](const Fact& fact, const std::string& ours) {
                 return fact.field == "arguments" && ours == " " + fact.value;
             }},
        {.name = "a surrogate without its other half",
         .document =
             "docs/formats/lnk.md: kept as WTF-8; liblnk takes it together with what follows",
         .example = "local_path: …_\\ufffdexe, …_\\xed\\xa0\\x80.exe",
         .count_max = 1,
         .applies = [](const Fact& fact, const std::string& ours) {
             return fact.field == "local_path" && ours.find("\xED\xA0\x80") != std::string::npos;
         }}};
    check_facts(root, "lnk", classes, [&](Fact fact) -> std::optional<Values> {
        const NativeDumped& dumped = files.of(fact);
        if (fact.field == "readable") return Values{dumped.records.empty() ? "no" : "yes"};
        if (dumped.records.size() != 1) return Values{};
        if (fact.family != "plaso") return of_liblnk(fact, dumped.records.front());
        auto values = of_plaso(fact, dumped.records.front());
        // The table quotes Python; compared is what it means.
        if (values && std::ranges::count(*values, from_python(fact.value)) > 0) {
            return Values{fact.value};
        }
        return values;
    });
}

}  // namespace
}  // namespace xiezhi::testing
