#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xiezhi/base/time.h"

namespace xiezhi {

/// How a fact was come by.
enum class ProofState : std::uint8_t {
    Live,     // stands where it belongs
    Deleted,  // recovered from what was deleted
    Carved,   // found without its surroundings
    Derived,  // concluded from other facts
};
[[nodiscard]] const char* proof_state_name(ProofState state) noexcept;

/// Where a fact comes from, so that a person can open it with another tool.
struct Proof {
    std::string path;    // of the artefact, as given by the user, '/' between components
    std::string parser;  // what read it: regf, task, wmi, prefetch, lnk, text …
    std::string place;   // in the artefact's own terms: `key | value`, `line 8`, an instance path
    std::optional<std::uint64_t> offset{};  // bytes from the start of the artefact
    ProofState state = ProofState::Live;
};

/// What a time says. Machine names: "key_last_written" and so on.
enum class TimeMeaning : std::uint8_t {
    None,
    KeyLastWritten,
    FileModified,
    FileCreated,
    LastRun,
    Registered,  // as the thing's own definition says
    Logged,
    Detected,
};
[[nodiscard]] const char* time_meaning_name(TimeMeaning meaning) noexcept;

}  // namespace xiezhi
