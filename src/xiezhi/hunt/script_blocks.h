#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/hunt/block.h"

namespace xiezhi::hunt {

/// The field with the text of a part.
inline constexpr std::string_view kScriptText = "ScriptBlockText";

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

/// A rule that is true of single parts of a script.
struct PartHit {
    RuleHit hit;                         // of the part met first
    std::vector<std::uint32_t> numbers;  // of the parts, in the order in which they were met
};

/// A script put together again.
struct JoinedScript {
    std::map<std::uint32_t, FindingEvent> parts;  // by number; perhaps with gaps
    std::uint32_t total = 0;                      // how many parts there should be
    KeptEvent whole;                              // the first part with the text of all
    std::size_t artefact = 0;                     // that the first part is of
    std::vector<PartHit> hits;                    // to be reported, in the order met
    std::set<std::uint32_t> known;                // rules that were true of single parts
};
using ScriptSink = std::function<void(JoinedScript)>;

/// Collects parts until a script is whole, or until it has to give way: text in memory is bounded.
class ScriptBlocks {
public:
    explicit ScriptBlocks(std::size_t bytes_max = std::size_t{16} << 20U) : bytes_max_(bytes_max) {}

    /// Gives the script to `done` when it is whole. Of what is true of this part by itself, `hits`
    /// are kept until then, and `base_hits` are left with those of rules not met in the script yet.
    void add(ScriptPart part, std::vector<RuleHit> hits, std::vector<BaseHit>& base_hits,
             const ScriptSink& done);

    /// Gives out all that never became whole, oldest first.
    void finish(const ScriptSink& done);

private:
    struct Script {
        std::string id;
        std::map<std::uint32_t, ScriptPart> parts;
        std::vector<PartHit> hits;
        std::set<std::uint32_t> known;  // rules of `hits` and of base hits
        std::uint32_t total = 0;
        std::size_t bytes = 0;
    };

    void add_hits(Script& script, std::uint32_t number, std::vector<RuleHit> hits,
                  std::vector<BaseHit>& base_hits);
    void grow(Script& script, std::size_t size);
    void give_out(std::list<Script>::iterator script, const ScriptSink& done);

    std::list<Script> scripts_;  // oldest first
    std::unordered_map<std::string, std::list<Script>::iterator> by_id_;
    std::size_t bytes_ = 0;
    std::size_t bytes_max_;
};

}  // namespace xiezhi::hunt
