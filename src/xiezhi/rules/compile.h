#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/rules/gate.h"
#include "xiezhi/rules/program.h"
#include "xiezhi/rules/simplify.h"

namespace xiezhi::rules {

/// Makes a Program of simplified trees: finds what must occur for each to be true.
class ProgramBuilder {
public:
    explicit ProgramBuilder(RegexCache& regexes)
        : gates_(regexes), program_(std::make_unique<Program>(regexes)) {}

    /// In order of rule, native before derived. `map`: how the source calls the rule's fields.
    void add(std::uint32_t rule, bool derived, Twig twig, const schema::FieldMap* map);

    /// `leaves`: those of the trees that no rule holds.
    [[nodiscard]] std::unique_ptr<Program> build(std::deque<Leaf> leaves);

private:
    struct LiteralUse {
        std::uint32_t field;
        const GateLiteral* literal;
        std::vector<std::uint32_t> entries;
    };

    void add_gate(std::uint32_t entry);
    void finish_gates();

    Gates gates_;
    std::unique_ptr<Program> program_;
    std::vector<LiteralUse> literals_;
    std::unordered_map<std::string, std::uint32_t> literal_ids_;
};

}  // namespace xiezhi::rules
