#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "xiezhi/schema/logsource.h"

namespace xiezhi::schema {

/// How a cluster indexes a field, which decides what a query means (schema/ecs_types.tsv).
enum class EcsType : std::uint8_t {
    Keyword,     // the whole value, case-sensitive
    Text,        // words, in lower case
    SubText,     // the words of the field whose name it extends (`file.path.text`)
    ScriptText,  // words of a script: letters, digits, `_` and `-`
    Number,      //
    Address,     //
    Date,        //
    Boolean,     //
};

struct EcsField {
    std::string_view name;
    EcsType type = EcsType::Keyword;
    std::uint32_t units_max = 0;  // longer values (UTF-16 units) are not indexed; 0: any length
};

/// What is known of a field; a name that is in no table is a keyword, as everything below
/// winlog.event_data is. The name is the caller's.
[[nodiscard]] EcsField ecs_field(std::string_view name) noexcept;

/// All fields that are something else than a keyword of the usual length, by name.
[[nodiscard]] std::span<const EcsField> ecs_fields() noexcept;

/// No event log fills the field (schema/ecs_never.tsv).
[[nodiscard]] bool ecs_never_filled(std::string_view field) noexcept;

/// Whether a route's records are asked for ECS fields.
[[nodiscard]] bool is_ecs(const FieldMap* map) noexcept;

/// Where the events are that a rule with these index patterns would see (schema/ecs_indices.tsv);
/// without patterns every event. Serving::Unknown: the patterns name no event logs. Patterns are
/// case-sensitive, `*` stands for anything, a leading `-` takes names away, `cluster:` is left out.
[[nodiscard]] LogSourceRoutes find_indices(std::span<const std::string> patterns);

/// `*` stands for any run of characters; everything else is itself.
[[nodiscard]] bool star_match(std::string_view pattern, std::string_view text) noexcept;

}  // namespace xiezhi::schema
