#include "xiezhi/formats/wmi/subscription.h"

#include <algorithm>
#include <array>
#include <set>

#include "xiezhi/base/text.h"

namespace xiezhi::wmi {
namespace {

constexpr std::size_t kPartsMax = 100'000;  // of one kind; real hosts have a dozen

bool same(std::string_view one, std::string_view other) {
    return folded(one) == folded(other);
}

/// The first quoted text behind `at`, `\"` and `\\` unescaped.
std::string quoted(std::string_view path, std::size_t at) {
    std::string text;
    at = path.find('"', at);
    if (at == std::string_view::npos) return text;
    for (++at; at < path.size() && path[at] != '"'; ++at) {
        if (path[at] == '\\' && at + 1 < path.size()) ++at;
        text += path[at];
    }
    return text;
}

/// Does a query ask for the events of this timer? It names it in quotes.
bool asks_for(std::string_view query, std::string_view timer_id) {
    const std::string text = folded(query);
    if (timer_id.empty() || text.find("__timerevent") == std::string::npos) return false;
    const std::string id = folded(timer_id);
    return text.find('\'' + id + '\'') != std::string::npos ||
           text.find('"' + id + '"') != std::string::npos;
}

}  // namespace

ObjectPath parse_object_path(std::string_view path) {
    ObjectPath parsed;
    const auto quote = path.find('"');
    const auto colon = path.substr(0, quote).rfind(':');
    if (colon != std::string_view::npos) {
        std::string_view ns = path.substr(0, colon);
        if (ns.starts_with("\\\\")) {  // the host
            const auto end = ns.find('\\', 2);
            ns = end == std::string_view::npos ? std::string_view{} : ns.substr(end + 1);
        }
        parsed.ns = ns;
        path.remove_prefix(colon + 1);
    }
    const auto dot = path.find_first_of(".=");
    parsed.class_name = path.substr(0, dot);
    if (dot != std::string_view::npos) parsed.key = quoted(path, dot);
    return parsed;
}

void SubscriptionParts::add(const Found& place, const ClassLayout& layout,
                            const Instance& instance) {
    struct Kind {
        std::string_view base;
        std::vector<Part>& parts;
    };
    const std::array kinds = {Kind{"__FilterToConsumerBinding", bindings_},
                              Kind{"__EventFilter", filters_}, Kind{"__EventConsumer", consumers_},
                              Kind{"__TimerInstruction", timers_}};
    for (const Kind& kind : kinds) {
        if (!layout.derives_from(kind.base) || kind.parts.size() >= kPartsMax) continue;
        kind.parts.push_back({place.ns, place.deleted, instance});
        return;
    }
}

std::optional<Instance> SubscriptionParts::find(const std::vector<Part>& parts,
                                                const std::string& ns, const ObjectPath& path,
                                                bool deleted) {
    const std::string& wanted = path.ns.empty() ? ns : path.ns;
    for (const Part& part : parts) {
        if (part.deleted != deleted) continue;
        if (!part.ns.empty() && !wanted.empty() && !same(part.ns, wanted)) continue;
        if (!same(part.instance.class_name, path.class_name)) continue;
        if (same(part.instance.text("Name"), path.key)) return part.instance;
    }
    return std::nullopt;
}

std::vector<Subscription> SubscriptionParts::join() const {
    std::vector<Subscription> joined;
    for (const Part& binding : bindings_) {
        Subscription one{binding.ns, binding.instance, {}, {}, {}, binding.deleted};
        const ObjectPath filter = parse_object_path(binding.instance.text("Filter"));
        const ObjectPath consumer = parse_object_path(binding.instance.text("Consumer"));
        one.filter = find(filters_, binding.ns, filter, false);
        one.consumer = find(consumers_, binding.ns, consumer, false);
        if (binding.deleted && !one.filter) one.filter = find(filters_, binding.ns, filter, true);
        if (binding.deleted && !one.consumer) {
            one.consumer = find(consumers_, binding.ns, consumer, true);
        }
        const std::string query = one.filter ? one.filter->text("Query") : std::string();
        for (const Part& timer : timers_) {
            if (timer.deleted || !asks_for(query, timer.instance.text("TimerId"))) continue;
            one.timer = timer.instance;
            break;
        }
        joined.push_back(std::move(one));
    }
    return joined;
}

bool SubscriptionParts::is_joined(const Part& part, const char* role) const {
    return std::ranges::any_of(bindings_, [&](const Part& binding) {
        if (binding.deleted && !part.deleted) return false;
        const ObjectPath path = parse_object_path(binding.instance.text(role));
        return same(path.class_name, part.instance.class_name) &&
               same(path.key, part.instance.text("Name"));
    });
}

std::vector<Orphan> SubscriptionParts::orphans() const {
    std::vector<Orphan> orphans;
    std::set<std::string> told;
    for (const bool consumers : {false, true}) {
        const std::vector<Part>& parts = consumers ? consumers_ : filters_;
        const auto name_of = [](const Part& part) {
            return folded(part.instance.class_name + '\n' + part.instance.text("Name"));
        };
        std::set<std::string> live;
        for (const Part& part : parts) {
            if (!part.deleted) live.insert(name_of(part));
        }
        for (const Part& part : parts) {
            const std::string name = name_of(part);
            if (part.instance.text("Name").empty() || (part.deleted && live.contains(name)))
                continue;
            if (is_joined(part, consumers ? "Consumer" : "Filter")) continue;
            if (!told.insert(name).second) continue;
            orphans.push_back({part.ns, part.instance, consumers, part.deleted});
        }
    }
    return orphans;
}

}  // namespace xiezhi::wmi
