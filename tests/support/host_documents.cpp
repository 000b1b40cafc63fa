#include "tests/support/host_documents.h"

#include <gtest/gtest.h>

#include <charconv>
#include <memory>

#include "xiezhi/readers/host/host_reader.h"
#include "xiezhi/readers/volume.h"

namespace xiezhi::testing {

std::vector<const State*> HostDocuments::of(Dataset dataset) const {
    std::vector<const State*> found;
    for (const State& state : states) {
        if (state.dataset() == dataset) found.push_back(&state);
    }
    return found;
}

const State& HostDocuments::one(Dataset dataset, StateField field, std::string_view text) const {
    static const State kNone(Dataset::Host);
    const State* found = nullptr;
    for (const State* state : of(dataset)) {
        if (state->text(field) != text) continue;
        EXPECT_EQ(found, nullptr) << "two have " << text;
        found = state;
    }
    EXPECT_NE(found, nullptr) << "none has " << text;
    return found == nullptr ? kNone : *found;
}

Outcome HostDocuments::outcome(Dataset dataset) const {
    for (const Observation& observation : observations) {
        if (observation.dataset == dataset) return observation.outcome;
    }
    ADD_FAILURE() << "nothing was said of the dataset";
    return Outcome::Absent;
}

WrittenHost& WrittenHost::hive(std::string_view name, const HiveKey& root,
                               const HiveOptions& options) {
    return file("Windows/System32/config/" + std::string(name), write_hive(root, options));
}

WrittenHost& WrittenHost::user_hive(std::string_view user, const HiveKey& root,
                                    const HiveOptions& options) {
    return file("Users/" + std::string(user) + "/NTUSER.DAT", write_hive(root, options));
}

WrittenHost& WrittenHost::file(std::string_view path, std::string_view bytes) {
    folder_.write("C/" + std::string(path), bytes);
    return *this;
}

HostDocuments WrittenHost::read() const {
    HostDocuments out;
    const std::vector<std::string> named = {folder_.path()};
    const auto collection = evidence::Collection::open(named, {.password = {}}, [](const Note&) {});
    EXPECT_TRUE(collection);
    if (!collection) return out;
    const auto hosts = readers::hosts_of(*collection, named);
    EXPECT_EQ(hosts.size(), 1U);
    if (hosts.empty()) return out;
    const readers::Volume volume(*collection, hosts.front().artefacts);
    readers::read_host(
        volume, [&](State&& state) { out.states.push_back(std::move(state)); },
        [&](Observation observation) { out.observations.push_back(std::move(observation)); },
        [](const Note&) {});
    return out;
}

HiveKey system_root() {
    HiveKey root{.name = "ROOT"};
    key_at(root, "Select").values.push_back(number_value("Current", 1));
    key_at(root, R"(ControlSet001\Control\ComputerName\ComputerName)")
        .values.push_back(text_value("ComputerName", "HOST7"));
    return root;
}

HiveKey software_root() {
    HiveKey root{.name = "ROOT"};
    key_at(root, R"(Microsoft\Windows NT\CurrentVersion)")
        .values.push_back(text_value("SystemRoot", R"(C:\Windows)"));
    return root;
}

HiveKey user_root() {
    HiveKey root{.name = "ROOT"};
    key_at(root, R"(Software\Microsoft)");
    return root;
}

FileTime days_ago(std::uint64_t days) {
    return {HiveOptions().written.ticks - days * kTicksPerDay};
}

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
        const std::string_view pair = digits.substr(i, 2);
        unsigned value = 0;
        std::from_chars(std::to_address(pair.begin()), std::to_address(pair.end()), value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

}  // namespace xiezhi::testing
