// What Windows itself made of a dirty hive lies beside some of them as RecoveredHive_*: after our
// replay of the logs, keys, values, types, data and times are the same.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/corpus.h"
#include "tests/support/hives.h"
#include "xiezhi/formats/regf/walk.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

/// Path (and value name) to time, or to type and data.
std::map<std::string, std::string> content_of(const regf::Hive& hive) {
    std::map<std::string, std::string> content;
    std::string path;
    const regf::WalkSink sink{.key =
                                  [&](const regf::Key& key, std::string_view at) {
                                      path = at;
                                      content[path] = iso_micro(key.last_written());
                                      return true;
                                  },
                              .value =
                                  [&](const regf::KeyValue& value) {
                                      std::vector<std::byte> room;
                                      content[path + " | " + value.name().text()] =
                                          regf::type_name(value.type()) +
                                          std::string(as_text(value.data(room).bytes));
                                      return true;
                                  }};
    regf::walk(hive, sink, [](const Damage&) {});
    return content;
}

TEST(RegfRecovered, EqualsWindows) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::size_t compared = 0;
    for (const fs::path& recovered : files_below(root / "artefacts" / "registry")) {
        if (!recovered.filename().string().starts_with("RecoveredHive_")) continue;
        for (const auto& entry : fs::directory_iterator(recovered.parent_path())) {
            const fs::path& dirty = entry.path();
            if (dirty == recovered || dirty.filename().string().find(".LOG") != std::string::npos) {
                continue;
            }
            SCOPED_TRACE(dirty.string());
            const OpenedHive ours = open_hive(dirty, Logs::Beside);
            const OpenedHive theirs = open_hive(recovered, Logs::None);
            ASSERT_TRUE(ours.hive && theirs.hive);
            EXPECT_GT(ours.hive->replay().entries, 0U);
            EXPECT_EQ(content_of(*ours.hive), content_of(*theirs.hive));
            ++compared;
        }
    }
    RecordProperty("compared", static_cast<int>(compared));
}

}  // namespace
}  // namespace xiezhi::testing
