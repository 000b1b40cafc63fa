#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/rules/gate.h"
#include "xiezhi/rules/program.h"
#include "xiezhi/rules/simplify.h"

namespace xiezhi::rules {

/// Makes a Program of simplified trees. The trees' leaves must live until build() is done.
class ProgramBuilder {
public:
    explicit ProgramBuilder(RegexCache& regexes) : regexes_(regexes), gates_(regexes) {}

    /// In order of rule, native before derived. `map`: how the source calls the rule's fields.
    void add(std::uint32_t rule, bool derived, Twig twig, const schema::FieldMap* map);

    [[nodiscard]] std::unique_ptr<Program> build();

private:
    struct Pending {
        std::uint32_t rule;
        bool derived;
        Twig twig;
        const schema::FieldMap* map;
    };

    std::uint32_t field(const std::string& name, const schema::FieldMap* map);
    std::uint32_t leaf(const Leaf& leaf, const schema::FieldMap* map);
    std::uint32_t group(const std::vector<const Leaf*>& leaves, const schema::FieldMap* map);
    std::uint32_t network_group(const std::vector<const Leaf*>& leaves,
                                const schema::FieldMap* map);
    std::uint32_t branch(const Twig& twig, const schema::FieldMap* map);
    std::uint32_t leaf_branch(std::uint32_t leaf);
    std::vector<std::uint32_t> or_children(const Twig& twig, const schema::FieldMap* map);
    std::vector<std::uint32_t> and_children(const Twig& twig, const schema::FieldMap* map);
    void add_gate(const Pending& pending, std::uint32_t entry);
    void finish_gates();

    RegexCache& regexes_;
    std::vector<Pending> pending_;
    Gates gates_;
    std::unique_ptr<Program> program_;
    std::map<std::pair<std::string, const schema::FieldMap*>, std::uint32_t> fields_;
    std::unordered_map<std::string, std::uint32_t> leaves_;
    std::vector<std::uint32_t> leaf_branches_;
    struct LiteralUse {
        std::uint32_t field;
        const GateLiteral* literal;
        std::vector<std::uint32_t> entries;
    };
    std::vector<LiteralUse> literals_;
    std::unordered_map<std::string, std::uint32_t> literal_ids_;
};

}  // namespace xiezhi::rules
