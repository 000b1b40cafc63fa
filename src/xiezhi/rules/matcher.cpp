#include "xiezhi/rules/matcher.h"

#include <array>
#include <mutex>
#include <unordered_map>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/dispatch.h"
#include "xiezhi/rules/explain.h"
#include "xiezhi/rules/program.h"

namespace xiezhi::rules {

struct Matcher::Impl {
    explicit Impl(const std::vector<Rule>& rules) : dispatch(rules) {}
    Dispatch dispatch;
};

Matcher::Matcher(const std::vector<Rule>& rules) : impl_(std::make_unique<Impl>(rules)) {}
Matcher::~Matcher() = default;

struct Matcher::Worker::Impl {
    /// The way from a record's head to a program, remembered by its texts.
    struct Remembered {
        bool used = false;
        bool is_ecs = false;
        std::uint32_t event_id = 0;
        std::string channel;
        std::string provider;
        ProgramRun* run = nullptr;  // null: no rule can be true
    };
    static constexpr std::size_t kRemembered = 256;

    explicit Impl(Dispatch& the_dispatch) : dispatch(the_dispatch), explainer(the_dispatch) {}

    ProgramRun* run_for(const Event& event) {
        const EventHead& head = event.head();
        const bool is_ecs = event.shape().ecs;
        const std::size_t hash =
            head.event_id * std::size_t{31} + head.channel.size() * 7 + head.provider.size();
        Remembered& slot = remembered.at(hash % kRemembered);
        if (slot.used && slot.is_ecs == is_ecs && slot.event_id == head.event_id &&
            slot.channel == head.channel && slot.provider == head.provider) {
            return slot.run;
        }
        const Program& program = dispatch.program_for(head, is_ecs);
        std::unique_ptr<ProgramRun>& run = runs[&program];
        if (run == nullptr && !program.entries.empty()) run = std::make_unique<ProgramRun>(program);
        slot = {
            true,     is_ecs, head.event_id, std::string(head.channel), std::string(head.provider),
            run.get()};
        return slot.run;
    }

    Dispatch& dispatch;
    std::array<Remembered, kRemembered> remembered;
    std::unordered_map<const Program*, std::unique_ptr<ProgramRun>> runs;
    Explainer explainer;
};

Matcher::Worker::Worker(Matcher& matcher)
    : impl_(std::make_unique<Impl>(matcher.impl_->dispatch)) {}
Matcher::Worker::~Worker() = default;

void Matcher::Worker::match(const Event& event, std::vector<Hit>& hits) {
    ProgramRun* run = impl_->run_for(event);
    if (run != nullptr) run->match(event, hits);
}

Explanation Matcher::Worker::explain(const Event& event, const Hit& hit) {
    return impl_->explainer.explain(event, hit);
}

}  // namespace xiezhi::rules
