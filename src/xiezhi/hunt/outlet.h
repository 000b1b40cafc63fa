#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "xiezhi/hunt/exceptions.h"
#include "xiezhi/hunt/finding.h"
#include "xiezhi/hunt/hunt.h"

namespace xiezhi::hunt {

/// Last stage: leaves exceptions out, counts, and on demand makes one of equal findings.
class Outlet {
public:
    Outlet(const HuntOptions& options, const ExceptionFilter& exceptions, HuntSummary& summary,
           const FindingSink& sink);

    /// False when the sink wants no more.
    bool put(Finding finding);
    /// One whose document was made, or that was found to be excepted.
    bool put_written(const Finding& finding, bool excepted);
    /// Hands on what was held back to be counted.
    bool finish();

private:
    /// Held findings cost memory: beyond this they are handed on and counting begins anew.
    static constexpr std::size_t kHeldBytesMax = std::size_t{32} << 20U;

    bool hand_on(const Finding& finding);
    bool hold(Finding finding);

    const ExceptionFilter& exceptions_;
    HuntSummary& summary_;
    const FindingSink& sink_;
    bool collapse_;
    std::vector<Finding> held_;
    std::unordered_map<std::uint64_t, std::size_t> by_content_;
    std::size_t held_bytes_ = 0;
};

}  // namespace xiezhi::hunt
