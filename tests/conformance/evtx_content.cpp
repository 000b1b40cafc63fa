// What the records say, against an independent reader's JSON and XML (docs/formats/evtx.md, "Where
// readers disagree"). Every difference must belong to a class below, and a class must not grow.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <span>
#include <sstream>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/flat.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

/// One leaf that differs; an absent one is null.
struct Difference {
    const std::string* theirs = nullptr;
    const std::string* ours = nullptr;
};

bool is_guid(std::string_view text) {
    return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' &&
           text[23] == '-' && text.find_first_not_of("0123456789abcdefABCDEF-") == text.npos;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// {guid} in lower case, as Windows writes it; they: upper case without braces.
bool guid_spelling(const Difference& d) {
    return d.theirs != nullptr && d.ours != nullptr && is_guid(*d.theirs) && d.ours->size() == 38 &&
           equal_ignoring_case(*d.theirs, std::string_view(*d.ours).substr(1, 36));
}

/// All seven digits of a FILETIME, or the three of a SYSTEMTIME; they: six.
bool time_digits(const Difference& d) {
    if (d.theirs == nullptr || d.ours == nullptr || !d.theirs->ends_with('Z') ||
        !d.ours->ends_with('Z') || d.theirs->size() != 27) {
        return false;
    }
    const std::string_view theirs = std::string_view(*d.theirs).substr(0, 26);
    const std::string_view ours = std::string_view(*d.ours).substr(0, d.ours->size() - 1);
    return ours.starts_with(theirs) || theirs.starts_with(ours);
}

/// An optional element whose value is NULL goes, as its template says, and may leave its parent
/// empty; they keep it empty.
bool dependency(const Difference& d) {
    return (d.ours == nullptr && d.theirs != nullptr && d.theirs->empty()) ||
           (d.theirs == nullptr && d.ours != nullptr && d.ours->empty());
}

/// What follows the first element of a nested fragment, and empty attributes: they drop both.
bool dropped_by_them(const Difference& d) {
    return d.theirs == nullptr && d.ours != nullptr;
}

/// Characters that XML 1.0 cannot hold, and unpaired surrogates, come as U+FFFD.
bool no_character(const Difference& d) {
    return d.theirs != nullptr && d.ours != nullptr &&
           d.ours->find("\xef\xbf\xbd") != std::string::npos;
}

/// Records that both readers have in the corpus the bounds were taken from.
constexpr std::size_t kRecordsSeen = 28'917;

struct Class {
    const char* name;
    bool (*holds)(const Difference&);
    std::size_t most;  // in kRecordsSeen records; a class that grows hides a fault
};

struct Tally {
    std::size_t count = 0;
    std::string example;
};
using Counts = std::map<std::string, Tally>;

std::string shown(const std::string& path, const Difference& d) {
    return path + ": " + (d.theirs != nullptr ? *d.theirs : "(absent)") + " / " +
           (d.ours != nullptr ? *d.ours : "(absent)");
}

/// Compares one record; gives the differences that no class explains.
std::string compare(const Flat& theirs, const Flat& ours, std::span<const Class> classes,
                    Counts& counts) {
    std::set<std::string> paths;
    for (const auto& [path, value] : theirs) paths.insert(path);
    for (const auto& [path, value] : ours) paths.insert(path);
    std::string unexplained;
    for (const std::string& path : paths) {
        if (path.starts_with("/xiezhi")) continue;  // our mark on a damaged record
        const auto a = theirs.find(path);
        const auto b = ours.find(path);
        Difference d{a == theirs.end() ? nullptr : &a->second,
                     b == ours.end() ? nullptr : &b->second};
        if (d.theirs != nullptr && d.ours != nullptr && *d.theirs == *d.ours) continue;
        const auto found =
            std::ranges::find_if(classes, [&](const Class& c) { return c.holds(d); });
        if (found != classes.end()) {
            Tally& tally = counts[found->name];
            if (++tally.count == 1) tally.example = shown(path, d);
        } else {
            unexplained += shown(path, d) + "\n";
        }
    }
    return unexplained;
}

/// Pairs the records of two readers by record id, in order. We go on behind a damage, they may show
/// a record that was cut; only then may one side have more.
template <class Compare>
void compare_logs(const std::vector<Flat>& theirs, const std::vector<Flat>& ours,
                  const std::string& id_path, bool damaged, const Compare& each) {
    const auto id = [&](const Flat& flat) {
        const auto found = flat.find(id_path);
        return found == flat.end() ? std::string() : found->second;
    };
    std::size_t o = 0;
    std::size_t alone = 0;
    for (const Flat& record : theirs) {
        std::size_t match = o;
        while (match < ours.size() && id(ours[match]) != id(record)) ++match;
        if (match == ours.size()) {
            ++alone;
            continue;
        }
        alone += match - o;
        each(record, ours[match]);
        o = match + 1;
    }
    alone += ours.size() - o;
    EXPECT_TRUE(alone == 0 || damaged) << alone << " records that the other reader does not have";
}

/// Exact where the corpus is the known one; another of the same kind gets some room.
void expect_bounded(const Counts& counts, std::span<const Class> classes, std::size_t records) {
    for (const Class& c : classes) {
        const auto found = counts.find(c.name);
        const Tally tally = found == counts.end() ? Tally{} : found->second;
        std::printf("%8zu  %s, such as %s\n", tally.count, c.name, tally.example.c_str());
        const std::size_t most =
            records == kRecordsSeen ? c.most : 50 + 3 * c.most * records / kRecordsSeen;
        EXPECT_LE(tally.count, most) << c.name;
    }
}

TEST(EvtxContent, JsonEqualsTheOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    constexpr std::array<Class, 1> kClasses = {
        {{"dropped by the other reader", dropped_by_them, 17}}};
    Counts counts;
    std::size_t records = 0;
    for (const Row& row : read_tsv(root / "suites/evtx-content/files.tsv")) {
        SCOPED_TRACE(row.at("evtx"));
        std::vector<Flat> theirs;
        std::istringstream in(
            read_file(root / "suites/evtx-content/json" / (row.at("key") + ".jsonl")));
        for (std::string line; std::getline(in, line);) theirs.push_back(flatten_json(line));
        const Dumped dumped = dump_file(root / "evtx" / row.at("evtx"));
        std::vector<Flat> ours;
        for (const std::string& line : dumped.lines()) ours.push_back(flatten_json(line));
        compare_logs(theirs, ours, "/Event/System/EventRecordID", !dumped.damages.empty(),
                     [&](const Flat& a, const Flat& b) {
                         ++records;
                         ASSERT_FALSE(b.empty()) << "bad JSON";
                         EXPECT_EQ(compare(a, b, kClasses, counts), "");
                     });
    }
    EXPECT_GT(records, 0U);
    expect_bounded(counts, kClasses, records);
}

/// The Event elements of a dump, one text each.
std::vector<std::string> events_of(const std::string& xml) {
    std::vector<std::string> events;
    constexpr std::string_view kEnd = "</Event>";
    for (std::size_t at = xml.find("<Event "); at != std::string::npos;) {
        const std::size_t end = xml.find(kEnd, at);
        if (end == std::string::npos) break;
        events.push_back(xml.substr(at, end + kEnd.size() - at));
        at = xml.find("<Event ", end);
    }
    return events;
}

TEST(EvtxContent, XmlEqualsTheOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    constexpr std::array<Class, 5> kClasses = {
        {{"GUID with braces", guid_spelling, 30'996},
         {"digits of the second", time_digits, 30'134},
         {"optional element that is NULL", dependency, 809},
         {"dropped by the other reader", dropped_by_them, 16},
         {"no character of XML", no_character, 28}}};
    Counts counts;
    std::size_t records = 0;
    for (const Row& row : read_tsv(root / "suites/evtx-content/files.tsv")) {
        SCOPED_TRACE(row.at("evtx"));
        std::vector<Flat> theirs;
        for (const std::string& event :
             events_of(read_file(root / "suites/evtx-content/xml" / (row.at("key") + ".xml")))) {
            theirs.push_back(flatten_xml(event));
        }
        const Dumped dumped = dump_file(root / "evtx" / row.at("evtx"), evtx::DumpFormat::Xml);
        std::vector<Flat> ours;
        for (const std::string& event : events_of(dumped.text)) ours.push_back(flatten_xml(event));
        compare_logs(theirs, ours, "/Event/System/EventRecordID", !dumped.damages.empty(),
                     [&](const Flat& a, const Flat& b) {
                         ++records;
                         ASSERT_FALSE(b.empty()) << "bad XML";
                         EXPECT_EQ(compare(a, b, kClasses, counts), "");
                     });
    }
    EXPECT_GT(records, 0U);
    expect_bounded(counts, kClasses, records);
}

}  // namespace
}  // namespace xiezhi::testing
