#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "xiezhi/hunt/ioc/lists.h"
#include "xiezhi/model/event.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::hunt::ioc {

/// Looks for indicators in events: all texts of a record or a document. One per thread. Texts that
/// were looked at lately and had none are known by their hash: logs say the same again and again.
class Finder {
public:
    /// `lists` (null: nothing is ever found) must outlive it.
    explicit Finder(const Lists* lists);

    /// Appends one hit for each list of which something is in the event.
    void match(const Event& event, std::vector<rules::Hit>& hits);

    /// Whether a hit is one of match().
    [[nodiscard]] bool is_own(const rules::Hit& hit) const noexcept;

    /// What of its list is in the event, at most kMatchesMax.
    [[nodiscard]] rules::Explanation explain(const Event& event, const rules::Hit& hit);

    static constexpr std::size_t kMatchesMax = 50;

private:
    template <class Use>
    void each_text(const Event& event, Use use);

    const Lists* lists_;
    std::vector<Value> values_;
    std::string text_;
    std::vector<Met> met_;
    std::vector<std::uint64_t> blank_;  // hashes of texts without indicators, by their low bits
};

}  // namespace xiezhi::hunt::ioc
