#include <gtest/gtest.h>

#include "xiezhi/platform/process.h"

namespace {

/// CTest's SKIP_RETURN_CODE (tests/CMakeLists.txt): nothing failed, but something did not run.
constexpr int kSkipped = 77;

}  // namespace

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    xiezhi::platform::prepare_process();
    const int result = RUN_ALL_TESTS();
    const bool skipped = testing::UnitTest::GetInstance()->skipped_test_count() > 0;
    return result == 0 && skipped ? kSkipped : result;
}
