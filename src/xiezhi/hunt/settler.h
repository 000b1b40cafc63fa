#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/hunt/block.h"
#include "xiezhi/hunt/judge.h"
#include "xiezhi/hunt/outlet.h"
#include "xiezhi/hunt/relate/relate.h"
#include "xiezhi/hunt/script_blocks.h"
#include "xiezhi/hunt/seen_set.h"

namespace xiezhi::hunt {

/// The stage where order matters, by one thread at a time: results of blocks come in the order of
/// the evidence; copies are recognised, script blocks put together, correlations fed.
class Settler {
public:
    Settler(const JudgeContext& context, const FindingSink& findings, const NoteSink& notes);

    /// False when the sink wants no more.
    bool commit(BlockResult result);
    /// After the last block: scripts that never became whole, then correlations.
    bool finish();

    [[nodiscard]] HuntSummary& summary() noexcept { return summary_; }

private:
    /// Names of channels and hosts come from evidence: more than this are put together.
    static constexpr std::size_t kNamesMax = 4096;
    /// More parts of a script are counted only. Ordinary ones have 16 KB: it may have 16 MB.
    static constexpr std::size_t kPartsNamedMax = 1000;

    void count(const BlockResult& result);
    bool settle_record(std::size_t artefact, RecordHits record);
    bool settle_part(std::size_t artefact, RecordHits& record);
    bool report(std::size_t artefact, RecordHits& record);
    bool report_script(JoinedScript& script);
    bool report_joined(const JoinedScript& script);
    bool report_parts(const JoinedScript& script, RuleHit hit,
                      const std::vector<std::uint32_t>& numbers, bool joined);
    void relate(const std::vector<BaseHit>& hits, FileTime time, const EventPlace& place);
    [[nodiscard]] bool is_new(const RecordHits& record);
    void note_spill(const Error& error, Message what);

    const JudgeContext& context_;
    const NoteSink& notes_;
    HuntSummary summary_;
    Outlet outlet_;
    SeenSet seen_;
    ScriptBlocks scripts_;
    rules::Matcher::Worker matcher_;
    BaseExtractor extractor_;
    Relater relater_;
    std::uint64_t order_ = 0;  // of the record being settled
    std::optional<std::size_t> last_unreadable_;
    bool spill_failed_ = false;
    std::vector<rules::Hit> hits_;
};

}  // namespace xiezhi::hunt
