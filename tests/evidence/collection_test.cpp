#include "xiezhi/evidence/collection.h"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"
#include "tests/support/zip_writer.h"
#include "xiezhi/evidence/kind.h"

namespace xiezhi::evidence {
namespace {

using testing::TempFolder;
using testing::ZipWriter;
using namespace std::string_literals;

/// A log of zeroes but for its signatures.
std::string fake_log(std::size_t chunks) {
    std::string bytes = "ElfFile\0"s;
    bytes.resize(4096 + chunks * 65536);
    for (std::size_t i = 0; i < chunks; ++i) bytes.replace(4096 + i * 65536, 8, "ElfChnk\0"s);
    return bytes;
}

struct Opened {
    Result<Collection> collection;
    std::vector<Note> notes;

    [[nodiscard]] std::vector<std::string> paths(ArtefactKind kind) const {
        std::vector<std::string> found;
        for (const Artefact& artefact : collection->artefacts()) {
            if (artefact.kind == kind) found.push_back(artefact.path);
        }
        return found;
    }
    [[nodiscard]] std::vector<std::string> note_names() const {
        std::vector<std::string> names;
        names.reserve(notes.size());
        for (const Note& note : notes) names.emplace_back(message_name(note.what));
        return names;
    }
    [[nodiscard]] std::string bytes(std::size_t index) const {
        auto source = collection->open(index);
        if (!source) return "error: " + render(source.error().what, Lang::En);
        auto all = read_all(**source, std::uint64_t{1} << 30U);
        if (!all) return "error: " + render(all.error().what, Lang::En);
        return std::string(as_text(*all));
    }
};

Opened open_paths(const std::vector<std::string>& paths, const std::string& password = {}) {
    std::vector<Note> notes;
    auto collection =
        Collection::open(paths, {password}, [&](const Note& note) { notes.push_back(note); });
    return {std::move(collection), std::move(notes)};
}

TEST(Collection, FindsLogsByContentInPathOrder) {
    const TempFolder folder;
    folder.write("b/no-extension", fake_log(1));
    folder.write("a.txt", "not a log");
    folder.write("日志/安全 日志.evtx", fake_log(2));
    folder.write("b.json", R"({ "Event": { "System": {} } })");
    folder.write("c.evtx", "MZ");
    const auto opened = open_paths({folder.path() + "/"});
    ASSERT_TRUE(opened.collection);
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog),
              (std::vector{folder.path("b/no-extension"), folder.path("日志/安全 日志.evtx")}));
    EXPECT_EQ(opened.paths(ArtefactKind::EventJson), std::vector{folder.path("b.json")});
    EXPECT_EQ(opened.paths(ArtefactKind::Other),
              (std::vector{folder.path("a.txt"), folder.path("c.evtx")}));
    EXPECT_TRUE(opened.notes.empty());
}

TEST(Collection, TakesAFileNamedTwiceOnce) {
    const TempFolder folder;
    const std::string log = folder.write("x.evtx", fake_log(1));
    const auto opened = open_paths({folder.path(), log});
    EXPECT_EQ(opened.collection->artefacts().size(), 1U);
}

TEST(Collection, MissingPathIsAnErrorAloneAndANoteBesideOthers) {
    const TempFolder folder;
    folder.write("x.evtx", fake_log(1));
    EXPECT_FALSE(open_paths({folder.path("missing")}).collection);
    const auto opened = open_paths({folder.path("missing"), folder.path()});
    ASSERT_TRUE(opened.collection);
    EXPECT_EQ(opened.collection->artefacts().size(), 1U);
    ASSERT_EQ(opened.notes.size(), 1U);
    EXPECT_EQ(opened.notes[0].kind, NoteKind::Unreadable);
    EXPECT_EQ(opened.notes[0].path, folder.path("missing"));
}

TEST(Collection, WalksLongAndDeepPaths) {
    const TempFolder folder;
    std::string name;
    for (int i = 0; i < 12; ++i) name += "一个相当长的文件夹名称-" + std::to_string(i) + "/";
    folder.write(name + "日志.evtx", fake_log(1));
    const auto opened = open_paths({folder.path()});
    ASSERT_EQ(opened.paths(ArtefactKind::EventLog).size(), 1U);
    EXPECT_EQ(opened.bytes(0), fake_log(1));
}

