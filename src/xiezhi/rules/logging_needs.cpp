#include "xiezhi/rules/logging_needs.h"

#include <charconv>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/simplify.h"
#include "xiezhi/schema/logging.h"

namespace xiezhi::rules {
namespace {

struct Needs {
    bool script_blocks = false;
    bool module_logging = false;
    bool command_line = false;
    std::set<std::string_view> subcategories;
};

void note_event_id(const Leaf& leaf, Needs& needs) {
    std::uint32_t id = 0;
    const auto [stop, error] =
        std::from_chars(std::to_address(leaf.text.begin()), std::to_address(leaf.text.end()), id);
    if (error != std::errc{}) return;
    const std::string_view subcategory = schema::audit_subcategory(id);
    if (!subcategory.empty()) needs.subcategories.insert(subcategory);
}

void note_leaf(const Leaf& leaf, Needs& needs) {
    const std::string_view field = leaf.field;
    needs.script_blocks |= field.starts_with("powershell.file.");
    needs.module_logging |= field.starts_with("powershell.command.");
    needs.command_line |= field == "process.command_line" || field == "process.args";
    if (is_event_id(field) && leaf.op == Op::Equals) note_event_id(leaf, needs);
}

/// What is denied needs no logging.
void note_node(const Node& node, Needs& needs) {
    if (node.kind == Node::Kind::Not) return;
    if (node.kind == Node::Kind::Leaf) note_leaf(node.leaf, needs);
    for (const Node& child : node.children) note_node(child, needs);
}

}  // namespace

void add_logging_needs(const Rule& rule, std::vector<Message>& remarks) {
    if (rule.source.space != FieldSpace::Ecs) return;
    Needs needs;
    note_node(rule.condition, needs);
    if (needs.script_blocks) remarks.push_back(msg::check_needs_script_blocks());
    if (needs.module_logging) remarks.push_back(msg::check_needs_module_logging());
    if (needs.command_line) remarks.push_back(msg::check_needs_command_line());
    if (needs.subcategories.empty()) return;
    std::string names;
    for (const std::string_view name : needs.subcategories) {
        if (!names.empty()) names += ", ";
        names += name;
    }
    remarks.push_back(msg::check_needs_audit(std::move(names)));
}

}  // namespace xiezhi::rules
