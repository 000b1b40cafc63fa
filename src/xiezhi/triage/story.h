#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/hunt/finding.h"

namespace xiezhi::triage {

/// A thing that findings speak of: a file, an address, a service …
struct Entity {
    std::string_view kind;  // as in schema/story_entities.tsv
    std::string value;      // as the evidence spells it
};

/// What a finding speaks of, without what every host has: Windows' programs in their folders,
/// loopback addresses, empty marks.
[[nodiscard]] std::vector<Entity> entities_of(const hunt::Finding& finding);

/// Findings that share an entity, told in order of time.
struct Story {
    rules::Level level = rules::Level::Informational;  // the worst of its findings
    std::vector<std::size_t> findings;                 // indices, by time
    std::vector<Entity> entities;  // those most findings share first; at most a dozen
    FileTime first;                // zero: nothing in it has a time
    FileTime last;
};

/// Joins findings into stories, the worst first: by level, then by how many rules speak in it, then
/// by time. Every finding is in exactly one. Joining is transitive; an entity that is in more than
/// a third of many findings joins nothing.
[[nodiscard]] std::vector<Story> tell_stories(const std::vector<hunt::Finding>& findings);

}  // namespace xiezhi::triage
