// Writes a demo host below a folder, as a collector would copy it: an ordinary week of a company's
// server with one night of intrusion in it, and truth.tsv, which says what must be found in it.
// Always the same bytes. With --exhibition not that story but one item of everything that is looked
// for, with an honest one beside it, on two hosts: for tests.
//     xiezhi_demo [--exhibition] FOLDER
#include <cstdio>
#include <string>

#include "tools/demo/state.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/platform/process.h"

int main(int argc, char** argv) {
    const std::vector<std::string> arguments = xiezhi::platform::arguments(argc, argv);
    const bool exhibition = arguments.size() == 2 && arguments.front() == "--exhibition";
    if (arguments.size() != 1 && !exhibition) {
        std::fputs("xiezhi_demo [--exhibition] FOLDER\n", stderr);
        return 2;
    }
    const std::string failed = exhibition ? xiezhi::demo::write_exhibition(arguments.back())
                                          : xiezhi::demo::write_demo(arguments.front());
    if (failed.empty()) return 0;
    std::fprintf(stderr, "%s\n", failed.c_str());
    return 4;
}
