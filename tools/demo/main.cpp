// Writes the logs of a demo host below a folder: an ordinary week of a company's server with one
// night of intrusion in it. Always the same bytes.
//     xiezhi_demo FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include "tools/demo/host.h"

namespace {

constexpr std::uint64_t kSeed = 20260312;

bool write_file(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    std::ofstream out(path, std::ios::binary);
    const std::string_view text = xiezhi::as_text(bytes);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    return out.good();
}

}  // namespace

int main(int argc, char** argv) {
    const auto arguments = std::span(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 2) {
        std::fputs("xiezhi_demo FOLDER\n", stderr);
        return 2;
    }
    xiezhi::demo::Host host(kSeed);
    xiezhi::demo::tell_ordinary_days(host);
    xiezhi::demo::tell_intrusion(host);
    const std::filesystem::path folder(arguments[1]);
    for (const xiezhi::demo::LogFile& log : host.logs()) {
        if (write_file(folder / log.path, log.bytes)) continue;
        std::fprintf(stderr, "%s\n", log.path.c_str());
        return 4;
    }
    return 0;
}
