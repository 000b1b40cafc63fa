#pragma once

#include <cstdint>
#include <vector>

#include "xiezhi/hunt/finding.h"
#include "xiezhi/triage/ledger.h"
#include "xiezhi/triage/story.h"

namespace xiezhi::triage {

/// The answer in one word. A weakness (an open door) never moves it.
enum class Verdict : std::uint8_t {
    Compromised,   // a critical finding, or high ones that support each other
    Suspicious,    // one high finding alone, or several medium ones
    NothingFound,  // and enough was seen to say so
    TooLittleSeen,
};
[[nodiscard]] const char* verdict_name(Verdict verdict) noexcept;

/// `findings` without weaknesses; stories are of the same.
[[nodiscard]] Verdict judge(const std::vector<hunt::Finding>& findings,
                            const std::vector<Story>& stories, const Ledger& ledger);

}  // namespace xiezhi::triage
