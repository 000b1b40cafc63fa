#pragma once

#include <span>

#include "xiezhi/formats/evtx/nodes.h"
#include "xiezhi/formats/evtx/program.h"

namespace xiezhi::evtx {

/// Program that writes the elements between two nodes of a template as members of a JSON object,
/// each with a ',' behind it, in the shape of `evtx_dump -o jsonl` (docs/formats/evtx.md, "JSON").
void compile_json(std::span<const Node> nodes, std::size_t first, std::size_t last,
                  Program& program);

/// Program that writes them as XML, as Windows does (docs/formats/evtx.md, "XML").
void compile_xml(std::span<const Node> nodes, Program& program);

}  // namespace xiezhi::evtx
