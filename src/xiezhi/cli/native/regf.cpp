#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/regf/dump.h"

namespace xiezhi::cli {

/// A hive with the logs beside it: NAME.LOG1, NAME.LOG2 since Vista, NAME.LOG before.
Result<void> dump_regf(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    const std::string name(input.path.substr(input.path.find_last_of('/') + 1));
    std::vector<std::unique_ptr<ByteSource>> sources;
    std::vector<const ByteSource*> logs;
    std::vector<std::string> log_names;
    for (const std::string_view suffix : {".LOG1", ".LOG2", ".LOG"}) {
        auto source = input.beside(name + std::string(suffix));
        if (!source) continue;
        logs.push_back(source.get());
        log_names.push_back(name + std::string(suffix));
        sources.push_back(std::move(source));
    }
    XZ_TRY(const regf::Hive hive, regf::Hive::open(input.bytes, logs, damages), "");
    regf::dump_hive(hive, log_names, sink, damages);
    return {};
}

}  // namespace xiezhi::cli
