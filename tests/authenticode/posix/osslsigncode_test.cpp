// Programs of our own, signed by osslsigncode with keys made here: each verdict is brought about,
// and the digests are compared with what that program computes. Skipped where it is not installed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/support/corpus.h"
#include "tests/support/der_writer.h"
#include "tests/support/dumped.h"
#include "tests/support/pe_writer.h"
#include "tests/support/temp_folder.h"
#include "xiezhi/evidence/kind.h"
#include "xiezhi/readers/program.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using authenticode::Verdict;

bool run(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;  // NOLINT(cert-env33-c)
}

void write(const fs::path& path, const std::vector<std::byte>& bytes) {
    std::ofstream(path, std::ios::binary) << as_text(bytes);
}

/// A root, a signer and an authority for time below it, and a signer of its own.
class Signed : public ::testing::Test {
protected:
    void SetUp() override {
        if (!run("command -v osslsigncode") || !run("command -v openssl")) {
            GTEST_SKIP() << "no osslsigncode";
        }
        std::ofstream(path("ca.ext")) << "basicConstraints=critical,CA:TRUE\n";
        std::ofstream(path("code.ext")) << "extendedKeyUsage=codeSigning\n";
        std::ofstream(path("mail.ext")) << "extendedKeyUsage=emailProtection\n";
        std::ofstream(path("time.ext")) << "extendedKeyUsage=critical,timeStamping\n";
        ASSERT_TRUE(
            run("openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=Test Root'"
                " -keyout " +
                path("root.key") + " -out " + path("root.pem")));
        ASSERT_TRUE(
            run("openssl x509 -in " + path("root.pem") + " -outform DER -out " + path("root.der")));
        anchors_.add(bytes_of(path("root.der")));
        issue("code", "Maker", 3650);
        issue("mail", "Mailer", 3650);
        issue("time", "Clock", 3650);
        issue("old", "Past", -1, "code");
        write(path("plain.exe"), PeWriter{}.write());
    }

    std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

    void issue(const std::string& name, const std::string& subject, int days,
               const std::string& extension = {}) {
        ASSERT_TRUE(run("openssl req -newkey rsa:2048 -nodes -subj '/CN=" + subject + "' -keyout " +
                        path(name + ".key") + " -out " + path(name + ".csr")));
        ASSERT_TRUE(run("openssl x509 -req -in " + path(name + ".csr") + " -CA " +
                        path("root.pem") + " -CAkey " + path("root.key") + " -set_serial 0x80" +
                        std::to_string(name.size()) + "1 -days " + std::to_string(days) +
                        " -extfile " + path((extension.empty() ? name : extension) + ".ext") +
                        " -out " + path(name + ".pem")));
    }

    bool sign(const std::string& who, const std::string& in, const std::string& out,
              const std::string& options = {}) {
        return run("osslsigncode sign -certs " + path(who + ".pem") + " -key " +
                   path(who + ".key") + " " + options + " -in " + path(in) + " -out " + path(out));
    }

    Verdict verdict(const std::vector<std::byte>& bytes, std::optional<FileTime> as_of = {}) {
        const MemorySource source(bytes);
        const auto program = readers::read_program(source, anchors_, [](const Damage&) {});
        EXPECT_TRUE(program);
        if (!program) return Verdict::Damaged;
        last_ = *program;
        return verdict_of(program->signatures, as_of);
    }
    Verdict verdict(const std::string& name, std::optional<FileTime> as_of = {}) {
        return verdict(bytes_of(path(name)), as_of);
    }

    TempFolder folder_;
    authenticode::TrustAnchors anchors_;
    readers::Program last_;
};

TEST_F(Signed, VerdictsByWhoSigned) {
    EXPECT_EQ(verdict("plain.exe"), Verdict::NotEmbedded);
    ASSERT_TRUE(sign("code", "plain.exe", "good.exe", "-h sha256 -n Title -i http://url/"));
    EXPECT_EQ(verdict("good.exe"), Verdict::Trusted);
    ASSERT_EQ(last_.signatures.size(), 1U);
    EXPECT_EQ(last_.signatures[0].program_name, "Title");
    EXPECT_EQ(last_.signatures[0].more_info, "http://url/");
    EXPECT_EQ(last_.signatures[0].chain.certificates.size(), 2U);
    ASSERT_TRUE(sign("root", "plain.exe", "self.exe"));
    const auto known = anchors_;
    anchors_ = {};
    EXPECT_EQ(verdict("self.exe"), Verdict::SelfSigned);
    EXPECT_EQ(verdict("good.exe"), Verdict::ChainCut);
    anchors_.add_test_root("Test*");
    EXPECT_EQ(verdict("good.exe"), Verdict::TestRoot);
    ASSERT_TRUE(sign("code", "plain.exe", "whole.exe", "-ac " + path("root.pem")));
    anchors_ = {};
    EXPECT_EQ(verdict("whole.exe"), Verdict::UnknownRoot);
    anchors_ = known;
    ASSERT_TRUE(sign("mail", "plain.exe", "mail.exe"));
    EXPECT_EQ(verdict("mail.exe"), Verdict::NotForCode);
}

