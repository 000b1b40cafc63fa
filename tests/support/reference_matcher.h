#pragma once

#include <map>
#include <string>
#include <vector>

#include "xiezhi/model/event.h"
#include "xiezhi/rules/matcher.h"
#include "xiezhi/rules/rule.h"
#include "xiezhi/schema/logsource.h"

namespace xiezhi::testing {

/// The slow, obviously right twin of rules::Matcher: every rule is asked of every event, every leaf
/// by the plainest code there is. Shares with it only case folding, RE2 and the schema's tables.
class ReferenceMatcher {
public:
    explicit ReferenceMatcher(const std::vector<rules::Rule>& rules);  // must outlive it

    [[nodiscard]] std::vector<rules::Hit> match(const KeptEvent& event);

    /// The condition alone, as events of `route` answer it.
    [[nodiscard]] bool holds(const rules::Rule& rule, const schema::Route& route,
                             const KeptEvent& event);

private:
    using Texts = std::vector<std::string>;

    bool node_holds(const rules::Node& node);
    bool leaf_holds(const rules::Leaf& leaf);
    bool value_fits(const rules::Leaf& leaf, const std::string& raw);
    bool text_fits(const rules::Leaf& leaf, const std::string& raw);
    const std::string& folded_once(const std::string& text);
    Texts values_of(const std::string& field);
    Texts native(const std::string& field);
    Texts ecs(const std::string& field);
    Texts derived_ecs(const std::string& field);
    Texts derived(const schema::MappedField& mapped);

    const std::vector<rules::Rule>& rules_;
    std::vector<schema::LogSourceRoutes> sources_;
    std::map<std::string, std::string> folded_;
    const schema::Route* route_ = nullptr;
    std::string category_;
    const KeptEvent* event_ = nullptr;
};

}  // namespace xiezhi::testing
