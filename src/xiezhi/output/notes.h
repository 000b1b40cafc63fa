#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "xiezhi/model/note.h"
#include "xiezhi/output/text_sink.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::output {

/// Counts notes, keeps the first few of each kind for the summary, and passes every one on as a
/// line of NDJSON when there is a sink (`--notes FILE`). docs/output.md describes the members.
class NoteLog {
public:
    static constexpr std::size_t kKept = 5;
    static constexpr std::size_t kKinds = 5;

    explicit NoteLog(TextSink sink = {}) : sink_(std::move(sink)) {}

    void add(const Note& note);

    /// A rule that could not apply because no channel of its log source is in the evidence.
    void add_blind_rule(const rules::Rule& rule);

    /// A rule document that was refused or is odd.
    void add_problem(const rules::RuleProblem& problem);

    [[nodiscard]] std::uint64_t count(NoteKind kind) const noexcept;
    [[nodiscard]] const std::vector<Note>& first(NoteKind kind) const noexcept;

private:
    TextSink sink_;
    std::array<std::uint64_t, kKinds> counts_{};
    std::array<std::vector<Note>, kKinds> first_;
};

}  // namespace xiezhi::output
