#include "xiezhi/rules/select.h"

#include <algorithm>
#include <set>
#include <utility>

namespace xiezhi::rules {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return !name.empty() && std::ranges::any_of(names, [&](const std::string& each) {
        return lower(each) == lower(name);
    });
}

bool names_head(const std::vector<std::string>& names, const RuleHead& head) {
    return contains(names, head.id) || contains(names, head.name);
}

bool has_tag(const std::vector<std::string>& wanted, const RuleHead& head) {
    return std::ranges::any_of(head.tags, [&](const std::string& written) {
        const std::string tag = lower(written);
        return std::ranges::any_of(wanted, [&](const std::string& each) {
            const std::string prefix = lower(each);
            return tag.starts_with(prefix) &&
                   (tag.size() == prefix.size() || tag[prefix.size()] == '.');
        });
    });
}

bool is_selected(const RuleHead& head, const RuleSelection& selection) {
    return head.level >= selection.min_level &&
           (selection.statuses.empty() || contains(selection.statuses, head.status)) &&
           (selection.tags.empty() || has_tag(selection.tags, head)) &&
           (selection.ids.empty() || names_head(selection.ids, head)) &&
           !names_head(selection.excluded, head);
}

bool is_needed(const std::set<std::string, std::less<>>& needed, const RuleHead& head) {
    return needed.contains(head.id) || needed.contains(head.name);
}

/// Marks what stays; what is only needed stays silently.
template <class Kind>
void keep(std::vector<Kind>& all, const std::vector<bool>& selected,
          const std::set<std::string, std::less<>>& needed) {
    std::vector<Kind> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!selected[i] && !is_needed(needed, all[i].head)) continue;
        if (!selected[i]) all[i].reports = false;
        kept.push_back(std::move(all[i]));
    }
    all = std::move(kept);
}

template <class Kind>
std::vector<bool> selected_of(const std::vector<Kind>& all, const RuleSelection& selection) {
    std::vector<bool> out;
    out.reserve(all.size());
    for (const Kind& each : all) out.push_back(is_selected(each.head, selection));
    return out;
}

}  // namespace

void select_rules(RuleSet& rules, const RuleSelection& selection) {
    const std::vector<bool> correlations = selected_of(rules.correlations, selection);
    const std::vector<bool> singles = selected_of(rules.rules, selection);
    std::set<std::string, std::less<>> needed;
    for (bool more = true; more;) {  // correlations over correlations; there are no circles
        more = false;
        for (std::size_t i = 0; i < correlations.size(); ++i) {
            const Correlation& correlation = rules.correlations[i];
            if (!correlations[i] && !is_needed(needed, correlation.head)) continue;
            for (const std::string& reference : correlation.rules) {
                more = needed.insert(reference).second || more;
            }
        }
    }
    keep(rules.correlations, correlations, needed);
    keep(rules.rules, singles, needed);
}

std::string_view document_of(const RuleHead& rule) {
    constexpr std::string_view kTag = "xiezhi.document.";
    for (const std::string& tag : rule.tags) {
        if (tag.starts_with(kTag)) return std::string_view(tag).substr(kTag.size());
    }
    return {};
}

void drop_host_rules(RuleSet& rules) {
    std::erase_if(rules.rules, [](const Rule& rule) {
        return rule.source.service == "state" || !document_of(rule.head).empty();
    });
}

RuleSet collecting_rules(const RuleSet& rules) {
    RuleSet out;
    std::ranges::copy_if(rules.rules, std::back_inserter(out.rules),
                         [](const Rule& rule) { return !document_of(rule.head).empty(); });
    return out;
}

std::vector<std::string> parse_exclusions(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r";
    std::vector<std::string> out;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        line = line.substr(0, line.find('#'));
        const std::size_t first = line.find_first_not_of(kBlanks);
        if (first == std::string_view::npos) continue;
        out.emplace_back(line.substr(first, line.find_last_not_of(kBlanks) - first + 1));
    }
    return out;
}

}  // namespace xiezhi::rules
