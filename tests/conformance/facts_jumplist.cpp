// What libolecf, plaso and the bytes say of jump lists.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/fact_records.h"
#include "tests/support/shell_path.h"
#include "xiezhi/formats/jumplist/jumplist.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

std::string without_fraction(const std::string& time) {
    return time.ends_with(".0000000Z") ? time.substr(0, 19) + "Z" : time;
}

std::optional<Values> of_file(const Fact& fact, const NativeDumped& dumped, const fs::path& path) {
    static const std::map<std::string, std::string> kList = {
        {"destlist_version", "version"},
        {"destlist_entry_count", "entry_count"},
        {"destlist_pinned_count", "pinned_count"},
        {"stream_count", "stream_count"}};
    const auto field = kList.find(fact.field);
    if (field != kList.end()) {
        return dumped.records.empty() ? Values{}
                                      : one_or_none(dumped.records.front().get(field->second));
    }
    if (fact.field == "lnk_signatures") return Values{std::to_string(dumped.records.size())};
    if (fact.field == "footer") {
        const MemorySource source(bytes_of(path));
        const auto custom = jumplist::read_custom(source, [](const Damage&) {});
        if (!custom) return Values{};
        std::string hex = "0x";  // byte by byte as they stand
        for (unsigned i = 0; i < 4; ++i) {
            hex += fmt::format("{:02x}", (custom->footer >> (8 * i)) & 0xffU);
        }
        return Values{hex};
    }
    return std::nullopt;
}

/// plaso makes event data of each entry, of each link, of each file or directory of an item list
/// and of each GUID with a time in it.
std::size_t event_count(const NativeDumped& dumped) {
    std::size_t events = 0;
    for (const NativeRecord& record : dumped.records) {
        if (record.kind == "entry") {
            ++events;
            if (record.get("droid_origin.made")) ++events;
            if (record.get("birth_origin.made")) ++events;  // also when both are the same
        }
        if (record.get("link.offset")) events += plaso_link_events(record, "link.");
    }
    return events;
}

/// The places of our records in which a field of plaso's may be found.
const std::map<std::string, Values>& places() {
    static const std::map<std::string, Values> kPlaces = {
        {"access_time", {"link.accessed", "link.items.accessed"}},
        {"creation_time",
         {"link.created", "link.items.created", "link.tracker.droid_origin.made",
          "link.tracker.birth_origin.made", "droid_origin.made"}},
        {"modification_time", {"link.modified", "link.items.modified", "accessed"}},
        {"command_line_arguments", {"link.arguments"}},
        {"description", {"link.description"}},
        {"drive_type", {"link.drive_type"}},
        {"entry_number", {"number"}},
        {"env_var_location", {"link.environment_path"}},
        {"file_attribute_flags", {"link.attributes"}},
        {"file_reference", {"link.items.file_reference"}},
        {"file_size", {"link.target_size"}},
        {"hostname", {"machine_id"}},
        {"icon_location", {"link.icon_location"}},
        {"local_path", {"link.local_path"}},
        {"long_name", {"link.items.long_name"}},
        {"mac_address", {"link.tracker.droid_origin.mac_address", "droid_origin.mac_address"}},
        {"name", {"link.items.name"}},
        {"offset", {"position"}},
        {"path", {"path"}},
        {"pin_status", {"pin"}},
        {"uuid", {"link.tracker.droid_file", "link.tracker.birth_file", "droid_file"}}};
    return kPlaces;
}

/// Whether the link itself, its items apart, is without the field: plaso's null.
bool lacks(const NativeRecord& record, const std::string& field) {
    if (field == "drive_serial_number") return !record.get("link.drive_serial");
    return std::ranges::none_of(places().at(field), [&](const std::string& place) {
        return place.starts_with("link.") && record.get(place).has_value();
    });
}

std::optional<Values> of_plaso(const Fact& fact, const NativeDumped& dumped) {
    static const std::map<std::string, std::string> kGuids = {
        {"birth_droid_file_identifier", "birth_file"},
        {"birth_droid_volume_identifier", "birth_volume"},
        {"droid_file_identifier", "droid_file"},
        {"droid_volume_identifier", "droid_volume"}};
    Values values;
    if (fact.field == "plaso_event_data_count") {
        return Values{std::to_string(event_count(dumped))};
    }
    const auto guid = kGuids.find(fact.field);
    if (guid != kGuids.end()) {
        return changed(all_values(dumped, guid->second),
                       [](const std::string& text) { return "{" + text + "}"; });
    }
    if (fact.field == "origin") {
        values = changed(all_values(dumped, "position"), [](const std::string& position) {
            return fmt::format("DestList entry at offset: 0x{:08x}", std::stoul(position));
        });
        values.push_back(fs::path(fact.file).filename().string());
        return values;
    }
    if (fact.field == "link_target" || fact.field == "shell_item_path") {
        for (const NativeRecord& record : dumped.records) {
            const Values paths = plaso_shell_paths(record, "link.");
            values.insert(values.end(), paths.begin(), paths.end());
        }
        return values;
    }
    if (fact.field == "drive_serial_number") {
        values = changed(all_values(dumped, "link.drive_serial"), decimal_of_hex);
    } else {
        const auto found = places().find(fact.field);
        if (found == places().end()) return std::nullopt;
        for (const std::string& place : found->second) {
            const Values more = changed(all_values(dumped, place), without_fraction);
            values.insert(values.end(), more.begin(), more.end());
        }
    }
    const bool some_have_none =
        std::ranges::any_of(dumped.records, [&](const NativeRecord& record) {
            return record.get("link.offset") && lacks(record, fact.field);
        });
    if (some_have_none || std::ranges::count(values, std::string()) > 0)
        values.emplace_back("null");
    return values;
}

TEST(FactsJumpList, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    FactFiles files(root);
    check_facts(root, "jumplist", {}, [&](const Fact& fact) -> std::optional<Values> {
        const NativeDumped& dumped = files.of(fact);
        if (fact.family != "plaso") return of_file(fact, dumped, root / fact.file);
        auto values = of_plaso(fact, dumped);
        if (values && std::ranges::count(*values, from_python(fact.value)) > 0) {
            return Values{fact.value};
        }
        return values;
    });
}

}  // namespace
}  // namespace xiezhi::testing
