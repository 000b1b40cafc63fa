#include "xiezhi/model/ecs/document.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/text.h"
#include "xiezhi/model/ecs/derive.h"
#include "xiezhi/model/ecs/head.h"
#include "xiezhi/model/ecs/lookup.h"
#include "xiezhi/model/ecs/native_reader.h"
#include "xiezhi/model/ecs/plan.h"
#include "xiezhi/model/ecs/powershell.h"

namespace xiezhi::ecs {
namespace {

using schema::ecs::NativeOrigin;
using schema::ecs::Operand;
using schema::ecs::Rule;
using schema::ecs::Transform;

constexpr std::string_view kEventData = "winlog.event_data.";
constexpr std::string_view kUserData = "winlog.user_data.";
constexpr std::string_view kCaseless = ".caseless";
constexpr std::string_view kAnalysed = ".text";

/// The field that `name` is another index of, or `name`.
std::string_view base_of(std::string_view name) {
    for (const std::string_view suffix : {kCaseless, kAnalysed}) {
        if (!name.ends_with(suffix)) continue;
        const std::string_view base = name.substr(0, name.size() - suffix.size());
        if (schema::ecs::field_index(base)) return base;
    }
    return name;
}

/// Records of one channel follow each other: nearly always it is the source of the one before.
class LastSource {
public:
    const schema::ecs::SourceRow& of(const EventHead& facts) {
        if (row_ == nullptr || facts.channel != channel_ || facts.provider != provider_) {
            channel_ = facts.channel;
            provider_ = facts.provider;
            row_ = &schema::ecs::source_of(channel_, provider_);
        }
        return *row_;
    }

private:
    std::string channel_;
    std::string provider_;
    const schema::ecs::SourceRow* row_ = nullptr;
};

}  // namespace

struct Document::Impl {
    void begin(const Event& next) {
        event = &next;
        source = nullptr;
    }

    /// What depends on the record's source, found when the first field is asked for.
    const Plan& plan() {
        const EventHead& facts = event->head();
        if (source == nullptr) {
            source = &sources.of(facts);
            natives.begin(*event, *source);
            current = &plans.plan(source->source, facts.event_id);
        }
        return *current;
    }

    // NOLINTNEXTLINE(misc-no-recursion): fields are made of fields, never in a circle
    void values(std::uint16_t field, Texts& out) {
        const std::size_t before = out.size();
        for (const Rule* rule : plan().rules_of(field)) {
            if (out.size() == before) {
                apply(*rule, out);
            } else if (rule->adds) {
                add(*rule, before, out);
            }
        }
    }

    /// What the others gave is not given again.
    // NOLINTNEXTLINE(misc-no-recursion)
    void add(const Rule& rule, std::size_t before, Texts& out) {
        Texts more;
        apply(rule, more);
        for (std::string& text : more) {
            if (std::find(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(), text) ==
                out.end()) {
                out.push_back(std::move(text));
            }
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void apply(const Rule& rule, Texts& out) {
        if (rule.transform == Transform::Head) {
            head(event->head(), *source, rule.parameter, out);
            return;
        }
        if (rule.transform == Transform::Constant) {
            for (const Operand& operand : rule.operands) out.emplace_back(operand.text);
            return;
        }
        if (rule.transform == Transform::Text) {  // nearly all: no copy
            const std::size_t before = out.size();
            for (const Operand& operand : rule.operands) {
                if (out.size() == before) read(operand, out);
            }
            return;
        }
        std::vector<Texts> operands(rule.operands.size());
        for (std::size_t i = 0; i < operands.size(); ++i) read(rule.operands[i], operands[i]);
        if (rule.transform != Transform::Task) {
            derive(rule.transform, rule.parameter, operands, out);
        } else if (!operands.empty() && !operands[0].empty()) {
            task(operands[0].front(), event->head().provider, out);
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void read(const Operand& operand, Texts& out) {
        switch (operand.kind) {
            case Operand::Kind::Native:
                natives.value(operand.number, out);
                return;
            case Operand::Kind::Key: {
                Texts lines;
                natives.value(operand.number, lines);
                if (lines.empty()) return;
                const std::string_view value = line_value(lines.front(), operand.text);
                if (!value.empty()) out.emplace_back(value);
                return;
            }
            case Operand::Kind::Field:
                values(operand.number, out);
                return;
            case Operand::Kind::Literal:
                out.emplace_back(operand.text);
                return;
        }
    }

    /// Did a field of its own take over what the native says?
    bool is_moved(std::string_view name) {
        for (const Plan::Move& move : plan().moves_of(name)) {
            if (!move.field) return true;
            Texts taken;
            values(*move.field, taken);
            if (!taken.empty()) return true;
        }
        return false;
    }

    void native(std::string_view field, Texts& out) {
        plan();
        if (field.starts_with(kEventData)) {
            const std::string_view name = field.substr(kEventData.size());
            if (!is_moved(name)) natives.value(NativeOrigin::EventData, name, out);
        } else if (field.starts_with(kUserData)) {
            natives.value(NativeOrigin::UserData, field.substr(kUserData.size()), out);
        }
    }

    void ask(std::uint16_t index, std::string_view name, Texts& out) {
        const std::size_t before = out.size();
        if (index != Field::kNotInTables) values(index, out);
        if (out.size() == before) native(name, out);
    }

    void fields(Texts& out) {
        Texts names;
        for (const auto& field : schema::ecs::fields()) names.emplace_back(field.name);
        for (const auto& [origin, prefix] : {std::pair(FieldOrigin::EventData, kEventData),
                                             std::pair(FieldOrigin::UserData, kUserData)}) {
            Texts natives_named;
            plan();
            natives.names(origin, natives_named);
            for (const std::string& name : natives_named) {
                names.push_back(std::string(prefix) + name);
            }
        }
        std::ranges::sort(names);
        const auto repeated = std::ranges::unique(names);
        names.erase(repeated.begin(), repeated.end());
        Texts values_of_one;
        for (std::string& name : names) {
            values_of_one.clear();
            ask(resolve(name).index, name, values_of_one);
            if (!values_of_one.empty()) out.push_back(std::move(name));
        }
    }

    const Event* event = nullptr;
    const schema::ecs::SourceRow* source = nullptr;
    LastSource sources;
    const Plan* current = nullptr;
    NativeReader natives;
    Plans plans;
};

Document::Document() : impl_(std::make_unique<Impl>()) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Field Document::resolve(std::string_view name) {
    const std::string_view base = base_of(name);
    return {.index = schema::ecs::field_index(base).value_or(Field::kNotInTables),
            .is_caseless = base != name && name.ends_with(kCaseless),
            .name = std::string(base)};
}

void Document::begin(const Event& event) {
    impl_->begin(event);
}

void Document::values(std::string_view field, std::vector<std::string>& out) {
    const auto index = schema::ecs::field_index(field);
    if (index) return impl_->ask(*index, field, out);
    values(resolve(field), out);
}

void Document::values(const Field& field, std::vector<std::string>& out) {
    const std::size_t before = out.size();
    impl_->ask(field.index, field.name, out);
    for (std::size_t i = before; field.is_caseless && i < out.size(); ++i) {
        out[i] = folded(out[i]);
    }
}

void Document::fields(std::vector<std::string>& out) {
    impl_->fields(out);
}

}  // namespace xiezhi::ecs
