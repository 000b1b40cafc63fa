#pragma once

#include <string>

#include "xiezhi/base/message.h"
#include "xiezhi/model/event.h"

namespace xiezhi::output {

/// What the event says, in one line of words (schema/sentences.tsv); empty when nothing is known of
/// its id. Texts of the evidence in it are shortened, their blanks and line ends made one blank;
/// the caller makes it harmless as he does with all evidence (output/neutral.h).
[[nodiscard]] std::string event_sentence(const KeptEvent& event, Lang lang);

}  // namespace xiezhi::output
