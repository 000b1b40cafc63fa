// What documents say of programs that they lead to, against sha256sum and osslsigncode: the
// programs of the corpus put where a host could have them.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/host_state.h"
#include "xiezhi/base/bytes.h"

namespace xiezhi::testing {
namespace {

/// osslsigncode knows no roots of Windows and no catalogs: its words against ours.
bool agree(const std::string& theirs, std::string_view ours) {
    if (theirs == "unsigned") return ours == "not_determinable";  // catalogs could still have it
    return theirs == "signed" &&
           (ours == "signed" || ours == "self_signed" || ours == "unknown_root");
}

TEST(FileFacts, AreThoseOfOtherTools) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const TempFolder folder;
    std::map<std::string, std::map<std::string, std::string>> expected;
    for (const Row& row : read_tsv(root / "artefacts" / "expected" / "pe.tsv")) {
        expected[row.at("file")].emplace(row.at("field"), row.at("value"));
    }
    for (const auto& [file, fields] : expected) {
        const std::string name = file.substr(file.rfind('/') + 1);
        folder.write("C/Users/Public/" + name, as_text(bytes_of(root / file)));
    }
    const HostState host = host_state(folder);
    std::size_t compared = 0;
    for (const auto& [file, fields] : expected) {
        const std::string name = file.substr(file.rfind('/') + 1);
        const State* const state = host.about(Dataset::File, "C:\\Users\\Public\\" + name);
        ASSERT_NE(state, nullptr) << file;
        if (fields.contains("sha256")) {
            EXPECT_EQ(state->text(StateField::FileHashSha256), fields.at("sha256")) << file;
            ++compared;
        }
        if (fields.contains("authenticode_status")) {
            const std::string_view ours = state->text(StateField::FileCodeSignatureStatus);
            EXPECT_TRUE(agree(fields.at("authenticode_status"), ours))
                << file << ": " << fields.at("authenticode_status") << ", " << ours;
            ++compared;
        }
    }
    EXPECT_GT(compared, 8U);
}

}  // namespace
}  // namespace xiezhi::testing
