// Dumps one log to stdout through formats/evtx alone: what instruction counts are taken on.
//   bench_evtx_dump FILE [jsonl|xml|csv] [threads]
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <span>
#include <string>

#include "xiezhi/formats/evtx/dump.h"

namespace {

class StdioSource final : public xiezhi::ByteSource {
public:
    explicit StdioSource(std::FILE* file) : file_(file) {
        std::setvbuf(file_, nullptr, _IONBF, 0);
        std::fseek(file_, 0, SEEK_END);
        size_ = static_cast<std::uint64_t>(std::ftell(file_));
    }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] xiezhi::Result<std::size_t> read(std::uint64_t offset,
                                                   std::span<std::byte> out) const override {
        const std::scoped_lock lock(mutex_);
        std::fseek(file_, static_cast<long>(offset), SEEK_SET);
        return std::fread(out.data(), 1, out.size(), file_);
    }

private:
    std::FILE* file_;
    std::uint64_t size_ = 0;
    mutable std::mutex mutex_;
};

}  // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 2) return 2;
    std::FILE* file = std::fopen(arguments[1], "rb");
    if (file == nullptr) return 4;
    const StdioSource source(file);
    const std::string format = arguments.size() > 2 ? arguments[2] : "jsonl";
    using xiezhi::evtx::DumpFormat;
    xiezhi::evtx::DumpOptions options;
    if (arguments.size() > 3) options.threads = std::strtoul(arguments[3], nullptr, 10);
    const auto summary = xiezhi::evtx::dump(
        source,
        format == "xml"   ? DumpFormat::Xml
        : format == "csv" ? DumpFormat::Csv
                          : DumpFormat::JsonLines,
        options,
        [](std::string_view text) {
            return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
        },
        [](const xiezhi::evtx::Damage& d) {
            std::fprintf(stderr, "damage %d at %llu, %llu bytes\n", static_cast<int>(d.kind),
                         static_cast<unsigned long long>(d.offset),
                         static_cast<unsigned long long>(d.size));
        });
    std::fclose(file);
    return summary ? 0 : 3;
}
