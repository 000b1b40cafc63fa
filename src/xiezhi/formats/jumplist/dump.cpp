#include "xiezhi/formats/jumplist/dump.h"

#include <fmt/format.h>

namespace xiezhi::jumplist {
namespace {

void write_origin(RecordSink& sink, std::string_view name, const Guid& file) {
    const auto origin = guid_origin(file);
    if (!origin) return;
    sink.begin_object(name);
    sink.time("made", origin->made);
    sink.text("mac_address", origin->mac_address);
    sink.end_object();
}

}  // namespace

std::string stream_name(const Entry& entry) {
    return fmt::format("{:x}", entry.number);
}

bool write_list(const Automatic& list, RecordSink& sink) {
    sink.begin_record("destination_list");
    sink.number("version", list.version);
    sink.number("entry_count", list.entry_count);
    sink.number("pinned_count", list.pinned_count);
    sink.number("last_entry_number", list.last_entry_number);
    sink.number("stream_count", list.stream_count);
    return sink.end_record();
}

void write_entry_fields(const Entry& entry, RecordSink& sink) {
    sink.number("offset", entry.offset);
    sink.number("position", entry.position);
    sink.number("number", entry.number);
    sink.text("path", entry.path);
    sink.time("accessed", entry.accessed);
    sink.negative("pin", entry.pin);
    if (entry.access_count) sink.number("access_count", *entry.access_count);
    sink.text("machine_id", entry.machine_id);
    sink.text("droid_volume", entry.droid_volume.text());
    sink.text("droid_file", entry.droid_file.text());
    sink.text("birth_volume", entry.birth_volume.text());
    sink.text("birth_file", entry.birth_file.text());
    write_origin(sink, "droid_origin", entry.droid_file);
    write_origin(sink, "birth_origin", entry.birth_file);
}

}  // namespace xiezhi::jumplist
