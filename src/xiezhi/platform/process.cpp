#include "xiezhi/platform/process.h"

#include <algorithm>
#include <chrono>
#include <thread>

namespace xiezhi::platform {

FileTime now() {
    using Ticks = std::chrono::duration<std::uint64_t, std::ratio<1, kTicksPerSecond>>;
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {kUnixEpochTicks + std::chrono::duration_cast<Ticks>(since_1970).count()};
}

std::size_t core_count() {
    return std::max(std::thread::hardware_concurrency(), 1U);
}

}  // namespace xiezhi::platform
