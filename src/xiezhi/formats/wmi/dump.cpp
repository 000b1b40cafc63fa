#include "xiezhi/formats/wmi/dump.h"

namespace xiezhi::wmi {
namespace {

void write_values(RecordSink& sink, std::string_view name, const Instance& instance) {
    sink.begin_object(name);
    for (const PropertyValue& value : instance.properties) {
        write_value(sink, value.name, value.value, value.type);
    }
    sink.end_object();
}

void write_place(RecordSink& sink, const Found& place) {
    if (!place.ns.empty()) sink.text("namespace", place.ns);
    if (place.deleted) sink.truth("deleted", true);
    if (!place.whole) sink.truth("cut", true);
    if (place.offset != 0) sink.number("offset", place.offset);
}

bool write_instance(RecordSink& sink, const Found& place, const Instance& instance) {
    sink.begin_record("instance");
    write_place(sink, place);
    sink.text("class", instance.class_name);
    sink.time("written", instance.written);
    sink.time("class_written", instance.class_written);
    write_values(sink, "properties", instance);
    return sink.end_record();
}

void write_qualifiers(RecordSink& sink, const std::vector<Qualifier>& qualifiers) {
    sink.begin_object("qualifiers");
    for (const Qualifier& qualifier : qualifiers) {
        write_value(sink, qualifier.name, qualifier.value, qualifier.type);
    }
    sink.end_object();
}

/// `layout` is null for a carved definition: its defaults cannot be placed.
bool write_class(RecordSink& sink, const Found& place, const ClassDefinition& definition,
                 const ClassLayout* layout) {
    sink.begin_record("class");
    write_place(sink, place);
    sink.text("class", definition.name);
    if (!definition.superclass.empty()) sink.text("superclass", definition.superclass);
    sink.time("written", definition.written);
    write_qualifiers(sink, definition.qualifiers);
    sink.begin_list("properties");
    for (const Property& property : definition.properties) {
        sink.begin_object({});
        sink.text("name", property.name);
        sink.text("type", type_name(property.type.type));
        if (property.type.array) sink.truth("array", true);
        if (property.is_key()) sink.truth("key", true);
        const auto value =
            layout == nullptr ? std::nullopt : default_value(*layout, property.index);
        if (value) write_value(sink, "default", *value, property.type);
        sink.end_object();
    }
    sink.end_list();
    return sink.end_record();
}

bool write_subscription(RecordSink& sink, const Subscription& subscription) {
    sink.begin_record("subscription");
    if (!subscription.ns.empty()) sink.text("namespace", subscription.ns);
    if (subscription.deleted) sink.truth("deleted", true);
    write_values(sink, "binding", subscription.binding);
    if (subscription.filter) write_values(sink, "filter", *subscription.filter);
    if (subscription.consumer) {
        sink.text("consumer_class", subscription.consumer->class_name);
        write_values(sink, "consumer", *subscription.consumer);
    }
    if (subscription.timer) {
        sink.text("timer_class", subscription.timer->class_name);
        write_values(sink, "timer", *subscription.timer);
    }
    return sink.end_record();
}

}  // namespace

void dump(Repository& repository, RecordSink& sink, const DamageSink& damages) {
    bool reading = true;  // whoever reads is still there
    for (const Namespace& ns : repository.namespaces()) {
        sink.begin_record("namespace");
        sink.text("namespace", ns.name);
        sink.text("hash", ns.hash);
        if (!sink.end_record()) return;
    }
    repository.classes(
        [&](const Found& place, const ClassLayout& layout) {
            return reading = write_class(sink, place, *layout.chain.front(), &layout);
        },
        damages);
    if (!reading) return;
    SubscriptionParts parts;
    const InstanceSink instances = [&](const Found& place, const ClassLayout& layout,
                                       const Instance& instance) {
        parts.add(place, layout, instance);
        return reading = write_instance(sink, place, instance);
    };
    repository.instances(instances, damages);
    if (!reading) return;
    const DefinitionSink definitions = [&](const Found& place, const ClassDefinition& definition) {
        return write_class(sink, place, definition, nullptr);
    };
    if (!repository.carve(definitions, instances)) return;
    for (const Subscription& subscription : parts.join()) {
        if (!write_subscription(sink, subscription)) return;
    }
}

void dump_index(const ByteSource& index, const Mapping& mapping, RecordSink& sink,
                const DamageSink& damages) {
    Pages pages(index);
    walk_index(
        pages, mapping.index,
        [&](const std::string& key) {
            sink.begin_record("key");
            sink.text("key", key);
            return sink.end_record();
        },
        damages);
}

void dump_mapping(const Mapping& mapping, RecordSink& sink) {
    sink.begin_record("mapping");
    sink.number("version", mapping.version);
    sink.truth("xp", mapping.xp);
    sink.number("object_pages", mapping.objects.physical.size());
    sink.number("index_pages", mapping.index.physical.size());
    sink.number("index_root", mapping.index.root);
    (void)sink.end_record();
}

}  // namespace xiezhi::wmi