TEST(Collection, DoesNotLookIntoWhatIsOtherByItsName) {
    const TempFolder folder;
    folder.write("rule.yml", fake_log(1));
    folder.write("log", fake_log(1));
    ZipWriter zip;
    zip.add("inner.yml", fake_log(1));
    folder.write("rules.zip", zip.bytes());
    OpenOptions options;
    options.is_other = [](std::string_view path) { return path.ends_with(".yml"); };
    const Opened opened{Collection::open({folder.path()}, options, [](const Note&) {}), {}};
    ASSERT_TRUE(opened.collection);
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog), (std::vector{folder.path("log")}));
    EXPECT_EQ(opened.paths(ArtefactKind::Other),
              (std::vector{folder.path("rule.yml"), folder.path("rules.zip") + "/inner.yml"}));
    EXPECT_EQ(opened.collection->artefacts()[1].size, fake_log(1).size());
}

TEST(Collection, FollowsNoLinks) {
    const TempFolder folder;
    folder.write("real/x.evtx", fake_log(1));
    std::error_code failed;
    std::filesystem::create_directory_symlink(folder.path("real"), folder.path("loop"), failed);
    if (failed) GTEST_SKIP() << "no links here";
    const auto opened = open_paths({folder.path()});
    EXPECT_EQ(opened.collection->artefacts().size(), 1U);
    EXPECT_EQ(opened.note_names(), std::vector{"link_not_followed"s});
}

TEST(Collection, ReadsZipsInPlace) {
    const TempFolder folder;
    ZipWriter zip;
    zip.add({"C/Windows/System32/winevt/Logs/Security.evtx", fake_log(20), true, false, 0});
    zip.add({"C\\Windows\\System32\\winevt\\Logs\\System.evtx", fake_log(3), false, false, 0});
    zip.add("C/Windows/System32/winevt/Logs/Microsoft-Windows-Sysmon%4Admin.evtx", fake_log(1));
    zip.add("notes.txt", "hello");
    folder.write("host7.zip", zip.bytes());
    const auto opened = open_paths({folder.path("host7.zip")});
    ASSERT_TRUE(opened.collection);
    const std::string logs = folder.path("host7.zip") + "/C/Windows/System32/winevt/Logs/";
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog),
              (std::vector{logs + "Microsoft-Windows-Sysmon%4Admin.evtx", logs + "Security.evtx",
                           logs + "System.evtx"}));
    EXPECT_EQ(opened.bytes(1), fake_log(20));
    EXPECT_EQ(opened.bytes(2), fake_log(3));
    EXPECT_EQ(opened.bytes(3), "hello");
}

TEST(Collection, ReadsAPackedEntryBackwardsToo) {
    const TempFolder folder;
    ZipWriter zip;
    std::string big(std::size_t{9} << 20U, '\0');
    for (std::size_t i = 0; i < big.size(); ++i) big[i] = static_cast<char>((i >> 8U) * 31U);
    zip.add("big", big);
    folder.write("x.zip", zip.bytes());
    const auto opened = open_paths({folder.path()});
    const auto source = opened.collection->open(0);
    ASSERT_TRUE(source);
    std::string part(100'000, '\0');
    for (const std::size_t offset :
         {9'000'000U, 8'500'000U, 10U, 5'000'000U, 4'999'999U, 8'900'000U, 20U, 300'000U}) {
        const auto got = (*source)->read(offset, std::as_writable_bytes(std::span(part)));
        ASSERT_TRUE(got);
        EXPECT_EQ(part.substr(0, *got), big.substr(offset, part.size())) << offset;
    }
}

TEST(Collection, UndoesVelociraptorNamesOnce) {
    const TempFolder folder;
    ZipWriter zip;
    zip.add("uploads.json", "{}");
    zip.add("uploads/auto/C%3A/Logs/Microsoft-Windows-Sysmon%254Operational.evtx", fake_log(1));
    zip.add("uploads/ntfs/%5C%5C.%5CC%3A/..%2F..%2Fetc/x.evtx", fake_log(1));
    folder.write("v.zip", zip.bytes());
    const auto opened = open_paths({folder.path()});
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog),
              (std::vector{folder.path("v.zip") +
                               "/uploads/auto/C:/Logs/Microsoft-Windows-Sysmon%4Operational.evtx",
                           folder.path("v.zip") + "/uploads/ntfs/\\\\.\\C:/../../etc/x.evtx"}));
    EXPECT_EQ(opened.note_names(), std::vector{"zip_names_percent"s});
    EXPECT_EQ(opened.bytes(1), fake_log(1));
}

