// Files of the evidence and what documents say of them, on hosts made by our own writers.
#include <gtest/gtest.h>

#include "tests/support/host_state.h"
#include "tests/support/pe_writer.h"
#include "xiezhi/base/bytes.h"
#include "xiezhi/base/digest.h"
#include "xiezhi/readers/host/file_content.h"
#include "xiezhi/readers/host/file_facts.h"

namespace xiezhi::readers {
namespace {

using testing::HostState;
using testing::TempFolder;

std::string program(const std::string& overlay = {}) {
    testing::PeWriter writer;
    writer.overlay = overlay;
    const auto bytes = writer.write();
    return std::string(as_text(bytes));
}

/// Bytes that look like chance, the same ones every time.
std::string noise(std::size_t size) {
    std::string out;
    std::uint32_t state = 1;
    while (out.size() < size) {
        state = state * 1664525U + 1013904223U;
        out += static_cast<char>(state >> 24U);
    }
    return out;
}

TEST(HostFiles, DocumentsThatLeadToAProgramSayWhatItIs) {
    const TempFolder folder;
    const std::string bytes = program();
    folder.write("C/Tools/agent.exe", bytes);
    folder.write("C/Windows/System32/GroupPolicy/Machine/Scripts/scripts.ini",
                 "[Startup]\r\n0CmdLine=C:\\Tools\\agent.exe\r\n0Parameters=\r\n");
    const HostState host = testing::host_state(folder);
    const State* const start = host.about(Dataset::Autostart, R"(C:\Tools\agent.exe)");
    ASSERT_NE(start, nullptr);
    EXPECT_EQ(start->text(StateField::FileSize), std::to_string(bytes.size()));
    EXPECT_EQ(start->text(StateField::FileHashSha256),
              digest_of(DigestKind::Sha256, as_bytes(bytes)).hex());
    EXPECT_EQ(start->text(StateField::FilePeCompany), "Acme");
    // Only catalogs could tell, and there are none.
    EXPECT_EQ(start->text(StateField::FileCodeSignatureStatus), "not_determinable");
    EXPECT_FALSE(start->has(StateField::FileCodeSignatureTrusted));
    EXPECT_FALSE(start->has(StateField::FilePeImports));  // of the dataset `file` alone
    const State* const file = host.about(Dataset::File, R"(C:\Tools\agent.exe)");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->text(StateField::FilePlace), "started");
    EXPECT_EQ(file->text(StateField::FileKind), "pe");
    EXPECT_EQ(file->text(StateField::FilePeHasIcon), "false");
    EXPECT_EQ(file->text(StateField::FilePeImports), "2");
    EXPECT_EQ(host.outcome(Dataset::File), Outcome::Read);
}

TEST(HostFiles, StandInPlacesThatMatter) {
    const TempFolder folder;
    folder.write("C/Users/Public/a.exe", program());
    folder.write("C/Users/li/Desktop/photo.jpg", program());
    folder.write("C/Program Files/Acme/b.exe", program());  // nothing leads to it
    folder.write("C/Windows/System32/c.dll", program());
    folder.write("C/ProgramData/run.bat", "@echo off\r\n");
    folder.write("C/ProgramData/Acme/data.dat", "x");
    const HostState host = testing::host_state(folder);
    const auto place = [&](const char* path) {
        const State* const file = host.about(Dataset::File, path);
        return file == nullptr ? std::string() : std::string(file->text(StateField::FilePlace));
    };
    EXPECT_EQ(place(R"(C:\Users\Public\a.exe)"), "hideout");
    EXPECT_EQ(place(R"(C:\Users\li\Desktop\photo.jpg)"), "desktop");
    EXPECT_EQ(place(R"(C:\Program Files\Acme\b.exe)"), "");
    EXPECT_EQ(place(R"(C:\Windows\System32\c.dll)"), "system");
    EXPECT_FALSE(host.about(Dataset::File, R"(C:\Windows\System32\c.dll)")
                     ->has(StateField::FileHashMd5));  // no catalogs to ask: its name alone
    EXPECT_EQ(place(R"(C:\ProgramData\run.bat)"), "hideout");
    EXPECT_EQ(place(R"(C:\ProgramData\Acme\data.dat)"), "");
    EXPECT_EQ(host.about(Dataset::File, R"(C:\Users\li\Desktop\photo.jpg)")
                  ->text(StateField::FileTypeMatches),
              "false");
}

TEST(HostFiles, AreAbsentWhereNoProgramWasCollected) {
    const TempFolder folder;
    folder.write("C/ProgramData/run.bat", "@echo off\r\n");
    const HostState host = testing::host_state(folder);
    EXPECT_EQ(host.outcome(Dataset::File), Outcome::Absent);
    EXPECT_EQ(host.outcome(Dataset::Script), Outcome::Read);
}

TEST(HostFiles, NotesAreReadOnceWithTheirCopies) {
    const TempFolder folder;
    const std::string note = "您的文件已被加密";
    folder.write("D/a/README.txt", note);
    folder.write("D/b/README.txt", note);
    folder.write("C/Users/li/Documents/x/README.txt", note);
    folder.write("C/Users/li/Documents/y/readme.txt", note);
    folder.write("C/Users/li/Documents/other.txt", "x");
    folder.write("C/Windows/x", "");
    const HostState host = testing::host_state(folder);
    const State* const first = host.about(Dataset::File, R"(C:\Users\li\Documents\x\README.txt)");
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->text(StateField::FileText), note);
    EXPECT_EQ(first->text(StateField::FileCopies), "2");
    EXPECT_EQ(host.of(Dataset::File).size(), 2U);
}

