#include "tools/demo/state.h"
#include "xiezhi/base/bytes.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/platform/output.h"

namespace xiezhi::demo {
namespace {

constexpr std::uint64_t kSeed = 20260312;

bool write_file(const std::string& path, std::string_view bytes) {
    using platform::Output;
    if (!platform::create_folders(path.substr(0, path.rfind('/')))) return false;
    auto out = Output::create(path, platform::Overwrite::Allow);
    return out && out->write(bytes) && out->finish();
}

}  // namespace

std::string write_demo(const std::string& folder) {
    Host host(kSeed);
    tell_ordinary_days(host);
    tell_intrusion(host);
    for (const LogFile& log : host.logs()) {
        if (!write_file(folder + "/" + log.path, as_text(log.bytes))) return log.path;
    }
    const Disk disk = tell_disk();
    for (const HostFile& file : disk.files()) {
        if (!write_file(folder + "/" + file.path, file.bytes)) return file.path;
    }
    return write_file(folder + "/truth.tsv", truth_table(disk)) ? "" : "truth.tsv";
}

}  // namespace xiezhi::demo
