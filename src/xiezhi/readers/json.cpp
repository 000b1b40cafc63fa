#include "xiezhi/readers/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::readers {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr int kDepthMax = 64;  // of elements; evtx allows as many
constexpr std::string_view kAttributes = "#attributes";
constexpr std::string_view kText = "#text";

/// The text of a scalar as the EVTX reader would render it; nothing for objects and arrays.
std::optional<std::string> scalar_text(const element& value) {
    switch (value.type()) {
        case element_type::STRING:
            return std::string(std::string_view(value.get_string().value_unsafe()));
        case element_type::INT64:
            return fmt::format("{}", value.get_int64().value_unsafe());
        case element_type::UINT64:
            return fmt::format("{}", value.get_uint64().value_unsafe());
        case element_type::DOUBLE:
            return fmt::format("{}", value.get_double().value_unsafe());
        case element_type::BOOL:
            return value.get_bool().value_unsafe() ? "true" : "false";
        case element_type::NULL_VALUE:
            return std::string();
        case element_type::ARRAY:
        case element_type::OBJECT:
            return std::nullopt;
    }
    return std::nullopt;
}

std::string_view local_name(std::string_view name) {
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// Collects one record. Repeated names make a list, as repeated elements do.
class EventBuilder {
public:
    std::optional<KeptEvent> build(const object& record) {
        object event;
        if (record["Event"].get_object().get(event) != simdjson::SUCCESS) return std::nullopt;
        object system;
        if (event["System"].get_object().get(system) != simdjson::SUCCESS) return std::nullopt;
        add_system(system);
        for (const auto part : event) {
            if (part.key == "System" || part.key == kAttributes) continue;
            origin_ = part.key == "EventData"  ? FieldOrigin::EventData
                      : part.key == "UserData" ? FieldOrigin::UserData
                                               : FieldOrigin::Other;
            object children;
            if (part.value.get_object().get(children) == simdjson::SUCCESS)
                add_children(children, 1);
        }
        fill_head();
        return std::move(event_);
    }

private:
    void add(std::string_view name, std::string value) {
        const auto same = std::ranges::find_if(event_.fields, [&](const KeptField& field) {
            return field.origin == origin_ && field.name == name;
        });
        if (same != event_.fields.end()) {
            same->values.push_back(std::move(value));
            return;
        }
        event_.fields.push_back({std::string(name), origin_, {}});
        event_.fields.back().values.push_back(std::move(value));
    }

    void add_system(const object& system) {
        origin_ = FieldOrigin::System;
        for (const auto part : system) {
            object parts;
            if (part.value.get_object().get(parts) != simdjson::SUCCESS) {
                if (part.value.is_null()) continue;  // <Correlation/>
                if (auto text = scalar_text(part.value)) add(part.key, *std::move(text));
                continue;
            }
            if (auto text = parts[kText]; text.error() == simdjson::SUCCESS) {
                if (auto value = scalar_text(text.value_unsafe())) add(part.key, *std::move(value));
            }
            add_attributes(part.key, parts);
        }
    }

    /// `Element_Attribute`; namespaces are no fields.
    void add_attributes(std::string_view name, const object& parts) {
        object attributes;
        if (parts[kAttributes].get_object().get(attributes) != simdjson::SUCCESS) return;
        for (const auto attribute : attributes) {
            if (attribute.key.starts_with("xmlns")) continue;
            if (auto text = scalar_text(attribute.value)) {
                add(fmt::format("{}_{}", name, local_name(attribute.key)), *std::move(text));
            }
        }
    }

    /// The children of EventData, UserData or of an element in them: leaves by their local name.
    /// Directly below EventData stand names that providers gave, colons and all.
    // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepthMax
    void add_children(const object& parent, int depth) {
        const bool given = depth == 1 && origin_ == FieldOrigin::EventData;
        for (const auto child : parent) {
            if (child.key == kAttributes) continue;
            const std::string_view name = given ? child.key : local_name(child.key);
            add_value(without_repeat_mark(parent, name), child.value, depth);
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion): bounded by kDepthMax
    void add_value(std::string_view name, const element& value, int depth) {
        if (auto text = scalar_text(value)) {
            add(name, *std::move(text));
            return;
        }
        array items;
        if (value.get_array().get(items) == simdjson::SUCCESS) {
            for (const element item : items) {
                if (auto text = scalar_text(item)) add(name, *std::move(text));
            }
            return;
        }
        object element_parts;
        if (value.get_object().get(element_parts) != simdjson::SUCCESS) return;
        add_attributes(name, element_parts);
        if (auto text = element_parts[kText]; text.error() == simdjson::SUCCESS) {
            if (depth < kDepthMax) add_value(name, text.value_unsafe(), depth + 1);
        } else if (origin_ == FieldOrigin::EventData && only_attributes(element_parts)) {
            add(name, {});  // <ComplexData Name="…"/>: a value that is empty
        } else if (depth < kDepthMax) {
            add_children(element_parts, depth + 1);
        }
    }

    static bool only_attributes(const object& parts) {
        return std::ranges::all_of(parts, [](const auto& part) { return part.key == kAttributes; });
    }

    /// `ComplexData_1` is the second ComplexData when there is one without a number beside it.
    static std::string_view without_repeat_mark(const object& parent, std::string_view name) {
        const auto mark = name.rfind('_');
        if (mark == std::string_view::npos || mark + 1 == name.size()) return name;
        const std::string_view number = name.substr(mark + 1);
        if (number.find_first_not_of("0123456789") != std::string_view::npos) return name;
        const std::string_view base = name.substr(0, mark);
        return parent[base].error() == simdjson::SUCCESS ? base : name;
    }

    [[nodiscard]] std::string_view system(std::string_view name) const {
        const auto found = std::ranges::find_if(event_.fields, [&](const KeptField& field) {
            return field.origin == FieldOrigin::System && field.name == name;
        });
        return found == event_.fields.end() ? std::string_view{} : found->values.front();
    }

    template <class Number>
    [[nodiscard]] Number number(std::string_view name) const {
        const std::string_view text = system(name);
        Number value = 0;
        const std::span<const char> digits(text);
        std::from_chars(std::to_address(digits.begin()), std::to_address(digits.end()), value);
        return value;
    }

    void fill_head() {
        event_.channel = system("Channel");
        event_.provider = system("Provider_Name");
        event_.computer = system("Computer");
        event_.event_id = number<std::uint32_t>("EventID");
        event_.record_id = number<std::uint64_t>("EventRecordID");
        event_.level = number<std::uint8_t>("Level");
        event_.time = parse_iso(system("TimeCreated_SystemTime")).value_or(FileTime{});
    }

    KeptEvent event_;
    FieldOrigin origin_ = FieldOrigin::System;
};

}  // namespace

struct JsonReader::Impl {
    simdjson::dom::parser parser;
};

JsonReader::JsonReader() : impl_(std::make_unique<Impl>()) {}
JsonReader::~JsonReader() = default;

bool JsonReader::for_each(const JsonBlock& block, const EventSink& sink,
                          const JsonDamageSink& damages) {
    for (const JsonDamage& damage : block.damages) damages(damage);
    for (const JsonSpan& span : block.objects) {
        // The block's padding stands behind its last object; behind the others stand the next ones.
        const auto text = std::span<const char>(block.text).subspan(span.position);
        object record;
        const auto error =
            impl_->parser.parse(text.data(), span.size, false).get_object().get(record);
        if (error != simdjson::SUCCESS) {
            damages({span.offset, msg::json_invalid(simdjson::error_message(error))});
            continue;
        }
        auto event = EventBuilder().build(record);
        if (!event) {
            damages({span.offset, msg::json_not_an_event()});
            continue;
        }
        event->place.offset = span.offset;
        if (!sink(KeptEventView(*event))) return false;
    }
    return true;
}

}  // namespace xiezhi::readers
