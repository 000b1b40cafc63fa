#include "tests/support/wmi_writer.h"

#include <algorithm>

#include "xiezhi/formats/wmi/repository.h"

namespace xiezhi::testing {
namespace {

constexpr std::size_t kPage = 0x2000;

/// Texts of a record; gives the offset of each.
class HeapWriter {
public:
    std::uint32_t text(const std::string& text) {
        const auto offset = static_cast<std::uint32_t>(bytes.size());
        if (is_ascii(text)) {
            bytes.u8(0).ascii(text).u8(0);
        } else {
            bytes.u8(1).utf16(text).u16(0);
        }
        return offset;
    }
    void finish(ByteWriter& out) const {
        out.u32(static_cast<std::uint32_t>(bytes.size()) | 0x80000000U).raw(bytes.bytes());
    }

    ByteWriter bytes;
};

std::size_t states_size(std::size_t count) {
    return (2 * count + 7) / 8;
}

void set_state(std::vector<std::uint8_t>& states, std::size_t index, unsigned bits) {
    const std::size_t shift = 2 * (index % 4);
    states[index / 4] =
        static_cast<std::uint8_t>((states[index / 4] & ~(3U << shift)) | (bits << shift));
}

std::vector<std::byte> class_record(const WmiClass& definition) {
    HeapWriter heap;
    const std::uint32_t name = heap.text(definition.name);
    std::vector<std::uint8_t> states(states_size(definition.count), 0xff);  // null, inherited
    ByteWriter table;
    table.zeros(definition.table_size);
    ByteWriter references;
    for (const WmiProperty& property : definition.own) {
        references.u32(heap.text(property.name));
        if (property.preset) table.overwrite(property.offset, heap.text(*property.preset));
        set_state(states, property.index, property.preset ? 0 : 1);
        references.u32(static_cast<std::uint32_t>(heap.bytes.size()));
        heap.bytes.u32(property.type).u16(property.index).u32(property.offset).u32(0);
        if (property.key) {
            heap.bytes.u32(4 + 11).u32(0x80000001).u8(0).u32(0x0b).u16(0xffff);
        } else {
            heap.bytes.u32(4);
        }
    }
    ByteWriter out;
    out.u32(static_cast<std::uint32_t>(definition.superclass.size())).utf16(definition.superclass);
    out.u64(kWmiWritten).u32(0).u8(0).u32(name);
    out.u32(static_cast<std::uint32_t>(states.size() + table.size()));
    out.u32(4).u32(4).u32(static_cast<std::uint32_t>(definition.own.size()));
    out.raw(references.bytes()).raw(std::as_bytes(std::span(states))).raw(table.bytes());
    heap.finish(out);
    return out.u32(4).bytes();
}

void put_value(const WmiField& field, ByteWriter& table, HeapWriter& heap) {
    if (const auto* text = std::get_if<std::string>(&field.value)) {
        table.overwrite(field.offset, heap.text(*text));
    } else if (const auto* number = std::get_if<std::uint32_t>(&field.value)) {
        table.overwrite(field.offset, *number);
    } else if (const auto* truth = std::get_if<bool>(&field.value)) {
        table.overwrite(field.offset, static_cast<std::uint16_t>(*truth ? 0xffff : 0));
    } else if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&field.value)) {
        table.overwrite(field.offset, static_cast<std::uint32_t>(heap.bytes.size()));
        heap.bytes.u32(static_cast<std::uint32_t>(bytes->size()));
        heap.bytes.raw(std::as_bytes(std::span(*bytes)));
    }
}

/// Records in pages, as many as fit in each; larger ones over several.
class ObjectPages {
public:
    /// Gives the logical page of the record.
    std::uint32_t add(const std::vector<std::byte>& record, std::uint32_t id) {
        const std::size_t table = 16 * (open_.size() + 2);
        if (!open_.empty() && table + open_size_ + record.size() > kPage) flush();
        open_.push_back({id, record});
        open_size_ += record.size();
        return static_cast<std::uint32_t>(pages_.size());
    }

