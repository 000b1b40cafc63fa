#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/rules/field_table.h"
#include "xiezhi/rules/gate.h"
#include "xiezhi/rules/leaf.h"
#include "xiezhi/rules/simplify.h"

namespace xiezhi::rules {

/// Rules' trees with their leaves made ready. Leaves that ask the same are there once, many texts
/// asked of one field are one leaf. Trees come one by one, when a record first needs them: of a
/// channel's rules most never are.
class EntryTrees {
public:
    struct Branch {
        Node::Kind kind = Node::Kind::True;
        std::uint32_t first = 0;  // into children(), or the leaf
        std::uint32_t count = 0;
    };

    EntryTrees(FieldTable fields, RegexCache& regexes)
        : regexes_(regexes), fields_(std::move(fields)), gates_(regexes) {}

    /// Its root among branches(). The twig's leaves must outlive the trees.
    std::uint32_t add(const Twig& twig, const schema::FieldMap* map) { return branch(twig, map); }

    [[nodiscard]] const std::vector<FieldPlan>& fields() const noexcept { return fields_.plans(); }
    [[nodiscard]] const std::vector<ReadyLeaf>& leaves() const noexcept { return leaves_; }
    [[nodiscard]] const std::vector<Branch>& branches() const noexcept { return branches_; }
    [[nodiscard]] const std::vector<std::uint32_t>& children() const noexcept { return children_; }

private:
    std::uint32_t leaf(const Leaf& leaf, const schema::FieldMap* map);
    std::uint32_t group(const std::vector<const Leaf*>& leaves, const schema::FieldMap* map);
    std::uint32_t network_group(const std::vector<const Leaf*>& leaves,
                                const schema::FieldMap* map);
    std::uint32_t branch(const Twig& twig, const schema::FieldMap* map);
    std::uint32_t leaf_branch(std::uint32_t leaf);
    std::vector<std::uint32_t> or_children(const Twig& twig, const schema::FieldMap* map);
    std::vector<std::uint32_t> and_children(const Twig& twig, const schema::FieldMap* map);

    RegexCache& regexes_;
    FieldTable fields_;
    Gates gates_;
    std::vector<ReadyLeaf> leaves_;
    std::vector<Branch> branches_;
    std::vector<std::uint32_t> children_;
    std::unordered_map<std::string, std::uint32_t> leaf_ids_;  // by what is asked
    std::vector<std::uint32_t> leaf_branches_;
};

}  // namespace xiezhi::rules
