#pragma once

#include <string>

#include "xiezhi/base/bytes.h"

namespace xiezhi {

/// Appends the bytes as base64 (RFC 4648, 4), padded at the end: what is to become one text must
/// come in pieces of a multiple of three bytes.
void append_base64(std::string& out, Bytes bytes);

}  // namespace xiezhi
