#include "tests/support/host_state.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "xiezhi/readers/host/host_reader.h"

namespace xiezhi::testing {

std::vector<const State*> HostState::of(Dataset dataset) const {
    std::vector<const State*> out;
    for (const State& state : documents) {
        if (state.dataset() == dataset) out.push_back(&state);
    }
    return out;
}

const State* HostState::about(Dataset dataset, std::string_view path) const {
    for (const State* state : of(dataset)) {
        if (state->text(StateField::FilePath) == path) return state;
    }
    return nullptr;
}

Outcome HostState::outcome(Dataset dataset) const {
    const auto found = std::ranges::find(observations, dataset, &Observation::dataset);
    return found == observations.end() ? Outcome::Absent : found->outcome;
}

HostState host_state(const TempFolder& folder) {
    HostState host;
    const std::vector<std::string> named = {folder.path()};
    const auto collection = evidence::Collection::open(named, {.password = {}}, [](const Note&) {});
    EXPECT_TRUE(collection);
    if (!collection) return host;
    const auto hosts = readers::hosts_of(*collection, named);
    EXPECT_EQ(hosts.size(), 1U);
    if (hosts.empty()) return host;
    const readers::Volume volume(*collection, hosts.front().artefacts);
    readers::read_host(
        volume, [&](State&& state) { host.documents.push_back(std::move(state)); },
        [&](Observation seen) { host.observations.push_back(std::move(seen)); },
        [](const Note&) {});
    return host;
}

}  // namespace xiezhi::testing
