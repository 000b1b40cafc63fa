#include "xiezhi/output/state_document.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "xiezhi/schema/dataset.h"

namespace xiezhi::output {
namespace {

constexpr std::string_view kOwn = "xiezhi.";

struct Entry {
    std::string_view name;
    const KeptField* field;
};

std::vector<Entry> entries_of(const KeptEvent& document, bool own) {
    std::vector<Entry> entries;
    for (const KeptField& field : document.fields) {
        const bool is_own = field.name.starts_with(kOwn);
        if (is_own != own || field.values.empty()) continue;
        std::string_view name = field.name;
        if (own) name.remove_prefix(kOwn.size());
        entries.push_back({name, &field});
    }
    std::ranges::sort(entries, {}, &Entry::name);
    return entries;
}

const schema::StateFieldRow* row_of(std::string_view name) {
    const auto rows = std::span(schema::kStateFields);
    const auto found = std::ranges::find(rows, name, &schema::StateFieldRow::name);
    return found == rows.end() ? nullptr : &*found;
}

void write_value(JsonText& out, const std::string& text, schema::StateType type) {
    const bool number = type == schema::StateType::Number && !text.empty() && text.size() < 20 &&
                        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (number) {
        out.value(std::uint64_t{std::stoull(text)});
    } else if (type == schema::StateType::Truth) {
        out.value(text == "true");
    } else {
        out.value(std::string_view(text));
    }
}

void write_entry(JsonText& out, const KeptField& field) {
    const schema::StateFieldRow* const row = row_of(field.name);
    const auto type = row == nullptr ? schema::StateType::Keyword : row->type;
    const bool list = row != nullptr && row->list;
    if (list) out.begin_array();
    for (const std::string& value : field.values) {
        write_value(out, value, type);
        if (!list) break;
    }
    if (list) out.end_array();
}

/// Members in order of name; what begins alike up to a dot goes into one object. Depth is that of
/// the names of our own table. NOLINTNEXTLINE(misc-no-recursion)
void write_nested(JsonText& out, std::span<const Entry> entries, std::size_t skip) {
    for (std::size_t i = 0; i < entries.size();) {
        const std::string_view rest = entries[i].name.substr(skip);
        const std::size_t dot = rest.find('.');
        const std::string_view head = rest.substr(0, dot);
        if (dot == std::string_view::npos) {
            out.key(head);
            write_entry(out, *entries[i].field);
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < entries.size() &&
               entries[end].name.substr(skip).starts_with(rest.substr(0, dot + 1))) {
            ++end;
        }
        out.key(head);
        out.begin_object();
        write_nested(out, entries.subspan(i, end - i), skip + dot + 1);
        out.end_object();
        i = end;
    }
}

}  // namespace

void write_state_fields(JsonText& out, const KeptEvent& document) {
    write_nested(out, entries_of(document, false), 0);
}

void write_state_proof(JsonText& out, const KeptEvent& document, const std::vector<Proof>& proofs) {
    out.member("dataset", std::string_view(document.channel).substr(schema::kStateChannel.size()));
    out.key("proof");
    out.begin_array();
    for (const Proof& proof : proofs) {
        out.begin_object();
        out.member("path", proof.path);
        out.member("parser", proof.parser);
        out.member("place", proof.place);
        if (proof.offset) out.member("offset", *proof.offset);
        out.member("state", proof_state_name(proof.state));
        out.end_object();
    }
    out.end_array();
    write_nested(out, entries_of(document, true), 0);
}

void write_state(JsonText& out, const State& state) {
    const KeptEvent document = keep(state);
    out.begin_object();
    if (state.time.ticks != 0) {
        std::string text;
        append_iso(text, state.time, 7);
        out.member("@timestamp", text);
    }
    write_state_fields(out, document);
    out.key("xiezhi");
    out.begin_object();
    write_state_proof(out, document, state.proofs);
    out.end_object();
    out.end_object();
}

std::string telling_text(const KeptEvent& document) {
    constexpr auto kFirst = std::to_array<std::string_view>(
        {"powershell.text", "wmi.consumer.text", "process.command_line", "service.dll"});
    for (const std::string_view name : kFirst) {
        if (const auto text = document.field(name); !text.empty()) return std::string(text);
    }
    struct Pair {
        std::string_view name;
        std::string_view value;
        std::string_view between;
    };
    constexpr auto kPairs = std::to_array<Pair>({
        {"registry.path", "registry.details", " = "},
        {"hosts.address", "hosts.name", " "},
        {"difference.first", "difference.second", " <> "},
        {"exclusion.kind", "exclusion.value", ": "},
        {"account.rid", "user.name", " "},
        {"firewall.profile", "firewall.enabled", ": "},
    });
    for (const Pair& pair : kPairs) {
        const auto name = document.field(pair.name);
        const auto value = document.field(pair.value);
        if (name.empty() || value.empty()) continue;
        return std::string(name) + std::string(pair.between) + std::string(value);
    }
    const auto path = document.field("file.path");
    return std::string(path.empty() ? document.field("task.path") : path);
}

}  // namespace xiezhi::output
