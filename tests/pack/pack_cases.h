#pragma once

#include <string>
#include <vector>

#include "xiezhi/model/event.h"

namespace xiezhi::testing {

enum class Expected : std::uint8_t { Hit, Miss, Decoy };

/// One case of a rule's test file: the events of a host, and whether the rule may be true of them.
struct PackCase {
    std::string name;  // "run_key decoy 1"
    Expected expected = Expected::Hit;
    std::vector<KeptEvent> events;
};

/// The test file beside a rule of pack/ (`run_key.yml` has `run_key.test.yml`).
///     rule:  name of the rule that is judged; the first of the file when it is not given
///     event: {channel: …, id: …, provider: …}          what all events have in common
///     event: {dataset: …}     instead, for rules over documents: what a command line leads to and
///                             the traits of names and folders are added as for a real host
///     hit, miss, decoy: list of events (maps of fields, `id` and so on may be overridden), or of
///     lists of events, one after the other: `wait` seconds before it, `times` in all, `every` so
///     many seconds, `{n}` in a value counts them. A field with a list of values has several.
///     Execution_ProcessID is the record's own.
struct PackTest {
    std::string path;
    std::string rule;
    std::vector<PackCase> cases;
};

[[nodiscard]] PackTest read_pack_test(const std::string& path);

}  // namespace xiezhi::testing
