#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "xiezhi/base/message.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi {

/// What came of looking for something. The ledger is made of these: "nothing found" without an
/// observation does not exist.
enum class Outcome : std::uint8_t {
    Read,     // there, and read to its end
    Partly,   // there, but damaged, dirty without its logs, or cut at a limit
    Absent,   // looked for and not in the evidence
    Damaged,  // there, and unreadable
    Denied,   // there, and we may not (a password, rights)
};
[[nodiscard]] const char* outcome_name(Outcome outcome) noexcept;

struct Observation {
    schema::Dataset dataset = schema::Dataset::Host;
    Outcome outcome = Outcome::Absent;
    /// The artefact by its name on the volume, `Windows/System32/config/SYSTEM`, or what was found
    /// at that place in this evidence.
    std::string artefact;
    Message what;                 // in words: what was read, or why not
    std::uint64_t documents = 0;  // that came of it
};

using ObservationSink = std::function<void(Observation)>;

}  // namespace xiezhi
