#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/task/cache.h"

namespace xiezhi::task {
namespace {

constexpr std::uint8_t kVersionWithIds = 0x16;   // ids of principal and triggers
constexpr std::uint8_t kVersionWithName = 0x17;  // display name
constexpr std::size_t kBlock = 8;                // most things fill whole blocks

/// Reads the value; things are padded to eight bytes.
class Reader {
public:
    explicit Reader(Bytes data) noexcept : in_(data) {}

    [[nodiscard]] Cursor& cursor() noexcept { return in_; }

    std::uint8_t byte() noexcept {
        const auto value = in_.read<std::uint8_t>();
        in_.take(kBlock - 1);
        return value;
    }
    std::uint32_t number() noexcept {
        const auto value = in_.read<std::uint32_t>();
        in_.take(kBlock - 4);
        return value;
    }
    CachedTime time() noexcept {
        const bool local = byte() != 0;
        return {local, {in_.read<std::uint64_t>()}};
    }
    Bytes padded(std::size_t size) noexcept {
        const Bytes bytes = in_.take(size);
        in_.take((kBlock - size % kBlock) % kBlock);
        return bytes;
    }
    /// Size in bytes, padded; text, padded.
    std::string text() {
        const auto size = number();
        return utf8(padded(size));
    }
    /// Count of units without the NUL that follows them.
    std::string counted_text() {
        const std::size_t units = number();
        return units == 0 ? std::string() : utf8(padded(units * 2 + 2));
    }
    /// Size without padding, text, both padded together.
    std::string id() {
        const auto size = in_.read<std::uint32_t>();
        std::string text = utf8(in_.take(size));
        in_.take((kBlock - (std::size_t{size} + 4) % kBlock) % kBlock);
        return text;
    }
    /// A SID, or a name where there is none.
    std::string user() {
        if (byte() != 0) return {};
        std::string sid;
        if (byte() == 0) {
            number();  // SID_NAME_USE
            const auto size = number();
            append_text(sid, Value{ValueType::Sid, padded(size)});
        }
        std::string name = text();
        return sid.empty() ? name : sid;
    }

private:
    static std::string utf8(Bytes utf16) {
        std::string text;
        append_utf8(text, until_nul(utf16));
        return text;
    }

    Cursor in_;
};

/// What all kinds but Time begin with.
void read_common(Reader& reader, std::uint8_t version, CachedTrigger& trigger) {
    Cursor& in = reader.cursor();
    trigger.start = reader.time();
    trigger.end = reader.time();
    trigger.delay_seconds = in.read<std::uint32_t>();
    in.read<std::uint32_t>();  // time limit
    trigger.repetition_interval_seconds = in.read<std::uint32_t>();
    trigger.repetition_duration_seconds = in.read<std::uint32_t>();
    in.take(8);  // a second duration; stop at the end of the duration
    trigger.enabled = reader.byte() != 0;
    in.take(8);  // unknown
    if (version >= kVersionWithIds) trigger.id = reader.id();
}

void read_time(Reader& reader, std::uint8_t version, CachedTrigger& trigger) {
    Cursor& in = reader.cursor();
    trigger.start = reader.time();
    trigger.end = reader.time();
    reader.time();  // unknown
    trigger.repetition_interval_seconds = in.read<std::uint32_t>();
    trigger.repetition_duration_seconds = in.read<std::uint32_t>();
    in.read<std::uint32_t>();  // time limit
    trigger.mode = in.read<std::uint32_t>();
    trigger.mode_data_0 = in.read<std::uint16_t>();
    trigger.mode_data_1 = in.read<std::uint16_t>();
    trigger.mode_data_2 = in.read<std::uint16_t>();
    in.read<std::uint16_t>();
    in.read<std::uint8_t>();  // stop at the end of the duration
    trigger.enabled = in.read<std::uint8_t>() != 0;
    in.take(6);  // unknown
    trigger.delay_seconds = in.read<std::uint32_t>();
    in.take(4);
    if (version >= kVersionWithIds) trigger.id = reader.id();
}

void read_event(Reader& reader, CachedTrigger& trigger) {
    trigger.subscription = reader.counted_text();
    reader.cursor().take(8);  // unknown
    reader.counted_text();    // unknown
    for (auto left = reader.number(); left > 0 && reader.cursor().ok(); --left) {
        reader.counted_text();  // name and query of a value
        reader.counted_text();
    }
}

/// False: an unknown kind.
bool read_trigger(Reader& reader, std::uint8_t version, CachedTrigger& trigger) {
    const std::uint32_t magic = reader.number();
    if (magic > 0xffff) return false;
    trigger.kind = CachedTriggerKind{static_cast<std::uint16_t>(magic)};
    Cursor& in = reader.cursor();
    switch (trigger.kind) {
        case CachedTriggerKind::Time:
            read_time(reader, version, trigger);
            return true;
        case CachedTriggerKind::WnfStateChange:
            read_common(reader, version, trigger);
            append_text(trigger.state_name, Value{ValueType::Binary, in.take(8)});
            in.take(reader.number());
            return true;
        case CachedTriggerKind::SessionStateChange:
            read_common(reader, version, trigger);
            trigger.state_change = reader.number();
            trigger.user = reader.user();
            return true;
        case CachedTriggerKind::Logon:
            read_common(reader, version, trigger);
            trigger.user = reader.user();
            return true;
        case CachedTriggerKind::Event:
            read_common(reader, version, trigger);
            read_event(reader, trigger);
            return true;
        case CachedTriggerKind::Registration:
        case CachedTriggerKind::Idle:
        case CachedTriggerKind::Boot:
            read_common(reader, version, trigger);
            return true;
    }
    return false;
}

}  // namespace

CachedTriggers parse_cached_triggers(Bytes data, const DamageSink& damages) {
    CachedTriggers cached;
    Reader reader(data);
    Cursor& in = reader.cursor();
    cached.version = reader.byte();
    cached.first_start = reader.time();
    cached.last_end = reader.time();
    cached.flags = reader.number();
    reader.number();  // CRC-32 of the XML
    if (cached.version >= kVersionWithIds) cached.principal_id = reader.text();
    if (cached.version >= kVersionWithName) cached.display_name = reader.text();
    cached.user = reader.user();
    in.take(reader.number());  // settings that the XML has too
    while (in.ok() && in.remaining() >= kBlock) {
        const std::uint64_t offset = in.offset();
        CachedTrigger trigger;
        if (!read_trigger(reader, cached.version, trigger) || !in.ok()) {
            damages({offset, msg::task_cache_cut()});
            return cached;
        }
        cached.triggers.push_back(std::move(trigger));
    }
    if (!in.ok()) damages({in.offset(), msg::task_cache_cut()});
    return cached;
}

}  // namespace xiezhi::task
