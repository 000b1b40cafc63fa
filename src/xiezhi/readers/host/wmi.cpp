#include <array>
#include <memory>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/wmi/subscription.h"
#include "xiezhi/readers/host/data_kind.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

void observe(HostContext& host, Outcome outcome, const Message& what, std::uint64_t bindings,
             std::uint64_t classes = 0) {
    for (const Dataset dataset : {Dataset::WmiBinding, Dataset::WmiClass}) {
        host.observations({.dataset = dataset,
                           .outcome = outcome,
                           .artefact = "Windows/System32/wbem/Repository/OBJECTS.DATA",
                           .what = what,
                           .documents = dataset == Dataset::WmiClass ? classes : bindings});
    }
}

std::string creator_of(const wmi::Instance& instance) {
    const wmi::PropertyValue* const sid = instance.find("CreatorSID");
    return sid == nullptr ? std::string() : wmi::sid_text(sid->value);
}

/// What a consumer of any of Windows' classes would do.
std::string text_of(const wmi::Instance& consumer) {
    constexpr auto kTexts = std::to_array<std::string_view>(
        {"ScriptText", "CommandLineTemplate", "ExecutablePath", "ScriptFilename", "Text",
         "Filename", "Message", "SourceName"});
    for (const std::string_view name : kTexts) {
        std::string text = consumer.text(name);
        if (!text.empty()) return text;
    }
    return {};
}

void set_filter(State& state, const wmi::Instance& filter, std::string& place) {
    state.set(StateField::WmiFilterName, filter.text("Name"));
    state.set(StateField::WmiFilterQuery, filter.text("Query"));
    state.set(StateField::WmiCreator, creator_of(filter));
    place += ":__EventFilter.Name=\"" + filter.text("Name") + '"';
}

void set_consumer(const HostContext& host, State& state, const wmi::Instance& consumer,
                  std::string& place) {
    state.set(StateField::WmiConsumerName, consumer.text("Name"));
    state.set(StateField::WmiConsumerType, consumer.class_name);
    const std::string text = text_of(consumer);
    state.set(StateField::WmiConsumerText, text);
    if (consumer.class_name == "CommandLineEventConsumer") set_command(state, text, host.paths);
    if (!state.has(StateField::WmiCreator)) {
        state.set(StateField::WmiCreator, creator_of(consumer));
    }
    place += consumer.class_name + ".Name=\"" + consumer.text("Name") + '"';
}

void finish(HostContext& host, const std::string& path, State&& state, std::string place,
            FileTime written, bool deleted) {
    state.time = written;
    state.meaning = TimeMeaning::Registered;
    if (deleted) state.set_truth(StateField::Deleted, true);
    state.proofs.push_back({.path = path,
                            .parser = "wmi",
                            .place = std::move(place),
                            .state = deleted ? ProofState::Carved : ProofState::Live});
    host.states(std::move(state));
}

void tell(HostContext& host, const std::string& path, const wmi::Orphan& one) {
    State state(Dataset::WmiBinding);
    state.set(StateField::WmiNamespace, one.ns);
    state.set_truth(StateField::WmiBound, false);
    std::string place = one.ns;
    if (one.is_consumer) {
        place += ':';
        set_consumer(host, state, one.instance, place);
    } else {
        set_filter(state, one.instance, place);
    }
    finish(host, path, std::move(state), std::move(place), one.instance.written, one.deleted);
}

void tell(HostContext& host, const std::string& path, const wmi::Subscription& one) {
    State state(Dataset::WmiBinding);
    state.set(StateField::WmiNamespace, one.ns);
    state.set_truth(StateField::WmiBound, true);
    std::string place = one.ns;
    if (one.filter) set_filter(state, *one.filter, place);
    if (one.consumer) {
        place += " -> ";
        set_consumer(host, state, *one.consumer, place);
    }
    if (one.timer) {
        const wmi::PropertyValue* const interval = one.timer->find("IntervalBetweenEvents");
        if (interval != nullptr) {
            if (const auto* scalar = std::get_if<wmi::Scalar>(&interval->value)) {
                if (const auto* number = std::get_if<std::uint64_t>(scalar)) {
                    state.set_number(StateField::WmiTimerMs, *number);
                }
            }
        }
    }
    finish(host, path, std::move(state), std::move(place), one.binding.written, one.deleted);
}

constexpr std::size_t kPayloadSize = 4U << 10U;

/// Bytes of a value, as far as it is text or a list of numbers of one byte.
std::vector<std::byte> bytes_of(const wmi::Value& value) {
    std::vector<std::byte> bytes;
    if (const auto* const scalar = std::get_if<wmi::Scalar>(&value)) {
        if (const auto* const text = std::get_if<std::string>(scalar)) {
            const Bytes view = as_bytes(*text);
            bytes.assign(view.begin(), view.end());
        }
    } else if (const auto* const list = std::get_if<std::vector<wmi::Scalar>>(&value)) {
        for (const wmi::Scalar& one : *list) {
            if (const auto* const text = std::get_if<std::string>(&one)) {
                const Bytes view = as_bytes(*text);
                bytes.insert(bytes.end(), view.begin(), view.end());
            } else if (const auto* const number = std::get_if<std::uint64_t>(&one)) {
                bytes.push_back(static_cast<std::byte>(*number));
            }
        }
    }
    return bytes;
}

