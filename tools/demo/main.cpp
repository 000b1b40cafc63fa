// Writes the logs of a demo host below a folder: an ordinary week of a company's server with one
// night of intrusion in it. Always the same bytes.
//     xiezhi_demo FOLDER
#include <cstdio>
#include <string>

#include "tools/demo/host.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/platform/output.h"
#include "xiezhi/platform/process.h"

namespace {

using xiezhi::platform::Output;

constexpr std::uint64_t kSeed = 20260312;

bool write_file(const std::string& path, const std::vector<std::byte>& bytes) {
    if (!xiezhi::platform::create_folders(path.substr(0, path.rfind('/')))) return false;
    auto out = Output::create(path, xiezhi::platform::Overwrite::Allow);
    return out && out->write(xiezhi::as_text(bytes)) && out->finish();
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments = xiezhi::platform::arguments(argc, argv);
    if (arguments.size() != 1) {
        std::fputs("xiezhi_demo FOLDER\n", stderr);
        return 2;
    }
    xiezhi::demo::Host host(kSeed);
    xiezhi::demo::tell_ordinary_days(host);
    xiezhi::demo::tell_intrusion(host);
    for (const xiezhi::demo::LogFile& log : host.logs()) {
        if (write_file(arguments.front() + "/" + log.path, log.bytes)) continue;
        std::fprintf(stderr, "%s\n", log.path.c_str());
        return 4;
    }
    return 0;
}
