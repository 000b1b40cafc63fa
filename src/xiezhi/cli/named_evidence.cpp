#include "xiezhi/cli/named_evidence.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::cli {

bool is_named(const evidence::Artefact& artefact, const std::vector<std::string>& paths) {
    return std::ranges::any_of(paths, [&](const std::string& path) {
        return platform::with_slashes(path) == artefact.path;
    });
}

Error no_logs_error(const std::vector<std::string>& paths, const evidence::Collection& collection) {
    const auto others = std::ranges::count_if(
        collection.artefacts(), [](const auto& artefact) { return !is_log(artefact.kind); });
    return Error{
        Errc::Unsupported, msg::cli_no_logs(listed(paths), static_cast<std::uint64_t>(others)), {}};
}

std::string listed(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

}  // namespace xiezhi::cli
