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

std::size_t size_of(const RuleHit& hit) {
    std::size_t size = sizeof(PartHit);
    for (const rules::Match& match : hit.explanation.matches) {
        size += sizeof(match) + match.selection.size() + match.field.size() + match.text.size();
    }
    for (const std::string& name : hit.explanation.unchecked) size += sizeof(name) + name.size();
    return size;
}

KeptEvent joined(const std::map<std::uint32_t, ScriptPart>& parts) {
    KeptEvent whole = parts.begin()->second.event.event;
    std::string text;
    for (const auto& [number, part] : parts) text += part.event.event.field(kScriptText);
    for (KeptField& field : whole.fields) {
        if (field.name == kScriptText) field.values = {text};
    }
    return whole;
}

}  // namespace

bool is_script_part(const Event& event) {
    if (event.head().event_id != kScriptBlockEvent) return false;
    const int total = event.shape().find("MessageTotal");
    if (total == Shape::kAbsent || event.shape().find(kScriptText) == Shape::kAbsent) return false;
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

void ScriptBlocks::add(ScriptPart part, std::vector<RuleHit> hits, std::vector<BaseHit>& base_hits,
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
    const std::uint32_t number = part.number;
    add_hits(*script, number, std::move(hits), base_hits);
    grow(*script, size_of(part.event.event));
    script->parts.emplace(number, std::move(part));
    if (script->parts.size() == script->total) give_out(script, done);
    while (bytes_ > bytes_max_ && !scripts_.empty()) give_out(scripts_.begin(), done);
}

void ScriptBlocks::add_hits(Script& script, std::uint32_t number, std::vector<RuleHit> hits,
                            std::vector<BaseHit>& base_hits) {
    std::erase_if(base_hits, [&](const BaseHit& hit) { return script.known.contains(hit.rule); });
    for (const BaseHit& hit : base_hits) script.known.insert(hit.rule);
    for (RuleHit& hit : hits) {
        script.known.insert(hit.rule);
        const auto same = [&](const PartHit& met) {
            return met.hit.rule == hit.rule && met.hit.derived == hit.derived;
        };
        const auto met = std::ranges::find_if(script.hits, same);
        grow(script, sizeof(std::uint32_t));
        if (met != script.hits.end()) {
            met->numbers.push_back(number);
            continue;
        }
        grow(script, size_of(hit));
        script.hits.push_back({std::move(hit), {number}});
    }
}

void ScriptBlocks::grow(Script& script, std::size_t size) {
    script.bytes += size;
    bytes_ += size;
}

void ScriptBlocks::finish(const ScriptSink& done) {
    while (!scripts_.empty()) give_out(scripts_.begin(), done);
}

void ScriptBlocks::give_out(std::list<Script>::iterator script, const ScriptSink& done) {
    JoinedScript out;
    out.whole = joined(script->parts);
    out.artefact = script->parts.begin()->second.artefact;
    out.total = script->total;
    for (auto& [number, part] : script->parts) out.parts.emplace(number, std::move(part.event));
    out.hits = std::move(script->hits);
    out.known = std::move(script->known);
    bytes_ -= script->bytes;
    by_id_.erase(script->id);
    scripts_.erase(script);
    done(std::move(out));
}

}  // namespace xiezhi::hunt
