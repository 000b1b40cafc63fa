#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/time.h"
#include "xiezhi/base/value.h"
#include "xiezhi/model/shape.h"

namespace xiezhi {

/// The header facts of a log record. Texts are UTF-8, valid as long as the event (EVTX readers
/// intern channel, provider and computer, so that equal text is usually the same pointer).
struct EventHead {
    std::string_view channel;
    std::string_view provider;
    std::string_view computer;
    std::uint32_t event_id = 0;
    std::uint64_t record_id = 0;  // System/EventRecordID
    FileTime time;                // System/TimeCreated
    std::uint8_t level = 0;
};

/// How a record was come by.
enum class RecordState : std::uint8_t {
    Live,     // in the log's used area
    Damaged,  // in the used area, rendered as far as it goes
    Slack,    // behind the free-space offset, or in a slot without a chunk signature (carving only)
    Carved,   // found without its chunk
};

/// Where a record can be opened with another tool. Offsets are bytes from the start of the log.
struct RecordPlace {
    std::uint64_t chunk_offset = 0;
    std::uint64_t offset = 0;
    RecordState state = RecordState::Live;
};

/// A view over one log record, whatever it was read from. Valid until its reader moves on.
class Event {
public:
    Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    Event(Event&&) = delete;
    Event& operator=(Event&&) = delete;
    virtual ~Event() = default;

    [[nodiscard]] const EventHead& head() const noexcept { return head_; }
    [[nodiscard]] const RecordPlace& place() const noexcept { return place_; }
    [[nodiscard]] const Shape& shape() const noexcept { return *shape_; }

    /// Appends the values of field `index` of shape(): none when the record does not have it (an
    /// optional substitution that is NULL in System), one of type Null when the element is there
    /// but empty, several for repeated elements and arrays (one Value an item, array bit gone).
    /// Values point into the record or into scratch memory of the event.
    virtual void values(std::size_t index, std::vector<Value>& out) const = 0;

    /// Appends the values of all fields, in order: cheaper than asking for one after the other.
    virtual void all_values(std::vector<Value>& out) const;

    /// For those who look for a text anywhere and seldom find it: appends the UTF-16LE of all
    /// values of type String (perhaps more than the fields have, an array as one), but for
    /// fixed_strings(). False when the record may have other text as well: ask all_values().
    [[nodiscard]] virtual bool record_strings(std::vector<Bytes>& /*out*/) const { return false; }
    /// UTF-16LE of values that all records of shape().id have alike.
    [[nodiscard]] virtual std::span<const Bytes> fixed_strings() const { return {}; }

protected:
    EventHead head_;
    RecordPlace place_;
    const Shape* shape_ = nullptr;
};

/// An owned copy: fields in document order, each value rendered as `append_text` does.
struct KeptField {
    std::string name;
    FieldOrigin origin = FieldOrigin::EventData;
    std::vector<std::string> values;
};
struct KeptEvent {
    std::string channel;
    std::string provider;
    std::string computer;
    std::uint32_t event_id = 0;
    std::uint64_t record_id = 0;
    FileTime time;
    std::uint8_t level = 0;
    RecordPlace place;
    std::vector<KeptField> fields;
    bool ecs = false;  // Shape::ecs

    /// First value of the named field, or empty.
    [[nodiscard]] std::string_view field(std::string_view name) const;
};
[[nodiscard]] KeptEvent keep(const Event& event);

/// A kept event, or one made of nothing but fields, seen as an Event again: joined script blocks,
/// test events, JSON records. `event` must outlive it.
class KeptEventView final : public Event {
public:
    explicit KeptEventView(const KeptEvent& event);
    void values(std::size_t index, std::vector<Value>& out) const override;

private:
    const KeptEvent& event_;
    Shape own_shape_;
};

}  // namespace xiezhi