TEST(Collection, DecodesNamesWrittenOnChineseWindows) {
    const TempFolder folder;
    ZipWriter zip;
    zip.add("\xC8\xD5\xD6\xBE/\xB0\xB2\xC8\xAB.evtx", fake_log(1));  // 日志/安全 in GBK
    zip.add({"系统.evtx", fake_log(1), true, true, 0});
    folder.write("x.zip", zip.bytes());
    const auto opened = open_paths({folder.path()});
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog),
              (std::vector{folder.path("x.zip") + "/日志/安全.evtx",
                           folder.path("x.zip") + "/系统.evtx"}));
    EXPECT_EQ(opened.note_names(), std::vector{"zip_names_gbk"s});
}

TEST(Collection, OpensAZipInAZipAndNoDeeper) {
    const TempFolder folder;
    ZipWriter deepest;
    deepest.add("z.evtx", fake_log(1));
    ZipWriter inner;
    inner.add("y.evtx", fake_log(2));
    inner.add("deepest.zip", deepest.bytes());
    for (const bool packed : {true, false}) {
        ZipWriter outer;
        outer.add({"inner.zip", inner.bytes(), packed, false, 0});
        folder.write("outer.zip", outer.bytes());
        const auto opened = open_paths({folder.path()});
        EXPECT_EQ(opened.paths(ArtefactKind::EventLog),
                  std::vector{folder.path("outer.zip") + "/inner.zip/y.evtx"});
        EXPECT_EQ(opened.note_names(), std::vector{"zip_too_deep"s});
        EXPECT_EQ(opened.bytes(1), fake_log(2));
    }
}

TEST(Collection, OpensEncryptedZips) {
    const TempFolder folder;
    const std::string infected = testing::encrypted_zip({{"x.evtx", fake_log(2)}}, "infected");
    if (infected.empty()) GTEST_SKIP() << "libzip without AES";
    folder.write("a.zip", infected);
    EXPECT_EQ(open_paths({folder.path()}).bytes(0), fake_log(2));
    folder.write("a.zip", testing::encrypted_zip({{"x.evtx", fake_log(2)}}, "密码"));
    EXPECT_EQ(open_paths({folder.path()}, "密码").bytes(0), fake_log(2));
    const auto wrong = open_paths({folder.path()});
    ASSERT_TRUE(wrong.collection);
    EXPECT_TRUE(wrong.collection->artefacts().empty());
    EXPECT_EQ(wrong.note_names(), std::vector{"zip_passwords_wrong"s});
}

TEST(Collection, RefusesBombsAndGoesOn) {
    const TempFolder folder;
    ZipWriter zip;
    zip.add({"bomb.evtx", fake_log(1), true, false, 0xFFFF0000U});
    zip.add("good.evtx", fake_log(1));
    folder.write("x.zip", zip.bytes());
    const auto opened = open_paths({folder.path()});
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog),
              std::vector{folder.path("x.zip") + "/good.evtx"});
    EXPECT_EQ(opened.note_names(), std::vector{"zip_entry_bomb"s});
}

