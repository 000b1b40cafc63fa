#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/rules/pack.h"

namespace xiezhi::cli {
namespace {

struct ExportArguments {
    std::vector<std::string> folders;
    bool force = false;
};

VerbSpec export_spec(ExportArguments& a) {
    return {.name = "rules export-pack",
            .usage = msg::arg_folder(),
            .purpose = msg::rules_export_purpose(),
            .groups = {{msg::group_output(),
                        {{"--force", std::nullopt, msg::rules_export_force(), &a.force}}}},
            .closing = std::nullopt,
            .operands = &a.folders};
}

/// "pack/lists/x.txt" below `folder`, without the leading "pack/".
std::string place_of(const std::string& folder, const std::string& name) {
    const std::size_t slash = name.find('/');
    return folder + "/" + (slash == std::string::npos ? name : name.substr(slash + 1));
}

}  // namespace

int run_rules_export(const Shell& shell, const std::vector<std::string>& arguments) {
    ExportArguments typed;
    VerbSpec spec = export_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    if (typed.folders.size() != 1) return shell.usage(msg::rules_export_no_folder(), spec.name);
    std::string folder = platform::with_slashes(typed.folders.front());
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    std::uint64_t written = 0;
    for (const rules::PackFile& file : rules::builtin_pack()) {
        const std::string path = place_of(folder, file.name);
        if (auto made = platform::create_folders(path.substr(0, path.rfind('/'))); !made)
            return shell.failed(made.error());
        auto results = Results::open(path, typed.force, shell.environment());
        if (!results) return shell.failed(results.error());
        (*results)->write(file.text);
        if (const auto code = (*results)->finish(shell)) return *code;
        ++written;
    }
    shell.say(msg::rules_exported(written, folder));
    return kExitDone;
}

}  // namespace xiezhi::cli