    [[nodiscard]] const std::vector<std::vector<std::byte>>& finish() {
        flush();
        return pages_;
    }

private:
    struct Entry {
        std::uint32_t id;
        std::vector<std::byte> record;
    };

    void flush() {
        ByteWriter out;
        std::size_t offset = 16 * (open_.size() + 1);
        for (const Entry& entry : open_) {
            out.u32(entry.id).u32(static_cast<std::uint32_t>(offset));
            out.u32(static_cast<std::uint32_t>(entry.record.size())).u32(0);
            offset += entry.record.size();
        }
        out.zeros(16);
        for (const Entry& entry : open_) out.raw(entry.record);
        out.align(kPage);
        const Bytes all = out.bytes();
        for (std::size_t at = 0; at < all.size(); at += kPage) {
            const Bytes part = all.subspan(at, kPage);
            pages_.emplace_back(part.begin(), part.end());
        }
        open_.clear();
        open_size_ = 0;
    }

    std::vector<std::vector<std::byte>> pages_;
    std::vector<Entry> open_;
    std::size_t open_size_ = 0;
};

/// Key texts as parts, each with a text of its own.
std::vector<std::byte> index_page(std::vector<std::string> keys) {
    std::ranges::sort(keys);
    ByteWriter positions;
    ByteWriter table;
    ByteWriter offsets;
    ByteWriter strings;
    std::uint16_t count = 0;
    for (const std::string& key : keys) {
        positions.u16(static_cast<std::uint16_t>(table.size() / 2));
        const auto parts = static_cast<std::uint16_t>(1 + std::ranges::count(key, '\\'));
        table.u16(parts);
        for (std::size_t begin = 0; begin != std::string::npos;) {
            const std::size_t end = key.find('\\', begin);
            offsets.u16(static_cast<std::uint16_t>(strings.size()));
            strings.ascii(key.substr(begin, end == std::string::npos ? end : end - begin)).u8(0);
            table.u16(count++);
            begin = end == std::string::npos ? end : end + 1;
        }
    }
    const auto keys_count = static_cast<std::uint32_t>(keys.size());
    ByteWriter out;
    out.u32(0xaccc).u32(1).u32(0).u32(1).u32(keys_count).zeros(4 * keys.size());
    for (std::size_t i = 0; i <= keys.size(); ++i) out.u32(0xffffffff);
    out.raw(positions.bytes()).u16(static_cast<std::uint16_t>(table.size() / 2)).raw(table.bytes());
    out.u16(count).raw(offsets.bytes()).u16(static_cast<std::uint16_t>(strings.size()));
    return out.raw(strings.bytes()).align(kPage).bytes();
}

void put_map(ByteWriter& out, bool xp, const std::vector<std::uint32_t>& pages,
             std::uint32_t root) {
    out.u32(0xabcd).u32(7);
    if (!xp) out.u32(2).u32(1);
    out.u32(static_cast<std::uint32_t>(pages.size())).u32(static_cast<std::uint32_t>(pages.size()));
    for (std::size_t i = 0; i < pages.size(); ++i) {
        out.u32(pages[i]);
        if (!xp) out.u32(0).u32(0).u32(i == 0 ? root : 0).u32(0).u32(0);
    }
    out.u32(1).u32(99).u32(0xdcba);
}

}  // namespace

std::string WmiWriter::key_of(const std::string& ns, const char* prefix,
                              const std::string& name) const {
    return "NS_" + wmi::name_hash(ns, xp_) + "\\" + prefix + wmi::name_hash(name, xp_);
}

void WmiWriter::add(const WmiClass& definition) {
    records_.push_back({key_of(definition.ns, "CD_", definition.name), class_record(definition)});
}

