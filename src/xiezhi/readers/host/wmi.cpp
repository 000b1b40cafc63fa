#include <array>
#include <memory>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/wmi/subscription.h"
#include "xiezhi/readers/host/subjects.h"

namespace xiezhi::readers {
namespace {

void observe(HostContext& host, Outcome outcome, Message what, std::uint64_t count) {
    host.observations({.dataset = Dataset::WmiBinding,
                       .outcome = outcome,
                       .artefact = "Windows/System32/wbem/Repository/OBJECTS.DATA",
                       .what = std::move(what),
                       .documents = count});
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

void tell(HostContext& host, const std::string& path, const wmi::Subscription& one) {
    State state(Dataset::WmiBinding);
    state.set(StateField::WmiNamespace, one.ns);
    state.set_truth(StateField::WmiBound, true);
    std::string place = one.ns;
    if (one.filter) {
        state.set(StateField::WmiFilterName, one.filter->text("Name"));
        state.set(StateField::WmiFilterQuery, one.filter->text("Query"));
        state.set(StateField::WmiCreator, creator_of(*one.filter));
        place += ":__EventFilter.Name=\"" + one.filter->text("Name") + '"';
    }
    if (one.consumer) {
        state.set(StateField::WmiConsumerName, one.consumer->text("Name"));
        state.set(StateField::WmiConsumerType, one.consumer->class_name);
        const std::string text = text_of(*one.consumer);
        state.set(StateField::WmiConsumerText, text);
        if (one.consumer->class_name == "CommandLineEventConsumer") {
            set_command(state, text, host.paths);
        }
        if (!state.has(StateField::WmiCreator)) {
            state.set(StateField::WmiCreator, creator_of(*one.consumer));
        }
        place += " -> " + one.consumer->class_name + ".Name=\"" + one.consumer->text("Name") + '"';
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
    state.time = one.binding.written;
    state.meaning = TimeMeaning::Registered;
    if (one.deleted) state.set_truth(StateField::Deleted, true);
    state.proofs.push_back({.path = path,
                            .parser = "wmi",
                            .place = place,
                            .state = one.deleted ? ProofState::Carved : ProofState::Live});
    host.states(std::move(state));
}

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
    const auto add = [&](const wmi::Found& place, const wmi::ClassLayout& layout,
                         const wmi::Instance& instance) {
        parts.add(place, layout, instance);
        return true;
    };
    repository->instances(add, damaged);
    (void)repository->carve([](const wmi::Found&, const wmi::ClassDefinition&) { return true; },
                            add);
    std::uint64_t count = 0;
    for (const wmi::Subscription& one : parts.join()) {
        tell(host, path, one);
        ++count;
    }
    observe(host, damages > 0 ? Outcome::Partly : Outcome::Read, msg::reader_wmi(count), count);
}

}  // namespace xiezhi::readers
