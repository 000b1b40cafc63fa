#pragma once

#include <vector>

#include "xiezhi/model/state.h"

namespace xiezhi::triage {

/// Adds what code can say of a document's file and name (`xiezhi.trait.*`, docs/datasets.md). Facts
/// only: whether they are bad is a rule's business. A fact that is not so is left out, except
/// those that rules ask as "not so": user_writable and system_folder are true or false whenever
/// there is a full path.
void add_traits(State& state);

/// Marks documents that were written lately (`xiezhi.trait.recent`): in the last 30 days before the
/// newest time at which a key was written or a program ran, and later than the day of installation.
void add_recency(std::vector<State>& documents);

/// The Windows program whose name `name` nearly has; empty for none, and for a program's own name.
[[nodiscard]] std::string_view lookalike_of(std::string_view name);

/// A name that looks made by chance, told without its extension.
[[nodiscard]] bool is_random_name(std::string_view stem);

}  // namespace xiezhi::triage