std::vector<std::byte> WmiWriter::bytes_of(const WmiInstance& instance) const {
    HeapWriter heap;
    const std::uint32_t name = heap.text(instance.class_name);
    std::vector<std::uint8_t> states(states_size(instance.count), 0x55);  // null
    ByteWriter table;
    table.zeros(instance.table_size);
    for (const WmiField& field : instance.fields) {
        set_state(states, field.index, std::holds_alternative<WmiPreset>(field.value) ? 2 : 0);
        put_value(field, table, heap);
    }
    ByteWriter out;
    out.utf16(wmi::name_hash(instance.class_name, xp_))
        .u64(instance.written)
        .u64(instance.written - 1);
    out.u32(0).u8(0).u32(name).raw(std::as_bytes(std::span(states))).raw(table.bytes());
    out.u32(4).u8(1);
    heap.finish(out);
    return out.bytes();
}

void WmiWriter::add(const WmiInstance& instance) {
    const std::string key = key_of(instance.ns, "CI_", instance.class_name) + "\\IL_" +
                            wmi::name_hash(std::to_string(records_.size()), xp_);
    records_.push_back({key, bytes_of(instance)});
}

void WmiWriter::add_deleted(const WmiInstance& instance) {
    const auto bytes = bytes_of(instance);
    deleted_.insert(deleted_.end(), bytes.begin(), bytes.end());
}

void WmiWriter::add_deleted(const WmiClass& definition) {
    const auto bytes = class_record(definition);
    deleted_.insert(deleted_.end(), bytes.begin(), bytes.end());
}

WmiFiles WmiWriter::files() const {
    ObjectPages objects;
    std::vector<std::string> keys;
    std::uint32_t id = 100;
    for (const Record& record : records_) {
        const std::uint32_t page = objects.add(record.bytes, ++id);
        keys.push_back(record.key + "." + std::to_string(page) + "." + std::to_string(id) + "." +
                       std::to_string(record.bytes.size()));
    }
    WmiFiles files;
    std::vector<std::uint32_t> physical;
    const auto& pages = objects.finish();
    for (std::size_t i = pages.size(); i > 0; --i) {
        physical.push_back(static_cast<std::uint32_t>(i - 1));
        const auto& page = pages[i - 1];
        files.objects.insert(files.objects.end(), page.begin(), page.end());
    }
    files.objects.insert(files.objects.end(), deleted_.begin(), deleted_.end());
    ByteWriter index;  // the administrative page, the page of keys
    index.u32(0xaddd).u32(0).u32(0).u32(1).u32(0).u32(0xffffffff).align(kPage);
    files.index = index.raw(index_page(keys)).bytes();
    ByteWriter mapping;
    put_map(mapping, xp_, physical, 0);
    put_map(mapping, xp_, {0, 1}, 1);
    files.mapping = mapping.bytes();
    return files;
}

namespace {

constexpr const char* kSubscriptions = "root\\subscription";

/// S-1-5-21-1-2-3-1000.
std::vector<std::uint8_t> creator() {
    return {1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 232, 3, 0, 0};
}

}  // namespace

void add_subscription_classes(WmiWriter& out) {
    const std::string system = "__SystemClass";
    out.add(WmiClass{system, "__NAMESPACE", "", {{"Name", 8, 0, 0, {}, true}}, 1, 4});
    out.add(WmiClass{system, "__EventFilter", "", {{"Name"}, {"Query", 8, 1, 4}}, 2, 8});
    out.add(WmiClass{system, "__EventConsumer", "", {{"CreatorSID", 0x2011}}, 1, 4});
    out.add(
        WmiClass{system,
                 "__FilterToConsumerBinding",
                 "",
                 {{"Filter", 0x66}, {"Consumer", 0x66, 1, 4}, {"DeliverSynchronously", 11, 2, 8}},
                 3,
                 10});
    out.add(WmiClass{system,
                     "__IntervalTimerInstruction",
                     "__TimerInstruction",
                     {{"IntervalBetweenEvents", 0x13, 1, 4}},
                     2,
                     8});
    out.add(WmiClass{system, "__TimerInstruction", "", {{"TimerId"}}, 1, 4});
    out.add(WmiClass{
        kSubscriptions,
        "CommandLineEventConsumer",
        "__EventConsumer",
        {{"Name", 8, 1, 4}, {"CommandLineTemplate", 8, 2, 8}, {"DesktopName", 8, 3, 12, "WinSta0"}},
        4,
        16});
    out.add(WmiInstance{"root", "__NAMESPACE", {{0, 0, std::string("subscription")}}, 1, 4});
}

