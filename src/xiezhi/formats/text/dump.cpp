#include "xiezhi/formats/text/dump.h"

#include <algorithm>

#include "xiezhi/base/ascii.h"

namespace xiezhi::text {
namespace {

void begin(RecordSink& sink, std::string_view kind, const Place& place) {
    sink.begin_record(kind);
    sink.number("line", place.line);
    sink.number("offset", place.offset);
}

void set_text(RecordSink& sink, std::string_view name, const std::string& text) {
    if (!text.empty()) sink.text(name, text);
}

void write_list(RecordSink& sink, std::string_view name, const std::vector<std::string>& items) {
    sink.begin_list(name);
    for (const std::string& item : items) sink.text({}, item);
    sink.end_list();
}

/// src-ip → src_ip. The header may be damaged: whatever else a name holds becomes _ too.
std::string snake_case(std::string_view name) {
    std::string out = ascii_lower(name);
    const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    std::ranges::replace_if(out, [&](char c) { return !is_plain(c); }, '_');
    return out;
}

bool write(const HostsLine& line, RecordSink& sink) {
    begin(sink, line.address.empty() ? "comment" : "entry", line.place);
    if (!line.address.empty()) {
        sink.text("address", line.address);
        write_list(sink, "names", line.names);
        sink.number("indent", line.indent);
    }
    set_text(sink, "comment", line.comment);
    sink.number("blank_lines", line.blank_lines);
    return sink.end_record();
}

bool write(const HistoryCommand& command, RecordSink& sink) {
    begin(sink, "command", command.place);
    sink.number("line_count", command.line_count);
    sink.text("text", command.text);
    return sink.end_record();
}

bool write(const TranscriptHeader& header, RecordSink& sink) {
    begin(sink, "transcript", header.place);
    set_text(sink, "start_time", header.start_time);
    set_text(sink, "username", header.username);
    set_text(sink, "runas_user", header.runas_user);
    set_text(sink, "configuration", header.configuration);
    set_text(sink, "machine", header.machine);
    set_text(sink, "host_application", header.host_application);
    set_text(sink, "process_id", header.process_id);
    sink.begin_list("versions");
    for (const auto& [name, value] : header.versions) {
        sink.begin_object({});
        sink.text("name", name);
        sink.text("value", value);
        sink.end_object();
    }
    sink.end_list();
    return sink.end_record();
}

bool write(const TranscriptEntry& entry, RecordSink& sink) {
    begin(sink, "command", entry.place);
    set_text(sink, "start_time", entry.start_time);
    set_text(sink, "prompt", entry.prompt);
    sink.text("text", entry.command);
    set_text(sink, "output", entry.output);
    return sink.end_record();
}

bool write(const TranscriptEnd& end, RecordSink& sink) {
    begin(sink, "end", end.place);
    sink.text("end_time", end.end_time);
    return sink.end_record();
}

bool write(const FirewallHeader& header, RecordSink& sink) {
    begin(sink, "header", header.place);
    set_text(sink, "version", header.version);
    set_text(sink, "software", header.software);
    set_text(sink, "time_format", header.time_format);
    write_list(sink, "fields", header.fields);
    return sink.end_record();
}

bool write(const FirewallEntry& entry, RecordSink& sink) {
    begin(sink, "entry", entry.place);
    sink.text("time", entry.time);
    for (const auto& [name, value] : entry.values) sink.text(snake_case(name), value);
    return sink.end_record();
}

bool write(const PolicyScript& script, RecordSink& sink) {
    begin(sink, "script", script.place);
    sink.text("section", script.section);
    sink.text("number", script.number);
    sink.text("command_line", script.command_line);
    sink.text("parameters", script.parameters);
    return sink.end_record();
}

bool write(const CompatibilityEntry& entry, RecordSink& sink) {
    begin(sink, entry.general ? "program_event" : "launch", entry.place);
    if (entry.time) sink.time("time", *entry.time);
    sink.text("path", entry.path);
    if (entry.general) {
        sink.text("status", entry.status);
        sink.text("description", entry.description);
        sink.text("vendor", entry.vendor);
        sink.text("version", entry.version);
        sink.text("program_id", entry.program_id);
        sink.text("exit_text", entry.exit_text);
    }
    return sink.end_record();
}

/// Whatever a reader pushes, written.
template <class T>
Sink<T> to(RecordSink& sink) {
    return [&sink](const T& record) { return write(record, sink); };
}

}  // namespace

Result<void> dump_hosts(const ByteSource& source, RecordSink& sink, const DamageSink& damages) {
    return read_hosts(source, to<HostsLine>(sink), damages);
}
Result<void> dump_history(const ByteSource& source, RecordSink& sink, const DamageSink& damages) {
    return read_history(source, to<HistoryCommand>(sink), damages);
}
Result<void> dump_transcript(const ByteSource& source, RecordSink& sink,
                             const DamageSink& damages) {
    return read_transcript(source,
                           {.header = to<TranscriptHeader>(sink),
                            .entry = to<TranscriptEntry>(sink),
                            .end = to<TranscriptEnd>(sink)},
                           damages);
}
Result<void> dump_firewall_log(const ByteSource& source, RecordSink& sink,
                               const DamageSink& damages) {
    return read_firewall_log(
        source, {.header = to<FirewallHeader>(sink), .entry = to<FirewallEntry>(sink)}, damages);
}
Result<void> dump_policy_scripts(const ByteSource& source, RecordSink& sink,
                                 const DamageSink& damages) {
    return read_policy_scripts(source, to<PolicyScript>(sink), damages);
}
Result<void> dump_compatibility_list(const ByteSource& source, RecordSink& sink,
                                     const DamageSink& damages) {
    return read_compatibility_list(source, to<CompatibilityEntry>(sink), damages);
}

}  // namespace xiezhi::text
