// Counts of services by hivex and regipy.
#include <gtest/gtest.h>

#include "tests/support/corpus.h"
#include "tests/support/facts.h"
#include "tests/support/last_hive.h"

namespace xiezhi::testing {
namespace {

using Values = std::optional<std::vector<std::string>>;

struct Counts {
    std::size_t services = 0;
    std::size_t drivers = 0;
    std::size_t autostarts = 0;
    std::size_t dlls = 0;
};

Counts counts_of(const regf::Hive& hive) {
    constexpr std::uint64_t kDriverTypes = 0x03;  // kernel, file system; no recognisers
    constexpr std::uint64_t kWin32Types = 0x30;
    constexpr std::uint64_t kAutomatic = 2;
    Counts counts;
    const auto services = hive.find(current_control_set(hive) + "\\Services");
    if (!services) return counts;
    for (const regf::Key& service : services->subkeys()) {
        ++counts.services;
        const auto type = service.number("Type").value_or(0);
        counts.drivers += (type & kDriverTypes) != 0 ? 1U : 0U;
        const bool automatic = service.number("Start") == kAutomatic;
        counts.autostarts += automatic && (type & kWin32Types) != 0 ? 1U : 0U;
        const auto parameters = service.subkey("Parameters");
        counts.dlls += parameters && parameters->value("ServiceDll") ? 1U : 0U;
    }
    return counts;
}

TEST(FactsServices, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    LastHive last(root);
    check_facts(root, "services", {}, [&](const Fact& fact) -> Values {
        const regf::Hive* hive = last.get(fact.file);
        if (hive == nullptr) return std::vector<std::string>{};
        const Counts counts = counts_of(*hive);
        if (fact.field == "service_key_count") return {{std::to_string(counts.services)}};
        if (fact.field == "driver_count") return {{std::to_string(counts.drivers)}};
        if (fact.field == "autostart_win32_count") return {{std::to_string(counts.autostarts)}};
        if (fact.field == "service_dll_count") return {{std::to_string(counts.dlls)}};
        if (fact.field != "entry_count") return std::nullopt;
        std::size_t control_sets = 0;  // regipy has one entry for each
        for (const regf::Key& key : hive->root()->subkeys()) {
            control_sets += key.name().text().starts_with("ControlSet") ? 1U : 0U;
        }
        return {{std::to_string(control_sets)}};
    });
}

}  // namespace
}  // namespace xiezhi::testing
