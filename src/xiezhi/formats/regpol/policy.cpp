#include "xiezhi/formats/regpol/policy.h"

#include <algorithm>
#include <optional>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::regpol {
namespace {

constexpr std::uint32_t kSignature = 0x67655250;  // PReg
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kHeaderSize = 8;
constexpr std::size_t kNameUnitsMax = 32'768;

enum class RegType : std::uint32_t {
    Text = 1,
    Expandable = 2,
    Dword = 4,
    Link = 6,
    TextList = 7,
    Qword = 11,
};

bool next_is(Cursor& in, char16_t mark) {
    return in.read<std::uint16_t>() == mark;
}

/// UTF-16 up to its NUL.
std::optional<std::string> read_name(Cursor& in, Bytes bytes) {
    const std::size_t begin = in.position();
    for (std::size_t units = 0; units < kNameUnitsMax; ++units) {
        if (in.read<std::uint16_t>() != 0) continue;
        if (!in.ok()) return std::nullopt;
        std::string name;
        append_utf8(name, bytes.subspan(begin, units * 2));
        return name;
    }
    return std::nullopt;
}

std::optional<Entry> read_entry(Cursor& in, Bytes bytes) {
    Entry entry;
    entry.offset = in.offset();
    if (!next_is(in, u'[')) return std::nullopt;
    auto key = read_name(in, bytes);
    if (!key || !next_is(in, u';')) return std::nullopt;
    auto value = read_name(in, bytes);
    if (!value || !next_is(in, u';')) return std::nullopt;
    entry.type = in.read<std::uint32_t>();
    if (!next_is(in, u';')) return std::nullopt;
    const auto size = in.read<std::uint32_t>();
    if (!next_is(in, u';')) return std::nullopt;
    const Bytes data = in.take(size);
    if (!next_is(in, u']') || !in.ok()) return std::nullopt;
    entry.key = std::move(*key);
    entry.value = std::move(*value);
    entry.data.assign(data.begin(), data.end());
    return entry;
}

/// The next opening bracket behind `position`, or the end.
std::size_t next_bracket(Bytes bytes, std::size_t position) {
    for (position += 2; position + 2 <= bytes.size(); position += 2) {
        if (load_le<std::uint16_t>(bytes, position) == u'[') return position;
    }
    return bytes.size();
}

void write_texts(Bytes data, RecordSink& sink) {
    sink.begin_list("data");
    while (!data.empty()) {
        const Bytes one = until_nul(data);
        if (one.empty()) break;
        std::string text;
        append_utf8(text, one);
        sink.text({}, text);
        data = data.subspan(std::min(data.size(), one.size() + 2));
    }
    sink.end_list();
}

void write_data(const Entry& entry, RecordSink& sink) {
    const Bytes data = entry.data;
    switch (RegType{entry.type}) {
        case RegType::Text:
        case RegType::Expandable:
        case RegType::Link: {
            std::string text;
            append_utf8(text, until_nul(data));
            sink.text("data", text);
            return;
        }
        case RegType::TextList:
            write_texts(data, sink);
            return;
        case RegType::Dword:
            if (data.size() != 4) break;
            sink.number("data", load_le<std::uint32_t>(data, 0));
            return;
        case RegType::Qword:
            if (data.size() != 8) break;
            sink.number("data", load_le<std::uint64_t>(data, 0));
            return;
    }
    sink.binary("data", data);
}

}  // namespace

Result<void> parse_policy(Bytes bytes, const std::function<bool(const Entry&)>& sink,
                          const DamageSink& damages) {
    if (bytes.size() < kHeaderSize || load_le<std::uint32_t>(bytes, 0) != kSignature ||
        load_le<std::uint32_t>(bytes, 4) != kVersion) {
        return Error{Errc::Damaged, msg::regpol_no_policy(), {}};
    }
    bool told = false;  // once for what is damaged in a row
    for (std::size_t position = kHeaderSize; position < bytes.size();) {
        Cursor in(bytes);
        in.seek(position);
        const auto entry = read_entry(in, bytes);
        if (!entry) {
            if (!told) damages({position, msg::regpol_entry_damaged()});
            told = true;
            position = next_bracket(bytes, position);
            continue;
        }
        told = false;
        position = in.position();
        if (!sink(*entry)) return {};
    }
    return {};
}

Result<void> read_policy(const ByteSource& source, const std::function<bool(const Entry&)>& sink,
                         const DamageSink& damages) {
    auto bytes = read_all(source, kPolicySizeMax);
    if (!bytes) return std::move(bytes.error());
    return parse_policy(*bytes, sink, damages);
}

Result<void> dump(const ByteSource& source, RecordSink& sink, const DamageSink& damages) {
    return read_policy(
        source,
        [&](const Entry& entry) {
            sink.begin_record("value");
            sink.text("key", entry.key);
            sink.text("value", entry.value);
            sink.number("type", entry.type);
            write_data(entry, sink);
            sink.number("offset", entry.offset);
            return sink.end_record();
        },
        damages);
}

}  // namespace xiezhi::regpol
