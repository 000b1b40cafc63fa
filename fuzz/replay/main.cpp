// Runs a fuzz target over every file of the folders named, each also cut short and with one bit
// turned at a few places: what libFuzzer found once is tried on every build.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "xiezhi/platform/file.h"
#include "xiezhi/platform/process.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::uint64_t kSeedSizeMax = 1U << 24;
constexpr std::size_t kPlaces = 16;

void run(const std::vector<std::uint8_t>& input) {
    (void)LLVMFuzzerTestOneInput(input.data(), input.size());
}

void run_variants(std::vector<std::uint8_t> seed) {
    run(seed);
    const std::size_t step = std::max<std::size_t>(seed.size() / kPlaces, 1);
    for (std::size_t place = 0; place < seed.size(); place += step) {
        run({seed.begin(), seed.begin() + static_cast<std::ptrdiff_t>(place)});
        seed[place] ^= 0x10U;
        run(seed);
        seed[place] ^= 0x10U;
    }
}

std::size_t run_folder(const std::string& folder) {
    std::size_t count = 0;
    const auto entries = xiezhi::platform::list_folder(folder);
    if (!entries) return 0;
    for (const auto& entry : *entries) {
        const auto source = xiezhi::platform::open_file(folder + "/" + entry.name);
        if (!source) continue;
        const auto bytes = xiezhi::read_all(**source, kSeedSizeMax);
        if (!bytes) continue;
        std::vector<std::uint8_t> seed(bytes->size());
        std::ranges::transform(*bytes, seed.begin(),
                               [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
        run_variants(std::move(seed));
        ++count;
    }
    return count;
}

}  // namespace

int main(int argc, char** argv) {
    run({});
    std::size_t count = 0;
    for (const std::string& folder : xiezhi::platform::arguments(argc, argv)) {
        count += run_folder(folder);
    }
    std::printf("%zu seeds\n", count);
    return count == 0 ? 1 : 0;
}