TEST_F(Signed, WhatASignatureCoversAndWhatNot) {
    ASSERT_TRUE(sign("code", "plain.exe", "good.exe"));
    const auto good = bytes_of(path("good.exe"));
    auto code = good;
    code.at(PeWriter::kCode + 5) ^= std::byte{1};
    EXPECT_EQ(verdict(code), Verdict::Altered);
    auto checksum = good;
    checksum.at(PeWriter::kChecksum) ^= std::byte{1};
    EXPECT_EQ(verdict(checksum), Verdict::Trusted);
    auto appended = good;
    appended.resize(appended.size() + 64, std::byte{'x'});
    EXPECT_EQ(verdict(appended), Verdict::Altered);
    EXPECT_EQ(last_.image.trailing.size, 64U);
    auto forged = good;  // in the signature itself, the last bytes before the padding
    const auto end = std::ranges::find_if(forged.rbegin(), forged.rend(),
                                          [](std::byte b) { return b != std::byte{0}; });
    *(end + 20) ^= std::byte{1};
    EXPECT_EQ(verdict(forged), Verdict::Forged);
}

TEST_F(Signed, OverlayAndOddSizes) {
    for (const std::size_t size : {1U, 7U, 8U, 1000U}) {
        write(path("odd.exe"), PeWriter{.overlay = std::string(size, 'o')}.write());
        ASSERT_TRUE(sign("code", "odd.exe", "odd_signed.exe"));
        verdict("odd.exe");
        const auto before = last_.image_digests;
        EXPECT_EQ(verdict("odd_signed.exe"), Verdict::Trusted) << size;
        EXPECT_EQ(last_.image_digests, before) << size;
        fs::remove(path("odd_signed.exe"));
    }
}

TEST_F(Signed, TwoSignatures) {
    ASSERT_TRUE(sign("code", "plain.exe", "one.exe", "-h sha1"));
    ASSERT_TRUE(sign("root", "one.exe", "two.exe", "-h sha384 -nest"));
    EXPECT_EQ(verdict("two.exe"), Verdict::Trusted);
    ASSERT_EQ(last_.signatures.size(), 2U);
    EXPECT_EQ(last_.signatures[0].digest_kind, DigestKind::Sha1);
    EXPECT_TRUE(last_.signatures[1].nested);
    EXPECT_EQ(last_.signatures[1].digest_kind, DigestKind::Sha384);
    EXPECT_EQ(last_.signatures[1].computed, last_.signatures[1].digest);
}

TEST_F(Signed, ExpiredUnlessStamped) {
    const FileTime future{kTicksPerDay * 365 * 450};  // 2051
    ASSERT_TRUE(sign("code", "plain.exe", "good.exe"));
    EXPECT_EQ(verdict("good.exe", future), Verdict::OutOfValidity);
    const bool stamped = sign("code", "plain.exe", "stamped.exe",
                              "-TSA-certs " + path("time.pem") + " -TSA-key " + path("time.key"));
    if (!stamped) GTEST_SKIP() << "this osslsigncode has no time stamp authority of its own";
    EXPECT_EQ(verdict("stamped.exe", future), Verdict::Trusted);
    ASSERT_TRUE(last_.signatures.at(0).time_stamp);
    EXPECT_TRUE(last_.signatures[0].time_stamp->rfc3161);
    EXPECT_TRUE(last_.signatures[0].time_stamp->trusted);
    anchors_ = {};  // a clock that nobody knows stamps nothing
    verdict("stamped.exe");
    EXPECT_FALSE(last_.signatures.at(0).time_stamp->trusted);
}

TEST_F(Signed, ByCatalog) {
    verdict("plain.exe");
    const DigestValue digest = last_.image_digests.at(DigestKind::Sha256);
    std::ofstream(path("list"), std::ios::binary) << trust_list(as_text(digest.bytes()));
    ASSERT_TRUE(run("openssl cms -sign -binary -nodetach -noattr -md sha256 -outform DER -signer " +
                    path("code.pem") + " -inkey " + path("code.key") +
                    " -econtent_type 1.3.6.1.4.1.311.10.1 -in " + path("list") + " -out " +
                    path("made.cat")));
    const MemorySource source(bytes_of(path("made.cat")));
    EXPECT_EQ(evidence::artefact_kind(source, "x").value(), evidence::ArtefactKind::Catalog);
    const auto catalog =
        authenticode::read_catalog(source, anchors_, [](const Damage&) { ADD_FAILURE(); });
    ASSERT_TRUE(catalog);
    ASSERT_EQ(catalog->members.size(), 1U);
    EXPECT_EQ(catalog->members[0].digest, digest);
    ASSERT_TRUE(catalog->made);
    readers::CatalogIndex index;
    EXPECT_EQ(signature_status(last_, index, {}).verdict, Verdict::NotEmbedded);
    index.add(*catalog, "made.cat");
    const readers::SignatureStatus status = signature_status(last_, index, {});
    EXPECT_EQ(status.verdict, Verdict::Trusted);
    EXPECT_EQ(status.signer, "Maker");
    EXPECT_EQ(status.catalog, "made.cat");
    EXPECT_EQ(index.find(last_.hashes.sha256), nullptr);
}

}  // namespace
}  // namespace xiezhi::testing
