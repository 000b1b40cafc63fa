#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "xiezhi/rules/entry_trees.h"
#include "xiezhi/rules/literal_scan.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/record_fields.h"

namespace xiezhi::rules {

/// All rules that can be true of the records of one (channel, provider, event id), and what must
/// occur in a record for each of them to be worth asking. Immutable and shared by all threads.
struct Program {
    explicit Program(RegexCache& the_regexes) : regexes(the_regexes) {}

    struct Entry {
        std::uint32_t rule = 0;
        bool derived = false;
        Twig twig;  // its leaves are those of the rules or of `leaves`
        const schema::FieldMap* map = nullptr;
    };
    /// The gate literals of one field. A literal's id is an index into `opens`.
    struct Gate {
        std::uint32_t field = 0;
        bool any = false;        // keywords: every value of the record; one gate a program at most
        bool plain_too = false;  // values of kPlainAlphabet could have a literal as well
        LiteralScanner scanner;
    };
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    RegexCache& regexes;
    std::deque<Leaf> leaves;
    FieldTable fields;           // of the gates
    std::vector<Entry> entries;  // in order of rule, native before derived
    std::vector<Gate> gates;
    std::vector<Range> opens;            // per gate literal: which entries it lets through
    std::vector<std::uint32_t> opened;   // entries of `opens`
    std::vector<std::uint32_t> ungated;  // entries that have no necessary literal
};

/// One thread's work with one program: trees made ready when their gate first opens, buffers that
/// stay, so that a record costs no allocation.
class ProgramRun {
public:
    explicit ProgramRun(const Program& program);  // `program` must outlive it

    /// Appends what is true of the event, in order of rule.
    void match(const Event& event, std::vector<Hit>& hits);

private:
    void open_gates(const Event& event);
    void scan_text(const Program::Gate& gate, std::string_view text);
    bool scan_strings(const Event& event, const Program::Gate& gate);
    [[nodiscard]] bool fixed_may_have_any(const Event& event, const Program::Gate& gate);
    void scan_any(const Program::Gate& gate);
    void scan_field(const Program::Gate& gate);
    void open(std::uint32_t literal);
    void judge(std::uint32_t entry);
    [[nodiscard]] bool holds(std::uint32_t branch);
    [[nodiscard]] bool leaf_holds(std::uint32_t leaf);

    static constexpr std::uint32_t kNotReady = UINT32_MAX;

    [[nodiscard]] std::uint32_t root_of(std::uint32_t entry);

    const Program& program_;
    EntryTrees trees_;
    std::vector<std::uint32_t> roots_;  // per entry, into the trees' branches
    RecordFields fields_;
    std::vector<Bytes> strings_;                         // of the record at hand
    std::string text_;                                   // one of them, folded
    std::unordered_map<std::uint32_t, bool> fixed_any_;  // by shape: its fixed texts may open `any`
    std::uint32_t generation_ = 0;
    std::vector<std::uint32_t> leaf_known_;  // generation in which it was asked
    std::vector<std::uint8_t> leaf_answer_;
    std::vector<std::uint32_t> entry_opened_;  // generation
    std::vector<std::uint32_t> candidates_;
    std::vector<std::uint32_t> true_entries_;
};

}  // namespace xiezhi::rules
