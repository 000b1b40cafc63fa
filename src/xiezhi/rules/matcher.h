#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::rules {

/// One rule that is true of one event.
struct Hit {
    std::uint32_t rule = 0;  // index into the rules the matcher was made from
    bool derived = false;    // served by an equivalent log source (4688 for process_creation …)

    auto operator<=>(const Hit&) const = default;
};

/// Which part of a rule was true: selection, field, text as it stands in the event.
struct Match {
    std::string selection;
    std::string field;
    std::string text;
};

struct Explanation {
    std::vector<Match> matches;
    /// Selections that could not be checked because the source never has their field.
    std::vector<std::string> unchecked;
};

/// All rules, ready to judge events. Compiles what a (channel, event id) needs when such an event
/// is first met, once for all threads. Immutable from outside; make one Worker a thread.
class Matcher {
public:
    explicit Matcher(const std::vector<Rule>& rules);  // `rules` must outlive it
    ~Matcher();
    Matcher(const Matcher&) = delete;
    Matcher& operator=(const Matcher&) = delete;
    Matcher(Matcher&&) = delete;
    Matcher& operator=(Matcher&&) = delete;

    class Worker {
    public:
        explicit Worker(Matcher& matcher);
        ~Worker();
        Worker(const Worker&) = delete;
        Worker& operator=(const Worker&) = delete;
        Worker(Worker&&) = delete;
        Worker& operator=(Worker&&) = delete;

        /// Appends the rules that are true of the event, ordered by rule index (native before
        /// derived). Each rule at most once.
        void match(const Event& event, std::vector<Hit>& hits);

        /// Walks the rule again, slowly, and names what was true. For hits only.
        [[nodiscard]] Explanation explain(const Event& event, const Hit& hit);

    private:
        struct Impl;
        std::unique_ptr<Impl> impl_;
    };

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace xiezhi::rules