void add_log_consumer_class(WmiWriter& out) {
    out.add(WmiClass{kSubscriptions,
                     "NTEventLogEventConsumer",
                     "__EventConsumer",
                     {{"Name", 8, 1, 4}, {"SourceName", 8, 2, 8}},
                     3,
                     12});
}

void add_consumer(WmiWriter& out, const WmiConsumer& consumer) {
    const bool runs = !consumer.command.empty();
    const std::string type = runs ? "CommandLineEventConsumer" : "NTEventLogEventConsumer";
    WmiInstance made{kSubscriptions,
                     type,
                     {{0, 0, creator()},
                      {1, 4, consumer.name},
                      {2, 8, runs ? consumer.command : consumer.source}},
                     3,
                     12};
    if (runs) {
        made.fields.push_back({3, 12, WmiPreset{}});
        made.count = 4;
        made.table_size = 16;
    }
    if (consumer.deleted) return out.add_deleted(made);
    out.add(made);
    if (!consumer.bound) return;
    const std::string filter = consumer.name + " Filter";
    const std::string query = "SELECT * FROM __InstanceCreationEvent WITHIN 60";
    out.add(WmiInstance{kSubscriptions, "__EventFilter", {{0, 0, filter}, {1, 4, query}}, 2, 8});
    out.add(WmiInstance{
        kSubscriptions,
        "__FilterToConsumerBinding",
        {{0, 0, "__EventFilter.Name=\"" + filter + "\""},
         {1, 4, "\\\\.\\ROOT\\subscription:" + type + ".Name=\"" + consumer.name + "\""},
         {2, 8, true}},
        3,
        10});
}

WmiFiles wmi_with_subscription(bool xp, const WmiSubscription& subscription) {
    const std::string ns = kSubscriptions;
    WmiWriter out(xp);
    add_subscription_classes(out);
    const std::string query = "SELECT * FROM __TimerEvent WHERE TimerID='T'";
    out.add(WmiInstance{ns,
                        "__EventFilter",
                        {{0, 0, subscription.filter}, {1, 4, query}},
                        2,
                        8,
                        subscription.written});
    out.add(WmiInstance{
        ns,
        "CommandLineEventConsumer",
        {{0, 0, creator()}, {1, 4, "c"}, {2, 8, subscription.command}, {3, 12, WmiPreset{}}},
        4,
        16,
        subscription.written});
    out.add(WmiInstance{ns,
                        "__FilterToConsumerBinding",
                        {{0, 0, "__EventFilter.Name=\"" + subscription.filter + "\""},
                         {1, 4, "\\\\.\\ROOT\\subscription:CommandLineEventConsumer.Name=\"C\""},
                         {2, 8, true}},
                        3,
                        10,
                        subscription.written});
    out.add(WmiInstance{"root",
                        "__IntervalTimerInstruction",
                        {{0, 0, std::string("T")}, {1, 4, 3'600'000U}},
                        2,
                        8});
    if (!subscription.rests) return out.files();
    out.add_deleted(
        WmiInstance{ns, "__EventFilter", {{0, 0, std::string("old")}, {1, 4, "SELECT"}}, 2, 8});
    out.add_deleted(WmiClass{ns, "Win32_Hidden", "", {{"Payload", 8, 0, 0, "TVqQ"}}, 1, 4});
    return out.files();
}

}  // namespace xiezhi::testing