TEST(HostFiles, NoiseUnderADocumentsEndingIsMeasured) {
    const TempFolder folder;
    folder.write("C/Users/li/Documents/1.xlsx", noise(20'000));
    folder.write("C/Users/li/Documents/2.xlsx", "PK\x03\x04" + noise(20'000));
    folder.write("C/Users/li/Documents/3.pdf", std::string(20'000, 'a'));
    folder.write("C/Users/li/Pictures/4.gif", "GIF89a<?php @eval($_POST[1]);?>");
    const HostState host = testing::host_state(folder);
    const State* const locked = host.about(Dataset::File, R"(C:\Users\li\Documents\1.xlsx)");
    ASSERT_NE(locked, nullptr);
    EXPECT_EQ(locked->text(StateField::FileKind), "other");
    EXPECT_EQ(locked->text(StateField::FileTypeMatches), "false");
    EXPECT_GT(std::stoi(std::string(locked->text(StateField::FileHeadEntropy))), 780);
    EXPECT_GT(std::stoi(std::string(locked->text(StateField::FileMiddleEntropy))), 780);
    EXPECT_EQ(host.about(Dataset::File, R"(C:\Users\li\Documents\2.xlsx)"), nullptr);
    const State* const text = host.about(Dataset::File, R"(C:\Users\li\Documents\3.pdf)");
    ASSERT_NE(text, nullptr);
    EXPECT_EQ(text->text(StateField::FileKind), "text");
    EXPECT_EQ(text->text(StateField::FileHeadEntropy), "0");
    const State* const picture = host.about(Dataset::File, R"(C:\Users\li\Pictures\4.gif)");
    ASSERT_NE(picture, nullptr);
    EXPECT_TRUE(picture->is_true(StateField::FileEmbeddedScript));
}

TEST(HostFiles, ScriptsOfWebRootsAreReadInAnyEncoding) {
    const TempFolder folder;
    folder.write("C/inetpub/wwwroot/a.aspx", "\xFF\xFE" + std::string("<\0%\0", 4));
    folder.write("C/Scripts/gbk.bat", "echo \xC4\xE3\xBA\xC3");
    folder.write("C/inetpub/wwwroot/logo.png", "x");
    const HostState host = testing::host_state(folder);
    const State* const page = host.about(Dataset::Script, R"(C:\inetpub\wwwroot\a.aspx)");
    ASSERT_NE(page, nullptr);
    EXPECT_EQ(page->text(StateField::ScriptText), "<%");
    const State* const batch = host.about(Dataset::Script, R"(C:\Scripts\gbk.bat)");
    ASSERT_NE(batch, nullptr);
    EXPECT_EQ(batch->text(StateField::ScriptText), "echo 你好");
    EXPECT_EQ(host.of(Dataset::Script).size(), 2U);
}

TEST(FileContent, KindsAreToldByContentThenByEnding) {
    EXPECT_EQ(kind_of_content("MZ\x90", "exe"), "pe");
    EXPECT_EQ(kind_of_content("MZ\x90", "jpg"), "pe");
    EXPECT_EQ(kind_of_content("PK\x03\x04", "docx"), "document");
    EXPECT_EQ(kind_of_content("PK\x03\x04", "dat"), "archive");
    EXPECT_EQ(kind_of_content("\xFF\xD8\xFF\xE0", "txt"), "image");
    EXPECT_EQ(kind_of_content("regf\x01", "dat"), "hive");
    EXPECT_EQ(kind_of_content("echo", "bat"), "script");
    EXPECT_EQ(kind_of_content("echo", "txt"), "text");
    EXPECT_EQ(kind_of_content(std::string_view("a\0b", 3), "txt"), "other");
    EXPECT_EQ(kind_of_content("", "bat"), "other");
}

TEST(SignatureStatus, IsUnsignedOnlyWhereCatalogsAreWhole) {
    using authenticode::Verdict;
    EXPECT_EQ(signature_status_name(Verdict::NotEmbedded, false), "not_determinable");
    EXPECT_EQ(signature_status_name(Verdict::NotEmbedded, true), "unsigned");
    EXPECT_EQ(signature_status_name(Verdict::Trusted, false), "signed");
    EXPECT_EQ(signature_status_name(Verdict::Altered, true), "altered");
}

}  // namespace
}  // namespace xiezhi::readers
