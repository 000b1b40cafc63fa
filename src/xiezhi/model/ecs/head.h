#pragma once

#include "xiezhi/model/ecs/text.h"
#include "xiezhi/model/event.h"
#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {

/// A fact of the record's head, or one that stands for the shipper.
void head(const EventHead& facts, const schema::ecs::SourceRow& source, std::string_view which,
          Texts& out);

/// A time as documents have it: ISO 8601, UTC, milliseconds.
void time(std::string_view text, Texts& out);

/// UUID of the host of that name: the same in upper and lower case, made by the rules of RFC 9562
/// 5.5 (version 5). `purpose` tells apart what is made of one name.
[[nodiscard]] std::string uuid_of(std::string_view computer, std::string_view purpose);

}  // namespace xiezhi::ecs
