#include "xiezhi/formats/defender/detection.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/digits.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"

namespace xiezhi::defender {
namespace {

enum class ItemType : std::uint32_t { Time = 0x0a, Text = 0x15, Guid = 0x1e, Binary = 0x28 };
enum class TrackingType : std::uint32_t { Number = 3, Long = 4, Flag = 5, Text = 6, Binary = 7 };

constexpr std::size_t kAlignment = 8;
constexpr std::string_view kVersionPrefix = "Magic.Version:";  // begins each set
constexpr std::uint32_t kExtraHead = 0x14;                     // of some binaries: 1, 0x14 …
constexpr std::size_t kTrackingMax = 1024;
constexpr std::string_view kStartTime = "ThreatTrackingStartTime";

struct Item {
    ItemType type{};
    Bytes data;
};

Item read_item(Cursor& in) {
    const auto size = in.read<std::uint32_t>();
    const auto type = ItemType{in.read<std::uint32_t>()};
    const Bytes data = in.take(size);
    const std::size_t rest = in.position() % kAlignment;
    if (rest != 0) in.take(std::min(kAlignment - rest, in.remaining()));
    return {type, data};
}

std::string text_of(Bytes utf16) {
    std::string text;
    append_utf8(text, until_nul(utf16));
    return text;
}

std::string sized_text(Cursor& in) {
    return text_of(in.take(in.read<std::uint32_t>()));
}

std::string hex(Bytes bytes) {
    std::string text;
    for (const std::byte byte : bytes) {
        text += digits::kLowerHex.pair(std::to_integer<std::uint8_t>(byte));
    }
    return text;
}

/// Nothing: an unknown type, whose size nobody knows.
std::optional<std::string> tracking_text(Cursor& in) {
    switch (TrackingType{in.read<std::uint32_t>()}) {
        case TrackingType::Number:
            return std::to_string(in.read<std::uint32_t>());
        case TrackingType::Long:
            return std::to_string(in.read<std::uint64_t>());
        case TrackingType::Flag:
            return std::string(in.read<std::uint8_t>() == 0 ? "false" : "true");
        case TrackingType::Text:
            return sized_text(in);
        case TrackingType::Binary:
            return hex(in.take(in.read<std::uint32_t>()));
    }
    return std::nullopt;
}

/// False when it ends early or has an unknown type.
bool read_tracking(Bytes data, std::vector<Tracking>& tracking) {
    Cursor in(data);
    if (load_le<std::uint32_t>(data, 0) == 1 && load_le<std::uint32_t>(data, 4) == kExtraHead) {
        in.take(kExtraHead);
    }
    if (in.remaining() == 0) return true;
    in.read<std::uint32_t>();  // size of the rest
    while (in.ok() && in.remaining() > 0 && tracking.size() < kTrackingMax) {
        std::string name = sized_text(in);
        auto text = tracking_text(in);
        if (!text || !in.ok()) return false;
        tracking.push_back({std::move(name), std::move(*text)});
    }
    return in.ok();
}

/// Sorts the items of a file into a detection, in their order.
class Builder {
public:
    explicit Builder(Detection& detection) : detection_(detection) {}

    /// False: the item is damaged.
    bool add(const Item& item) {
        switch (item.type) {
            case ItemType::Text:
                add_text(text_of(item.data));
                return true;
            case ItemType::Time:
                return item.data.size() == 8 && add_time({load_le<std::uint64_t>(item.data, 0)});
            case ItemType::Binary:
                in_set_ = false;
                return add_tracking(item.data);
            case ItemType::Guid:
                break;
        }
        return true;  // numbers whose meaning is not known
    }

private:
    void add_text(std::string text) {
        detection_.texts.push_back(text);
        if (text.starts_with(kVersionPrefix)) {
            ++set_;
            in_set_ = true;
            texts_in_set_ = 0;
            return;
        }
        ++texts_in_set_;
        if (in_set_ && set_ == 1) {
            if (texts_in_set_ == 1) detection_.threat_name = std::move(text);
        } else if (in_set_) {
            add_resource_text(std::move(text));
        } else {
            add_last_text(std::move(text));
        }
    }
    void add_resource_text(std::string text) {
        if (texts_in_set_ == 1) {
            detection_.resources.push_back({std::move(text), {}, {}});
        } else if (texts_in_set_ == 2) {
            detection_.resources.back().location = std::move(text);
        }
    }
    /// Behind the last resource: user, process, one more user.
    void add_last_text(std::string text) {
        ++last_texts_;
        if (last_texts_ == 1) detection_.user = std::move(text);
        if (last_texts_ == 2) detection_.process = std::move(text);
        if (last_texts_ == 3) detection_.other_user = std::move(text);
    }
    bool add_time(FileTime time) {
        detection_.times.push_back(time);
        return true;
    }
    bool add_tracking(Bytes data) {
        if (detection_.resources.empty()) return true;
        std::vector<Tracking>& tracking = detection_.resources.back().tracking;
        const bool whole = read_tracking(data, tracking);
        for (const Tracking& one : tracking) {
            if (one.name != kStartTime) continue;
            FileTime time;
            std::from_chars(one.text.data(), std::to_address(one.text.end()), time.ticks);
            detection_.recorded = time;
        }
        return whole;
    }

    Detection& detection_;
    std::size_t set_ = 0;
    std::size_t texts_in_set_ = 0;
    std::size_t last_texts_ = 0;
    bool in_set_ = false;
};

}  // namespace

Result<Detection> parse_detection(Bytes bytes, const DamageSink& damages) {
    Cursor in(bytes);
    const Item threat_id = read_item(in);
    const Item id = read_item(in);
    if (!in.ok() || threat_id.data.size() != 8 || id.type != ItemType::Guid ||
        id.data.size() != 16) {
        return Error{Errc::Damaged, msg::defender_no_detection(), {}};
    }
    Detection detection;
    detection.threat_id = load_le<std::uint64_t>(threat_id.data, 0);
    append_text(detection.id, Value{ValueType::Guid, id.data});
    Builder builder(detection);
    while (in.remaining() > 0) {
        const std::uint64_t offset = in.offset();
        const Item item = read_item(in);
        if (in.ok() && builder.add(item)) continue;
        damages({offset, msg::defender_detection_cut()});
        if (!in.ok()) break;
    }
    return detection;
}

Result<Detection> read_detection(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kDetectionSizeMax);
    if (!bytes) return std::move(bytes.error());
    return parse_detection(*bytes, damages);
}

void dump(const Detection& detection, RecordSink& sink) {
    sink.begin_record("detection");
    sink.text("id", detection.id);
    sink.number("threat_id", detection.threat_id);
    sink.text("threat_name", detection.threat_name);
    if (detection.recorded) sink.time("recorded", *detection.recorded);
    sink.text("user", detection.user);
    sink.text("process", detection.process);
    sink.text("other_user", detection.other_user);
    sink.begin_list("times");
    for (const FileTime time : detection.times) {
        if (time.ticks != 0) sink.time({}, time);
    }
    sink.end_list();
    sink.begin_list("resources");
    for (const Resource& resource : detection.resources) {
        sink.begin_object({});
        sink.text("type", resource.type);
        sink.text("location", resource.location);
        sink.begin_object("tracking");
        for (const Tracking& one : resource.tracking) sink.text(one.name, one.text);
        sink.end_object();
        sink.end_object();
    }
    sink.end_list();
    (void)sink.end_record();
}

}  // namespace xiezhi::defender
