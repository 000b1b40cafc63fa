#include "xiezhi/hunt/script_blocks.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <span>

namespace xiezhi::hunt {
namespace {

constexpr std::uint32_t kScriptBlockEvent = 4104;
constexpr std::uint32_t kPartsMax = 100'000;
constexpr std::string_view kText = "ScriptBlockText";

std::uint32_t number_of(std::string_view text) {
    std::uint32_t value = 0;
    const std::span<const char> digits(text);
    std::from_chars(std::to_address(digits.begin()), std::to_address(digits.end()), value);
    return value;
}

/// What a part costs in memory, roughly.
std::size_t size_of(const KeptEvent& event) {
    std::size_t size = sizeof(KeptEvent);
    for (const KeptField& field : event.fields) {
        size += sizeof(KeptField) + field.name.size();
        for (const std::string& value : field.values) size += sizeof(std::string) + value.size();
    }
    return size;
}

KeptEvent joined(const std::map<std::uint32_t, ScriptPart>& parts) {
    KeptEvent whole = parts.begin()->second.event.event;
    std::string text;
    for (const auto& [number, part] : parts) text += part.event.event.field(kText);
    for (KeptField& field : whole.fields) {
        if (field.name == kText) field.values = {text};
    }
    return whole;
}

}  // namespace

bool is_script_part(const Event& event) {
    if (event.head().event_id != kScriptBlockEvent) return false;
    const int total = event.shape().find("MessageTotal");
    if (total == Shape::kAbsent || event.shape().find(kText) == Shape::kAbsent) return false;
    std::vector<Value> values;
    event.values(static_cast<std::size_t>(total), values);
    if (values.empty()) return false;
    std::string text;
    append_text(text, values.front());
    return number_of(text) > 1;
}

std::optional<ScriptPart> script_part(FindingEvent event, std::size_t artefact) {
    ScriptPart part;
    part.artefact = artefact;
    part.number = number_of(event.event.field("MessageNumber"));
    part.total = number_of(event.event.field("MessageTotal"));
    const std::string_view id = event.event.field("ScriptBlockId");
    if (id.empty() || part.number == 0 || part.number > part.total || part.total > kPartsMax) {
        return std::nullopt;
    }
    part.script = event.event.computer + '/' + std::string(id);
    part.event = std::move(event);
    return part;
}

std::vector<std::uint32_t> ScriptBlocks::add(ScriptPart part,
                                             const std::vector<std::uint32_t>& rules,
                                             const ScriptSink& done) {
    auto found = by_id_.find(part.script);
    const bool again = found != by_id_.end() && found->second->parts.contains(part.number);
    if (again) {  // the same script was logged once more
        give_out(found->second, done);
        found = by_id_.end();
    }
    if (found == by_id_.end()) {
        Script script;
        script.id = part.script;
        script.total = part.total;
        scripts_.push_back(std::move(script));
        found = by_id_.emplace(part.script, std::prev(scripts_.end())).first;
    }
    const auto script = found->second;
    std::vector<std::uint32_t> fresh;
    std::ranges::copy_if(rules, std::back_inserter(fresh),
                         [&](std::uint32_t rule) { return script->reported.insert(rule).second; });
    const std::size_t size = size_of(part.event.event);
    script->bytes += size;
    bytes_ += size;
    const std::uint32_t number = part.number;
    script->parts.emplace(number, std::move(part));
    if (script->parts.size() == script->total) give_out(script, done);
    while (bytes_ > bytes_max_ && !scripts_.empty()) give_out(scripts_.begin(), done);
    return fresh;
}

void ScriptBlocks::finish(const ScriptSink& done) {
    while (!scripts_.empty()) give_out(scripts_.begin(), done);
}

void ScriptBlocks::give_out(std::list<Script>::iterator script, const ScriptSink& done) {
    JoinedScript out;
    out.whole = joined(script->parts);
    out.artefact = script->parts.begin()->second.artefact;
    for (auto& [number, part] : script->parts) out.parts.push_back(std::move(part.event));
    out.reported = std::move(script->reported);
    bytes_ -= script->bytes;
    by_id_.erase(script->id);
    scripts_.erase(script);
    if (out.parts.size() > 1) done(std::move(out));
}

}  // namespace xiezhi::hunt
