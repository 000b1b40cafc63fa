#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/program.h"
#include "xiezhi/rules/rule.h"
#include "xiezhi/rules/simplify.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::rules {

/// Finds or makes the program for a record's channel, provider and event id. Channels, providers
/// and ids that no rule asks for by name share one program, so that evidence cannot make us compile
/// more than the rules are worth.
class Dispatch {
public:
    explicit Dispatch(const std::vector<Rule>& rules);  // `rules` must outlive it

    /// For several threads at once; valid as long as the dispatch.
    /// `is_ecs`: the event is an ECS document itself, made elsewhere.
    [[nodiscard]] const Program& program_for(const EventHead& head, bool is_ecs);

    [[nodiscard]] const Rule& rule(std::uint32_t index) const { return rules_[index]; }
    /// The route by which events with this head reach the rule, as native or derived; null: none.
    [[nodiscard]] const schema::Route* route(const Hit& hit, const EventHead& head) const;

    [[nodiscard]] RegexCache& regexes() noexcept { return regexes_; }

private:
    struct Channel {
        std::string name;
        std::vector<std::uint32_t> rules;   // in order
        std::set<std::uint32_t> event_ids;  // asked for by some rule of the channel
        std::set<std::string> providers;    // case-folded
        bool asks_ecs = false;              // some rule of the channel asks for ECS fields
    };
    struct Key {
        const Channel* channel;
        std::int64_t event_id;  // -1: any other
        std::string provider;   // empty: any other
        std::int64_t source;    // of the ECS tables; -1: not asked for
        auto operator<=>(const Key&) const = default;
    };

    /// Made by the thread that asks first; another thread may make another one meanwhile.
    struct Compiled {
        std::once_flag once;
        std::unique_ptr<Program> program;
    };

    void note_channels();
    void note_leaves(const Node& node, Channel& channel) const;
    [[nodiscard]] const Channel& channel_of(std::string_view name) const;
    [[nodiscard]] Compiled& slot_of(const Key& key);
    [[nodiscard]] std::unique_ptr<Program> compile(const Key& key, const EventHead& head);
    [[nodiscard]] Twig twig_for(std::uint32_t rule, const Key& key, Known known, bool derived,
                                Simplifier& simplifier, const schema::FieldMap*& map) const;

    const std::vector<Rule>& rules_;
    std::vector<schema::LogSourceRoutes> sources_;          // per rule
    std::map<std::string, Channel, std::less<>> channels_;  // by name in ASCII lower case
    Channel other_;                                         // logs that no rule names
    Channel none_;      // documents that no rule asks for: only by name are they served
    std::mutex mutex_;  // of programs_
    RegexCache regexes_;
    ecs::Certainties certainties_;
    std::map<Key, std::unique_ptr<Compiled>> programs_;
};

}  // namespace xiezhi::rules
