#include "xiezhi/formats/lnk/dump.h"

#include <fmt/format.h>

namespace xiezhi::lnk {
namespace {

/// Zero stands for "none" in links to what has no times.
void set_time(RecordSink& sink, std::string_view name, FileTime time) {
    if (time.ticks != 0) sink.time(name, time);
}
void set_time(RecordSink& sink, std::string_view name, const std::optional<FileTime>& time) {
    if (time) sink.time(name, *time);
}
void set_text(RecordSink& sink, std::string_view name, const std::string& text) {
    if (!text.empty()) sink.text(name, text);
}
void set_text(RecordSink& sink, std::string_view name, const std::optional<std::string>& text) {
    if (text) sink.text(name, *text);
}

void write_item(const ShellItem& item, RecordSink& sink) {
    constexpr std::uint64_t kRecordBits = 48;
    sink.begin_object({});
    sink.number("offset", item.offset);
    sink.text("type", fmt::format("0x{:02x}", item.type));
    sink.text("kind", kind_word(item.kind));
    if (!item.guid.is_null()) sink.text("guid", item.guid.text());
    set_text(sink, "name", item.name);
    set_text(sink, "long_name", item.long_name);
    set_text(sink, "localized_name", item.localized_name);
    if (item.kind == ShellItem::Kind::File) sink.number("file_size", item.file_size);
    set_time(sink, "modified", item.modified);
    set_time(sink, "created", item.created);
    set_time(sink, "accessed", item.accessed);
    if (item.file_reference != 0) {  // as others write it: record and sequence
        sink.text("file_reference",
                  fmt::format("{}-{}", item.file_reference & ((1ULL << kRecordBits) - 1),
                              item.file_reference >> kRecordBits));
    }
    if (item.kind == ShellItem::Kind::Other) sink.binary("data", item.bytes);
    sink.end_object();
}

void write_info(const LinkInfo& info, RecordSink& sink) {
    if (info.drive_type) {
        sink.number("drive_type", *info.drive_type);
        sink.text("drive_serial", fmt::format("{:08X}", info.drive_serial));
        sink.text("volume_label", info.volume_label);
    }
    set_text(sink, "local_path", info.local_path);
    set_text(sink, "network_share", info.network_share);
    set_text(sink, "network_path", info.network_path);
    set_text(sink, "device_name", info.device_name);
}

void write_droid(RecordSink& sink, std::string_view name, const Guid& file) {
    const auto origin = guid_origin(file);
    if (!origin) return;
    sink.begin_object(name);
    sink.time("made", origin->made);
    sink.text("mac_address", origin->mac_address);
    sink.end_object();
}

void write_tracker(const Tracker& tracker, RecordSink& sink) {
    sink.begin_object("tracker");
    sink.text("machine_id", tracker.machine_id);
    sink.text("droid_volume", tracker.droid_volume.text());
    sink.text("droid_file", tracker.droid_file.text());
    sink.text("birth_volume", tracker.birth_volume.text());
    sink.text("birth_file", tracker.birth_file.text());
    write_droid(sink, "droid_origin", tracker.droid_file);
    write_droid(sink, "birth_origin", tracker.birth_file);
    sink.end_object();
}

void write_blocks(const Link& link, RecordSink& sink) {
    set_text(sink, "environment_path", link.environment_path);
    set_text(sink, "icon_environment_path", link.icon_environment_path);
    set_text(sink, "darwin_id", link.darwin_id);
    set_text(sink, "shim_layer", link.shim_layer);
    if (link.special_folder) sink.number("special_folder", *link.special_folder);
    if (link.known_folder) sink.text("known_folder", link.known_folder->text());
    if (link.tracker) write_tracker(*link.tracker, sink);
    sink.begin_list("properties");
    for (const Property& property : link.properties) {
        sink.begin_object({});
        sink.text("format", property.format.text());
        if (property.name.empty()) {
            sink.number("id", property.id);
        } else {
            sink.text("name", property.name);
        }
        sink.text("type", fmt::format("0x{:04x}", property.type));
        sink.text("value", property.value);
        sink.end_object();
    }
    sink.end_list();
    sink.begin_list("blocks");
    for (const Block& block : link.blocks) {
        sink.begin_object({});
        sink.number("offset", block.offset);
        sink.number("size", block.size);
        sink.text("signature", fmt::format("0x{:08x}", block.signature));
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

void write_fields(const Link& link, RecordSink& sink) {
    sink.number("offset", link.offset);
    sink.number("size", link.size);
    sink.text("flags", fmt::format("0x{:08x}", link.flags));
    sink.number("attributes", link.attributes);
    set_time(sink, "created", link.created);
    set_time(sink, "accessed", link.accessed);
    set_time(sink, "modified", link.modified);
    sink.number("target_size", link.target_size);
    sink.number("icon_index", link.icon_index);
    sink.number("show_command", link.show_command);
    sink.number("hot_key", link.hot_key);
    if (link.info) write_info(*link.info, sink);
    set_text(sink, "description", link.description);
    set_text(sink, "relative_path", link.relative_path);
    set_text(sink, "working_directory", link.working_directory);
    set_text(sink, "arguments", link.arguments);
    set_text(sink, "icon_location", link.icon_location);
    set_text(sink, "item_path", item_list_path(link.items));
    sink.begin_list("items");
    for (const ShellItem& item : link.items) write_item(item, sink);
    sink.end_list();
    write_blocks(link, sink);
}

bool write(const Link& link, RecordSink& sink) {
    sink.begin_record("link");
    write_fields(link, sink);
    return sink.end_record();
}

}  // namespace xiezhi::lnk
