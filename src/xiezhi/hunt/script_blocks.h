#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/hunt/finding.h"

namespace xiezhi::hunt {

/// One logged part of a PowerShell script block (4104) that came in several.
struct ScriptPart {
    FindingEvent event;
    std::size_t artefact = 0;
    std::string script;        // host and ScriptBlockId
    std::uint32_t number = 0;  // MessageNumber, from 1
    std::uint32_t total = 0;   // MessageTotal
};

/// Whether the event is such a part.
[[nodiscard]] bool is_script_part(const Event& event);
/// Nothing when numbers make no sense.
[[nodiscard]] std::optional<ScriptPart> script_part(FindingEvent event, std::size_t artefact);

/// A script put together again.
struct JoinedScript {
    std::vector<FindingEvent> parts;   // in order of their numbers; perhaps with gaps
    KeptEvent whole;                   // the first part with the text of all
    std::size_t artefact = 0;          // that the first part is of
    std::set<std::uint32_t> reported;  // rules that were true of single parts
};
using ScriptSink = std::function<void(JoinedScript)>;

/// Collects parts until a script is whole, or until it has to give way: text in memory is bounded.
class ScriptBlocks {
public:
    explicit ScriptBlocks(std::size_t bytes_max = std::size_t{16} << 20U) : bytes_max_(bytes_max) {}

    /// Gives the script to `done` when it is whole. `rules` are true of this part by itself; what
    /// of them was not yet reported for the script is given back.
    std::vector<std::uint32_t> add(ScriptPart part, const std::vector<std::uint32_t>& rules,
                                   const ScriptSink& done);

    /// Gives out all that never became whole, oldest first.
    void finish(const ScriptSink& done);

private:
    struct Script {
        std::string id;
        std::map<std::uint32_t, ScriptPart> parts;
        std::set<std::uint32_t> reported;
        std::uint32_t total = 0;
        std::size_t bytes = 0;
    };

    void give_out(std::list<Script>::iterator script, const ScriptSink& done);

    std::list<Script> scripts_;  // oldest first
    std::unordered_map<std::string, std::list<Script>::iterator> by_id_;
    std::size_t bytes_ = 0;
    std::size_t bytes_max_;
};

}  // namespace xiezhi::hunt
