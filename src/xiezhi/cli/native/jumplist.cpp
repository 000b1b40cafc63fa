#include <map>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/jumplist/dump.h"
#include "xiezhi/formats/lnk/dump.h"

namespace xiezhi::cli {
namespace {

/// The link of a stream as an object of the record that is open.
void write_link(const jumplist::LinkBytes& bytes, RecordSink& sink, const DamageSink& damages) {
    const auto link = lnk::parse(bytes.bytes, bytes.offset, damages);
    if (!link) {
        damages({bytes.offset, msg::jumplist_link(bytes.name)});
        return;
    }
    sink.begin_object("link");
    lnk::write_fields(*link, sink);
    sink.end_object();
}

}  // namespace

Result<void> dump_automatic_jumplist(const NativeInput& input, RecordSink& sink,
                                     const DamageSink& damages) {
    auto list = jumplist::read_automatic(input.bytes, damages);
    if (!list) return std::move(list.error());
    if (!jumplist::write_list(*list, sink)) return {};
    std::map<std::string, const jumplist::LinkBytes*> left;
    for (const jumplist::LinkBytes& link : list->links) left.emplace(link.name, &link);
    for (const jumplist::Entry& entry : list->entries) {
        sink.begin_record("entry");
        jumplist::write_entry_fields(entry, sink);
        const auto link = left.find(jumplist::stream_name(entry));
        if (link != left.end()) {
            write_link(*link->second, sink, damages);
            left.erase(link);
        }
        if (!sink.end_record()) return {};
    }
    for (const auto& [name, link] : left) {  // links of entries that the list no longer has
        sink.begin_record("link_without_entry");
        sink.text("stream", name);
        write_link(*link, sink, damages);
        if (!sink.end_record()) return {};
    }
    return {};
}

Result<void> dump_custom_jumplist(const NativeInput& input, RecordSink& sink,
                                  const DamageSink& damages) {
    auto list = jumplist::read_custom(input.bytes, damages);
    if (!list) return std::move(list.error());
    for (const jumplist::LinkBytes& link : list->links) {
        sink.begin_record("custom_link");
        sink.text("category", link.name);
        write_link(link, sink, damages);
        if (!sink.end_record()) return {};
    }
    return {};
}

}  // namespace xiezhi::cli
