#pragma once

#include "xiezhi/model/ecs/text.h"

namespace xiezhi::ecs {

/// `table`, `tables`: names in schema/ecs_tables.tsv, several with | between them.

void look_up(std::string_view text, std::string_view table, Texts& out);
void look_up_number(std::string_view text, std::string_view table, Texts& out);

/// The text of every mask all of whose bits are in the number.
void bits(std::string_view text, std::string_view tables, Texts& out);

/// "%%1537 %%1538": the texts Windows shows in their place. A number without one gives nothing.
void messages(std::string_view text, Texts& out);
/// The numbers themselves, or the text as it is when it is not made of such.
void message_numbers(std::string_view text, Texts& out);

/// Rights to an object, as bits or as messages; `object_type` is what the event says.
void access_mask(std::string_view text, std::string_view object_type, Texts& out);

/// From the audit bits of the keywords.
void outcome(std::string_view keywords, Texts& out);

/// What Windows shows for the task of a provider; nothing when we do not know it.
void task(std::string_view text, std::string_view provider, Texts& out);

/// Sysmon's "MD5=…,SHA256=…": one of them or `all`, in lower case; one of zeros alone is none.
void hash(std::string_view text, std::string_view algorithm, Texts& out);

}  // namespace xiezhi::ecs
