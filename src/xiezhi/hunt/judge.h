#pragma once

#include <memory>

#include "xiezhi/hunt/block.h"
#include "xiezhi/hunt/exceptions.h"
#include "xiezhi/hunt/ioc/finder.h"
#include "xiezhi/hunt/item_reader.h"
#include "xiezhi/hunt/relate/plan.h"

namespace xiezhi::hunt {

/// What all workers share; all of it outlives them.
struct JudgeContext {
    const evidence::Collection& collection;
    const rules::RuleSet& rules;
    const HuntOptions& options;
    const RelatePlan& plan;
    rules::Matcher& matcher;
    const readers::EvtxCatalogue& catalogue;
    SettledKeys& settled;
    const ExceptionFilter& exceptions;
};

/// Reads the records of a work item and judges them by the rules. One per thread.
class Judge {
public:
    explicit Judge(const JudgeContext& context);

    [[nodiscard]] BlockResult work(const WorkItem& item);

private:
    static constexpr std::size_t kNotesMax = 64;  // of a block; the rest is only counted

    void judge(const Event& event, BlockResult& out);
    [[nodiscard]] RecordHits blank_record(const Event& event) const;
    [[nodiscard]] bool settled_before(const RecordHits& record) const;
    void judge_hits(const Event& event, RecordHits& record);
    void write_documents(const Event& event, RecordHits& record);
    void tally(const EventHead& head, BlockResult& out);
    [[nodiscard]] std::uint64_t size_of(const WorkItem& item) const;

    const JudgeContext& context_;
    ItemReader reader_;
    rules::Matcher::Worker matcher_;
    ioc::Finder finder_;
    BaseExtractor extractor_;
    std::vector<rules::Hit> hits_;
    DocumentMaker document_;
    Finding draft_;  // of a document: its one event is written over again and again
    std::size_t last_channel_ = 0;
    std::size_t last_host_ = 0;
    bool counts_events_ = false;  // of the last channel
};

}  // namespace xiezhi::hunt
