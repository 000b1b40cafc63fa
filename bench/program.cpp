// Reads programs as dump does, without printing: headers, hashes, signatures. For callgrind.
#include "xiezhi/readers/program.h"

#include <cstdio>

#include "xiezhi/platform/file.h"
#include "xiezhi/platform/process.h"

int main(int argc, char** argv) {
    std::uint64_t bytes = 0;
    for (const std::string& path : xiezhi::platform::arguments(argc, argv)) {
        const auto source = xiezhi::platform::open_file(path);
        if (!source) continue;
        const auto program = xiezhi::readers::read_program(**source, xiezhi::readers::known_roots(),
                                                           [](const xiezhi::Damage&) {});
        if (program) bytes += program->image.file_size;
    }
    std::printf("%llu bytes of programs\n", static_cast<unsigned long long>(bytes));
    return bytes == 0 ? 1 : 0;
}