TEST(Collection, NeverGivesMoreBytesThanStated) {
    const TempFolder folder;
    ZipWriter zip;
    zip.add({"lies.evtx", fake_log(3), true, false, 70'000});
    zip.add({"short.evtx", fake_log(1), true, false, 140'000});
    folder.write("x.zip", zip.bytes());
    const auto opened = open_paths({folder.path()});
    EXPECT_EQ(opened.bytes(0), fake_log(3).substr(0, 70'000));
    const auto source = opened.collection->open(1);
    ASSERT_TRUE(source);
    std::vector<std::byte> buffer(140'000);
    EXPECT_EQ((*source)->read(0, buffer).value_or(0), fake_log(1).size());
    const auto after = (*source)->read(fake_log(1).size(), buffer);
    ASSERT_FALSE(after);
    EXPECT_STREQ(message_name(after.error().what), "zip_entry_short");
}

TEST(Collection, DamagedZipIsANoteAndCostsItself) {
    const TempFolder folder;
    ZipWriter zip;
    zip.add("a.evtx", fake_log(1));
    const std::string bytes = zip.bytes();
    folder.write("cut.zip", bytes.substr(0, bytes.size() - 40));
    folder.write("x.evtx", fake_log(1));
    const auto opened = open_paths({folder.path()});
    EXPECT_EQ(opened.paths(ArtefactKind::EventLog), std::vector{folder.path("x.evtx")});
    EXPECT_EQ(opened.note_names(), std::vector{"zip_damaged"s});
}

struct KindCase {
    const char* name;
    std::string bytes;
    ArtefactKind kind;
};

class Kinds : public ::testing::TestWithParam<KindCase> {};

TEST_P(Kinds, AreToldByContent) {
    const Bytes bytes = as_bytes(GetParam().bytes);
    const MemorySource source({bytes.begin(), bytes.end()});
    EXPECT_EQ(artefact_kind(source, "a").value(), GetParam().kind);
}

std::string headless(std::size_t zero_slots) {
    std::string log = fake_log(zero_slots + 1);
    log.replace(0, 4096 + zero_slots * 65536, 4096 + zero_slots * 65536, '\0');
    return log;
}

/// As much of a hive's base block as its logs have.
std::string base_block(char type) {
    std::string block = "regf" + std::string(508, '\0');
    block[28] = type;
    return block;
}

/// A DOS header that leads to `signature` at `offset`, and zeros up to `size`.
std::string dos_program(std::size_t offset, const std::string& signature, std::size_t size) {
    std::string bytes(size, '\0');
    bytes.replace(0, 2, "MZ");
    for (std::size_t i = 0; i < 4; ++i) {
        bytes[0x3c + i] = static_cast<char>((offset >> (8 * i)) & 0xffU);
    }
    if (offset + signature.size() <= size) bytes.replace(offset, signature.size(), signature);
    return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    Contents, Kinds,
    ::testing::Values(
        KindCase{"Empty", "", ArtefactKind::Other},
        KindCase{"Log", fake_log(1), ArtefactKind::EventLog},
        KindCase{"HeaderAlone", fake_log(0), ArtefactKind::EventLog},
        KindCase{"HeaderZeroed", headless(0), ArtefactKind::EventLog},
        KindCase{"LiveChunkBehindZeroSlots", headless(7), ArtefactKind::EventLog},
        KindCase{"Zeroes", std::string(300'000, '\0'), ArtefactKind::Other},
        KindCase{"Jsonl", "{\"Event\":{\"System\":{}}}\n", ArtefactKind::EventJson},
        KindCase{"Array", "[\n {\"Event\" : {\"System\":{}}}]", ArtefactKind::EventJson},
        KindCase{"RecordLines", "Record 7\n{\n \"Event\": {\n \"System\": {}}}",
                 ArtefactKind::EventJson},
        KindCase{"Mark", "\xEF\xBB\xBF{\"Event\":{\"System\":{}}}", ArtefactKind::EventJson},
        KindCase{"OtherJson", "{\"Events\":[{\"system\":1}]}", ArtefactKind::Other},
        KindCase{"Docx", "PK\x03\x04"s + std::string(22, '\0') + "\x13\0\0\0[Content_Types].xml"s,
                 ArtefactKind::Other},
        KindCase{"Hive", base_block('\0'), ArtefactKind::Hive},
        KindCase{"OldHiveLog", base_block('\1') + "DIRT", ArtefactKind::HiveLog},
        KindCase{"NewHiveLog", base_block('\6') + "HvLE", ArtefactKind::HiveLog},
        KindCase{"HiveLogOfDamagedType", base_block('\0') + "HvLE", ArtefactKind::HiveLog},
        KindCase{"RegfAlone", "regf", ArtefactKind::Other},
        KindCase{"Program", dos_program(0x80, "PE\0\0"s, 200), ArtefactKind::Program},
        KindCase{"HeaderFarBehind", dos_program(8000, "PE\0\0"s, 9000), ArtefactKind::Program},
        KindCase{"HeaderBeyondEnd", dos_program(8000, "", 200), ArtefactKind::Other},
        KindCase{"SixteenBit", dos_program(0x80, "NE\0\0"s, 200), ArtefactKind::Other},
        KindCase{"DosHeaderCut", "MZ\x90", ArtefactKind::Other},
        KindCase{"SevenZip", "7z\xBC\xAF\x27\x1C", ArtefactKind::SevenZip}),
    [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace xiezhi::evidence
