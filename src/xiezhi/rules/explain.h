#pragma once

#include <map>
#include <memory>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/dispatch.h"
#include "xiezhi/rules/matcher.h"

namespace xiezhi::rules {

/// Says why a rule is true of an event, by walking the rule's own tree. One per thread; keeps what
/// it made ready for a rule.
class Explainer {
public:
    explicit Explainer(Dispatch& dispatch);  // must outlive it
    ~Explainer();
    Explainer(const Explainer&) = delete;
    Explainer& operator=(const Explainer&) = delete;
    Explainer(Explainer&&) = delete;
    Explainer& operator=(Explainer&&) = delete;

    [[nodiscard]] Explanation explain(const Event& event, const Hit& hit);

private:
    struct Plan;
    Dispatch& dispatch_;
    std::map<std::pair<Hit, const schema::Route*>, std::unique_ptr<Plan>> plans_;
};

}  // namespace xiezhi::rules
