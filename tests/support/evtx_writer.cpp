#include "tests/support/evtx_writer.h"

#include <algorithm>

#include "xiezhi/base/cursor.h"

namespace xiezhi::testing {
namespace {

constexpr const char* kEventNamespace = "http://schemas.microsoft.com/win/2004/08/events/event";
constexpr std::size_t kRecordOverhead = 8;  // size copy and the most of the padding

/// Indices of the outer template's values.
enum Slot : std::uint8_t {
    Level,
    Opcode,
    Task,
    EventId,
    Qualifiers,
    Keywords,
    Time,
    ActivityId,
    ProcessId,
    ThreadId,
    RecordId,
    Version,
    UserId,
    RelatedActivityId,
    ProviderName,
    ProviderGuid,
    Channel,
    Computer,
    SourceName,
    Body,
    Count,
};

XmlPart part(Slot slot, ValueType type) {
    return XmlPart::of_value(slot, type, true);
}

XmlElement element(std::string name, XmlPart content) {
    XmlElement made;
    made.name = std::move(name);
    made.content.push_back(std::move(content));
    return made;
}

/// A System child that goes when its value is NULL.
XmlElement dependent(std::string name, Slot slot, ValueType type) {
    XmlElement made = element(std::move(name), part(slot, type));
    made.dependency = slot;
    return made;
}

XmlElement system_tree(const EvtxEvent& event, const std::string& channel) {
    using enum ValueType;
    const bool classic = event.qualifiers.has_value();
    const auto named = [&](Slot slot, const std::string& text) {
        return event.constant_names ? XmlPart::of_text(text) : part(slot, String);
    };
    XmlElement system;
    system.name = "System";
    const auto child = [&](XmlElement made) {
        system.content.push_back(XmlPart::of_element(std::move(made)));
    };
    XmlElement provider;
    provider.name = "Provider";
    provider.attribute("Name", named(ProviderName, event.provider));
    provider.attribute("Guid", part(ProviderGuid, Guid));
    provider.attribute("EventSourceName", part(SourceName, String));
    child(std::move(provider));
    XmlElement id = dependent("EventID", EventId, UInt16);
    id.attribute("Qualifiers", part(Qualifiers, UInt16));
    child(std::move(id));
    if (!classic) child(dependent("Version", Version, UInt8));
    child(dependent("Level", Level, UInt8));
    child(dependent("Task", Task, UInt16));
    if (!classic) child(dependent("Opcode", Opcode, UInt8));
    child(dependent("Keywords", Keywords, HexInt64));
    XmlElement created;
    created.name = "TimeCreated";
    created.attribute("SystemTime", part(Time, FileTime));
    child(std::move(created));
    child(dependent("EventRecordID", RecordId, UInt64));
    if (!classic) {
        XmlElement correlation;
        correlation.name = "Correlation";
        correlation.attribute("ActivityID", part(ActivityId, Guid));
        correlation.attribute("RelatedActivityID", part(RelatedActivityId, Guid));
        child(std::move(correlation));
        XmlElement execution;
        execution.name = "Execution";
        execution.attribute("ProcessID", part(ProcessId, UInt32));
        execution.attribute("ThreadID", part(ThreadId, UInt32));
        child(std::move(execution));
    }
    child(element("Channel", named(Channel, channel)));
    child(element("Computer", named(Computer, event.computer)));
    XmlElement security;
    security.name = "Security";
    security.attribute("UserID", part(UserId, Sid));
    child(std::move(security));
    return system;
}

XmlTemplate outer_template(const EvtxEvent& event, const std::string& channel) {
    XmlTemplate outer;
    outer.key = event.qualifiers ? "outer classic" : "outer";
    if (event.constant_names) {
        outer.key += '\n' + event.provider + '\n' + channel + '\n' + event.computer;
    }
    outer.root.name = "Event";
    outer.root.attribute("xmlns", XmlPart::of_text(kEventNamespace));
    outer.root.with(XmlPart::of_element(system_tree(event, channel)));
    outer.root.with(part(Body, ValueType::BinXml));
    return outer;
}

std::vector<EvtxValue> outer_values(const EvtxEvent& event, const std::string& channel,
                                    std::uint64_t id) {
    const auto byte = [](std::uint8_t value) { return evtx::integer(ValueType::UInt8, value); };
    std::vector<EvtxValue> values(Count);
    values[Level] = byte(event.level);
    values[Task] = evtx::u16(event.task);
    values[EventId] = evtx::u16(static_cast<std::uint16_t>(event.event_id));
    values[Keywords] = evtx::hex64(event.keywords);
    values[Time] = EvtxValue(event.time);
    values[RecordId] = evtx::u64(id);
    if (event.qualifiers) {
        values[Qualifiers] = evtx::u16(*event.qualifiers);
    } else {
        values[Opcode] = byte(event.opcode);
        values[Version] = byte(event.version);
        values[ProcessId] = EvtxValue(event.process_id);
        values[ThreadId] = EvtxValue(event.thread_id);
    }
    if (!event.user.empty()) values[UserId] = evtx::sid(event.user);
    if (!event.provider_guid.empty()) values[ProviderGuid] = evtx::guid(event.provider_guid);
    if (!event.constant_names) {
        values[ProviderName] = evtx::text(event.provider);
        values[Channel] = evtx::text(channel);
        values[Computer] = evtx::text(event.computer);
    }
    return values;
}

/// The body's tree: Data elements below EventData, or own elements below UserData; `leaf` makes the
/// content of field i.
template <class Leaf>
XmlElement body_tree(const EvtxEvent& event, const Leaf& leaf) {
    if (event.body) return *event.body;
    const bool user_data = !event.user_data.empty();
    XmlElement holder;
    holder.name = user_data ? event.user_data : "EventData";
    if (!event.user_data_namespace.empty()) {
        holder.attribute("xmlns", XmlPart::of_text(event.user_data_namespace));
    }
    for (std::size_t i = 0; i < event.fields.size(); ++i) {
        const EvtxField& field = event.fields[i];
        XmlElement made = element(user_data ? field.name : "Data", leaf(i));
        if (made.content.front().kind == XmlPart::Kind::Text && made.content.front().text.empty()) {
            made.content.clear();
        }
        if (!user_data && !field.name.empty()) {
            made.attribute("Name", XmlPart::of_text(field.name));
        }
        if (field.dependent) made.dependency = static_cast<std::uint16_t>(i);
        holder.with(XmlPart::of_element(std::move(made)));
    }
    if (!user_data) return holder;
    XmlElement root;
    root.name = "UserData";
    root.with(XmlPart::of_element(std::move(holder)));
    return root;
}

XmlTemplate body_template(const EvtxEvent& event) {
    XmlTemplate inner;
    inner.key = event.provider + '\n' + std::to_string(event.event_id) + '\n' +
                std::to_string(event.version) + '\n' + event.user_data + '\n' +
                event.user_data_namespace;
    for (const EvtxField& field : event.fields) {
        const unsigned type =
            static_cast<unsigned>(field.value.type) | (field.value.array ? 128 : 0);
        inner.key += '\n' + field.name + ' ' + std::to_string(type) + ' ' +
                     std::to_string(field.optional) + std::to_string(field.dependent);
    }
    if (event.body) {  // a tree of the caller's own is known by what it looks like in bytes
        EvtxChunk scratch;
        scratch.element(*event.body, true);
        inner.key += as_text(scratch.bytes());
    }
    inner.root = body_tree(event, [&](std::size_t i) {
        const EvtxField& field = event.fields[i];
        XmlPart made = XmlPart::of_value(static_cast<std::uint16_t>(i), field.value.type,
                                         field.optional || field.value.type == ValueType::Null);
        if (field.value.array) made.type |= 0x80U;
        return made;
    });
    return inner;
}

std::string rendered(const EvtxValue& value) {
    std::string text;
    append_text(text, Value{value.type, value.bytes});
    return text;
}

XmlElement literal_body(const EvtxEvent& event) {
    return body_tree(
        event, [&](std::size_t i) { return XmlPart::of_text(rendered(event.fields[i].value)); });
}

/// The tree with every substitution replaced by its text; what is NULL goes.
XmlElement filled(const XmlElement& tree, const std::vector<EvtxValue>& values) {
    const auto is_value = [](const XmlPart& piece) {
        return piece.kind == XmlPart::Kind::Substitution ||
               piece.kind == XmlPart::Kind::OptionalSubstitution;
    };
    const auto fill = [&](const std::vector<XmlPart>& pieces) {
        std::vector<XmlPart> made;
        for (const XmlPart& piece : pieces) {
            if (piece.kind == XmlPart::Kind::Element) {
                const XmlElement& child = piece.element.front();
                const bool gone = child.dependency != kNoDependency &&
                                  values.at(child.dependency).type == ValueType::Null;
                if (!gone) made.push_back(XmlPart::of_element(filled(child, values)));
            } else if (!is_value(piece)) {
                made.push_back(piece);
            } else if (const std::string text = rendered(values.at(piece.index)); !text.empty()) {
                made.push_back(XmlPart::of_text(text));
            }
        }
        return made;
    };
    XmlElement made;
    made.name = tree.name;
    for (const XmlAttribute& attribute : tree.attributes) {
        std::vector<XmlPart> value = fill(attribute.value);
        if (!value.empty()) made.attributes.push_back({attribute.name, std::move(value)});
    }
    made.content = fill(tree.content);
    return made;
}

void put_values(EvtxChunk& chunk, const std::vector<EvtxValue>& values) {
    chunk.put(values.size(), 4);
    for (const EvtxValue& value : values) chunk.descriptor(value);
    for (const EvtxValue& value : values) chunk.put(Bytes(value.bytes));
}

void put_body(EvtxChunk& chunk, const EvtxEvent& event) {
    chunk.fragment_header();
    if (event.style == EvtxStyle::BareElements) {
        chunk.element(literal_body(event), false);
    } else {
        chunk.template_instance(body_template(event));
        std::vector<EvtxValue> values;
        values.reserve(event.fields.size());
        for (const EvtxField& field : event.fields) values.push_back(field.value);
        put_values(chunk, values);
    }
    chunk.put(0x00, 1);
}

}  // namespace

EvtxLog::EvtxLog(std::string channel, EvtxLogOptions options)
    : channel_(std::move(channel)),
      options_(options),
      next_id_(options.first_record_id),
      chunk_first_id_(options.first_record_id) {}

void EvtxLog::write(EvtxChunk& chunk, const EvtxEvent& event) const {
    const std::string& channel = event.channel.empty() ? channel_ : event.channel;
    const std::uint64_t id = event.record_id == 0 ? next_id_ : event.record_id;
    const FileTime written = event.written.ticks == 0 ? event.time : event.written;
    const std::size_t record = chunk.begin_record(next_id_, written);
    const XmlTemplate outer = outer_template(event, channel);
    std::vector<EvtxValue> values = outer_values(event, channel, id);
    chunk.fragment_header();
    if (event.style == EvtxStyle::Literal) {
        XmlElement tree = filled(outer.root, values);
        tree.with(XmlPart::of_element(literal_body(event)));
        chunk.element(tree, false);
    } else {
        chunk.template_instance(outer);
        values[Body].type = ValueType::BinXml;
        put_values(chunk, values);
        // The body comes last, so its size field is four bytes before the values begin.
        std::size_t size_before = 0;
        for (const EvtxValue& value : values) size_before += value.bytes.size();
        const std::size_t body = chunk.position();
        put_body(chunk, event);
        chunk.put_at(body - size_before - 4, chunk.position() - body, 2);
    }
    chunk.put(0x00, 1);
    chunk.end_record(record);
}

bool EvtxLog::add(const EvtxEvent& event) {
    const bool enough =
        options_.records_per_chunk != 0 && chunk_.records() >= options_.records_per_chunk;
    if (!enough && chunk_.position() + kRecordOverhead < kChunkBytes) {
        EvtxChunk draft = chunk_;
        write(draft, event);
        if (draft.position() <= kChunkBytes) {
            chunk_ = std::move(draft);
            ++next_id_;
            return true;
        }
    }
    EvtxChunk fresh;
    write(fresh, event);
    if (fresh.position() > kChunkBytes) return false;
    end_chunk();
    chunk_ = std::move(fresh);
    ++next_id_;
    return true;
}

void EvtxLog::end_chunk() {
    if (chunk_.records() == 0) return;
    const std::vector<std::byte> chunk = chunk_.finished(chunk_first_id_);
    finished_.insert(finished_.end(), chunk.begin(), chunk.end());
    chunk_ = EvtxChunk();
    chunk_first_id_ = next_id_;
}

std::vector<std::byte> EvtxLog::bytes() const {
    EvtxLog whole = *this;
    whole.end_chunk();
    const std::size_t chunks = whole.finished_.size() / kChunkBytes;
    std::vector<std::byte> log(kFileHeaderBytes);
    std::ranges::copy(as_bytes(std::string_view("ElfFile\0", 8)), log.begin());
    put_le(log, 16, options_.dirty || chunks == 0 ? 0 : chunks - 1, 8);
    put_le(log, 24, options_.dirty ? options_.first_record_id : next_id_, 8);
    put_le(log, 32, 128, 4);
    put_le(log, 36, options_.minor_version, 2);
    put_le(log, 38, 3, 2);
    put_le(log, 40, kFileHeaderBytes, 2);
    put_le(log, 42, options_.dirty ? 1 : chunks, 2);
    const unsigned flags =
        (options_.dirty ? 1U : 0U) | (options_.full ? 2U : 0U) | (options_.checksums ? 0U : 4U);
    put_le(log, 120, flags, 4);
    log.insert(log.end(), whole.finished_.begin(), whole.finished_.end());
    log.resize(log.size() + options_.spare_chunks * kChunkBytes);
    sign_log(log);
    if (options_.checksums) return log;
    put_le(log, 124, 0, 4);
    for (std::size_t i = 0; i < chunks; ++i) {
        const std::size_t chunk = kFileHeaderBytes + i * kChunkBytes;
        put_le(log, chunk + 52, 0, 4);
        put_le(log, chunk + 120, 5, 4);
        put_le(log, chunk + 124, 0, 4);
    }
    return log;
}

void sign_log(std::vector<std::byte>& log) {
    if (log.size() < kFileHeaderBytes) return;
    put_le(log, 124, crc32(Bytes(log).subspan(0, 120)), 4);
    for (std::size_t at = kFileHeaderBytes; at + kChunkBytes <= log.size(); at += kChunkBytes) {
        const bool is_chunk = as_text(Bytes(log).subspan(at, 7)) == "ElfChnk";
        if (is_chunk) sign_chunk(log, at);
    }
}

}  // namespace xiezhi::testing
