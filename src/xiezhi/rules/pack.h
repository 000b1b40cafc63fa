#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/rules/load.h"

namespace xiezhi::rules {

/// A file of our own pack, decoded: its name ("pack/run_key.yml", "pack/lists/miner_ports.txt") and
/// its text.
struct PackFile {
    std::string name;
    std::string text;
};

/// The table of what the program can find (triage/capabilities.h reads it).
inline constexpr std::string_view kCapabilitiesFile = "pack/capabilities.tsv";
/// The table of commands that look at, keep and contain a thing (triage/measures.h reads it).
inline constexpr std::string_view kMeasuresFile = "pack/measures.tsv";

/// The rules and lists that are part of the program (pack/ in the repository), in order of their
/// names.
[[nodiscard]] std::vector<PackFile> builtin_pack();

/// The same, loaded: what `hunt` uses when no rules were given.
[[nodiscard]] RuleSet load_builtin_pack(LoadOptions options = {});

}  // namespace xiezhi::rules
