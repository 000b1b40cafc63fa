#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "xiezhi/rules/leaf.h"
#include "xiezhi/rules/literal_scan.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/record_fields.h"

namespace xiezhi::rules {

/// All rules that can be true of the records of one (channel, provider, event id), compiled.
/// Immutable and shared by all threads.
struct Program {
    struct Branch {
        Node::Kind kind = Node::Kind::True;
        std::uint32_t first = 0;  // into `children`, or the leaf
        std::uint32_t count = 0;
    };
    struct Entry {
        std::uint32_t rule = 0;
        bool derived = false;
        std::uint32_t root = 0;  // into `branches`
    };
    /// The gate literals of one field. A literal's id is an index into `opens`.
    struct Gate {
        std::uint32_t field = 0;
        bool any = false;        // keywords: every value of the record
        bool plain_too = false;  // values of kPlainAlphabet could have a literal as well
        LiteralScanner scanner;
    };
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    std::vector<FieldPlan> fields;
    std::vector<ReadyLeaf> leaves;
    std::vector<Branch> branches;
    std::vector<std::uint32_t> children;
    std::vector<Entry> entries;  // in order of rule, native before derived
    std::vector<Gate> gates;
    std::vector<Range> opens;            // per gate literal: which entries it lets through
    std::vector<std::uint32_t> opened;   // entries of `opens`
    std::vector<std::uint32_t> ungated;  // entries that have no necessary literal

    [[nodiscard]] std::size_t memory() const noexcept;
};

/// One thread's work with one program: buffers that stay, so that a record costs no allocation.
class ProgramRun {
public:
    explicit ProgramRun(const Program& program);  // `program` must outlive it

    /// Appends what is true of the event, in order of rule.
    void match(const Event& event, std::vector<Hit>& hits);

private:
    void open_gates();
    void open(std::uint32_t literal);
    void judge(std::uint32_t entry);
    [[nodiscard]] bool holds(std::uint32_t branch);
    [[nodiscard]] bool leaf_holds(std::uint32_t leaf);

    const Program& program_;
    RecordFields fields_;
    std::uint32_t generation_ = 0;
    std::vector<std::uint32_t> leaf_known_;  // generation in which it was asked
    std::vector<std::uint8_t> leaf_answer_;
    std::vector<std::uint32_t> entry_opened_;  // generation
    std::vector<std::uint32_t> candidates_;
    std::vector<std::uint32_t> true_entries_;
};

}  // namespace xiezhi::rules
