#pragma once

#include <span>

#include "xiezhi/rules/field_texts.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {

/// Makes the values of a mapped field out of its native fields, given in the order of
/// MappedField::natives as unfolded texts. Nothing is added when the event does not have them.
void derive(schema::Transform transform, std::span<const FieldTexts* const> natives,
            FieldTexts& out);

/// `SHA1=…,MD5=…`: the part that is called `name`, ignoring case.
void add_hash_part(std::string_view hashes, std::string_view name, FieldTexts& out);

/// The values of `name=value` lines (Windows PowerShell 400, 600, 800), ignoring the name's case.
void add_key_lines(std::string_view text, std::string_view name, FieldTexts& out);

}  // namespace xiezhi::rules