/// Classes and instances that keep large data in a property; subscriptions have their own dataset.
class PayloadReader {
public:
    PayloadReader(HostContext& host, const std::string& path) : host_(host), path_(path) {}

    void at_class(const wmi::Found& place, const wmi::ClassLayout& layout) {
        if (layout.chain.empty() || layout.chain.front()->heap.size() < kPayloadSize) return;
        const wmi::ClassDefinition& definition = *layout.chain.front();
        for (const wmi::Property& property : definition.properties) {
            if (property.index >= layout.properties.size()) continue;
            if (const auto value = wmi::default_value(layout, property.index)) {
                at_value(place, definition.name, property.name, *value, definition.written);
            }
        }
    }

    /// A deleted class; one that inherits cannot be read without its superclass.
    void at_definition(const wmi::Found& place, const wmi::ClassDefinition& definition) {
        if (definition.heap.size() < kPayloadSize) return;
        const auto layout = wmi::layout_of({std::make_shared<wmi::ClassDefinition>(definition)});
        if (layout) at_class(place, *layout);
    }

    void at_instance(const wmi::Found& place, const wmi::ClassLayout& layout,
                     const wmi::Instance& instance) {
        if (layout.derives_from("__EventConsumer")) return;
        for (const wmi::PropertyValue& property : instance.properties) {
            if (property.is_default) continue;
            at_value(place, instance.class_name, property.name, property.value, instance.written);
        }
    }

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

private:
    void at_value(const wmi::Found& place, const std::string& class_name,
                  const std::string& property, const wmi::Value& value, FileTime written) {
        constexpr std::uint64_t kToldMax = 1'000;
        const std::vector<std::byte> bytes = bytes_of(value);
        if (bytes.size() < kPayloadSize || count_ >= kToldMax) return;
        State state(Dataset::WmiClass);
        state.set(StateField::WmiClassName, class_name);
        state.set(StateField::WmiNamespace, place.ns);
        state.set(StateField::WmiClassProperty, property);
        state.set_number(StateField::WmiClassDataSize, bytes.size());
        state.set(StateField::WmiClassDataKind, std::string(data_kind(bytes)));
        finish(host_, path_, std::move(state), place.ns + ':' + class_name + '.' + property,
               written, place.deleted);
        ++count_;
    }

    HostContext& host_;
    const std::string& path_;
    std::uint64_t count_ = 0;
};

}  // namespace

void read_wmi(HostContext& host) {
    std::optional<std::size_t> objects;
    for (const std::size_t index : host.volume.artefacts()) {
        if (host.volume.artefact(index).kind != evidence::ArtefactKind::WmiObjects) continue;
        const std::string path = folded(host.volume.artefact(index).path);
        const bool copy = path.find("/repository.0") != std::string::npos;
        if (!objects || !copy) objects = index;
        if (!copy) break;
    }
    if (!objects) return observe(host, Outcome::Absent, msg::reader_absent("OBJECTS.DATA"), 0);
    const evidence::Collection& collection = host.volume.collection();
    const std::string& path = host.volume.artefact(*objects).path;
    const auto opened = [&](std::string_view name) -> std::unique_ptr<ByteSource> {
        const auto index = collection.beside(*objects, name);
        if (!index) return nullptr;
        auto source = collection.open(*index);
        return source ? std::move(*source) : nullptr;
    };
    auto source = collection.open(*objects);
    if (!source) return observe(host, Outcome::Damaged, source.error().what, 0);
    const auto index = opened("INDEX.BTR");
    wmi::RepositoryFiles files;
    files.objects = source->get();
    files.index = index.get();
    for (const char* name : {"MAPPING1.MAP", "MAPPING2.MAP", "MAPPING3.MAP"}) {
        if (auto map = opened(name)) files.mappings.push_back(std::move(map));
    }
    std::uint64_t damages = 0;
    const auto damaged = [&](const Damage& damage) {
        if (++damages > 5) return;
        host.notes(Note{.kind = NoteKind::Damaged,
                        .path = path,
                        .offset = damage.offset,
                        .has_offset = true,
                        .what = damage.what});
    };
    auto repository = wmi::Repository::open(files, damaged);
    if (!repository) return observe(host, Outcome::Damaged, repository.error().what, 0);
    wmi::SubscriptionParts parts;
    PayloadReader payloads(host, path);
    const auto add = [&](const wmi::Found& place, const wmi::ClassLayout& layout,
                         const wmi::Instance& instance) {
        parts.add(place, layout, instance);
        payloads.at_instance(place, layout, instance);
        return true;
    };
    repository->classes(
        [&](const wmi::Found& place, const wmi::ClassLayout& layout) {
            payloads.at_class(place, layout);
            return true;
        },
        [](const Damage&) {});
    repository->instances(add, damaged);
    (void)repository->carve(
        [&](const wmi::Found& place, const wmi::ClassDefinition& definition) {
            payloads.at_definition(place, definition);
            return true;
        },
        add);
    std::uint64_t count = 0;
    for (const wmi::Subscription& one : parts.join()) {
        tell(host, path, one);
        ++count;
    }
    for (const wmi::Orphan& one : parts.orphans()) {
        tell(host, path, one);
        ++count;
    }
    observe(host, damages > 0 ? Outcome::Partly : Outcome::Read, msg::reader_wmi(count), count,
            payloads.count());
}

}  // namespace xiezhi::readers
