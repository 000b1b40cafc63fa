#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/model/ecs/document.h"
#include "xiezhi/model/ecs/plan.h"

namespace xiezhi::ecs {

/// What is certain of a field before a record is seen, from its channel, provider and event id: so
/// that a rule is decided once for all of them, or is bound to fewer questions.
struct Certainty {
    bool is_possible = false;         // false: no such record has the field
    bool is_constant = false;         // they all have `values`, and nothing else
    std::vector<std::string> values;  // of a constant
};

/// For several threads at once.
class Certainties {
public:
    /// Also of event ids that nothing is known of.
    [[nodiscard]] Certainty of(std::string_view channel, std::string_view provider,
                               std::uint32_t event_id, const Field& field);

private:
    std::mutex mutex_;
    Plans plans_;
};

}  // namespace xiezhi::ecs
