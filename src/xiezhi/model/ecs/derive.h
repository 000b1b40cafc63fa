#pragma once

#include <span>

#include "xiezhi/model/ecs/text.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {

/// Applies a transform that needs nothing but its operands' values (one list each) to them;
/// Constant, Task and Head are the document's own.
void derive(schema::ecs::Transform transform, std::string_view parameter,
            std::span<const Texts> operands, Texts& out);

}  // namespace xiezhi::ecs
