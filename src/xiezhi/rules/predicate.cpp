#include "xiezhi/rules/predicate.h"

#include <utility>

namespace xiezhi::rules {
namespace {

Node join(Node::Kind kind, std::vector<Node> children) {
    if (children.size() == 1) return std::move(children.front());
    Node node;
    node.kind = kind;
    node.children = std::move(children);
    return node;
}

}  // namespace

Node Node::all(std::vector<Node> children) {
    return children.empty() ? constant(true) : join(Kind::And, std::move(children));
}

Node Node::any(std::vector<Node> children) {
    return children.empty() ? constant(false) : join(Kind::Or, std::move(children));
}

Node Node::negate(Node child) {
    Node node;
    node.kind = Kind::Not;
    node.children.push_back(std::move(child));
    return node;
}

Node Node::of(Leaf leaf) {
    Node node;
    node.kind = Kind::Leaf;
    node.leaf = std::move(leaf);
    return node;
}

Node Node::constant(bool value) {
    Node node;
    node.kind = value ? Kind::True : Kind::False;
    return node;
}

}  // namespace xiezhi::rules
