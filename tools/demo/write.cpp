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

std::string write_disk(const Disk& disk, const std::string& folder) {
    for (const HostFile& file : disk.files()) {
        if (!write_file(folder + "/" + file.path, file.bytes)) return file.path;
    }
    return write_file(folder + "/truth.tsv", truth_table(disk)) ? "" : "truth.tsv";
}

}  // namespace

std::string write_demo(const std::string& folder) {
    Host host(kSeed);
    tell_ordinary_days(host);
    tell_intrusion(host);
    for (const LogFile& log : host.logs()) {
        if (!write_file(folder + "/" + log.path, as_text(log.bytes))) return log.path;
    }
    return write_disk(tell_disk(), folder);
}

std::string write_exhibition(const std::string& folder) {
    return write_disk(tell_exhibition(), folder);
}

}  // namespace xiezhi::demo
