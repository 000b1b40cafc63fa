#include "xiezhi/formats/prefetch/dump.h"

#include <fmt/format.h>

namespace xiezhi::prefetch {
namespace {

void write_volume(const Volume& volume, RecordSink& sink) {
    sink.begin_object({});
    sink.text("device_path", volume.device_path);
    sink.text("serial", fmt::format("{:08X}", volume.serial));
    sink.time("created", volume.created);
    sink.begin_list("directories");
    for (const std::string& directory : volume.directories) sink.text({}, directory);
    sink.end_list();
    sink.number("file_reference_count", volume.file_references.size());
    sink.end_object();
}

void write_file(const LoadedFile& file, RecordSink& sink) {
    constexpr std::uint64_t kRecordBits = 48;
    sink.begin_object({});
    sink.text("name", file.name);
    if (file.file_reference != 0) {  // as others write it: record and sequence
        sink.text("file_reference",
                  fmt::format("{}-{}", file.file_reference & ((1ULL << kRecordBits) - 1),
                              file.file_reference >> kRecordBits));
    }
    sink.end_object();
}

}  // namespace

bool write(const Prefetch& prefetch, RecordSink& sink) {
    sink.begin_record("prefetch");
    sink.number("version", prefetch.version);
    sink.truth("compressed", prefetch.compressed);
    sink.number("size", prefetch.size);
    sink.text("executable", prefetch.executable);
    if (!prefetch.executable_path.empty()) sink.text("executable_path", prefetch.executable_path);
    sink.text("hash", fmt::format("{:08X}", prefetch.hash));
    sink.number("flags", prefetch.flags);
    sink.number("metrics_offset", prefetch.metrics_offset);
    sink.number("run_count", prefetch.run_count);
    sink.begin_list("run_times");
    for (const FileTime time : prefetch.run_times) sink.time({}, time);
    sink.end_list();
    sink.begin_list("volumes");
    for (const Volume& volume : prefetch.volumes) write_volume(volume, sink);
    sink.end_list();
    sink.begin_list("files");
    for (const LoadedFile& file : prefetch.files) write_file(file, sink);
    sink.end_list();
    return sink.end_record();
}

}  // namespace xiezhi::prefetch
