// The kinds of event that whole hosts hold most: each has a sentence, and it says something.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <tuple>

#include "tests/support/corpus.h"
#include "tests/support/corpus_events.h"
#include "xiezhi/output/sentence.h"

namespace xiezhi {
namespace {

constexpr std::size_t kKindsAsked = 150;

using Kind = std::tuple<std::string, std::string, std::uint32_t>;  // channel, provider, event id

struct Seen {
    std::size_t count = 0;
    std::string zh;
    std::string en;
};

TEST(Sentences, ServeTheEventsThatHostsHoldMost) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::map<Kind, Seen> kinds;
    for (const auto& path : testing::files_below(root / "cases", ".evtx")) {
        testing::each_event(path, [&](const Event& event) {
            const EventHead& head = event.head();
            Seen& seen =
                kinds[{std::string(head.channel), std::string(head.provider), head.event_id}];
            if (++seen.count > 1) return;
            const KeptEvent kept = keep(event);
            seen.zh = output::event_sentence(kept, Lang::Zh);
            seen.en = output::event_sentence(kept, Lang::En);
        });
    }
    std::vector<std::pair<Kind, Seen>> order(kinds.begin(), kinds.end());
    std::ranges::stable_sort(
        order, [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
    ASSERT_GT(order.size(), kKindsAsked);
    order.resize(kKindsAsked);
    std::size_t records = 0;
    for (const auto& [kind, seen] : order) {
        const auto& [channel, provider, id] = kind;
        records += seen.count;
        EXPECT_FALSE(seen.zh.empty() || seen.en.empty())
            << channel << " " << provider << " " << id << ", " << seen.count << " records";
    }
    const auto whole = [](const auto& each) {
        return each.second.en.find('?') == std::string::npos;
    };
    std::cout << records << " records of " << kKindsAsked << " kinds; every place filled in "
              << std::ranges::count_if(order, whole) << " kinds\n";
}

}  // namespace
}  // namespace xiezhi
