#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/result.h"
#include "xiezhi/hunt/ioc/indicators.h"
#include "xiezhi/rules/rule.h"

namespace xiezhi::hunt::ioc {

/// What became of one file of indicators.
struct ListSummary {
    std::string path;
    std::uint64_t taken = 0;
    std::uint64_t not_understood = 0;  // kinds that evidence does not show, texts that mean nothing
    std::uint64_t too_general = 0;  // private addresses, Windows' own programs, keys of every host
    std::string first_not_understood;  // at most some tens of characters
};

/// What the readers of list formats give, one indicator after the other.
class ListSink {
public:
    ListSink(Indicators& indicators, std::uint32_t list, ListSummary& summary)
        : indicators_(indicators), list_(list), summary_(summary) {}

    /// False when there is no more room.
    bool take(const Classified& classified, std::string_view text, std::string_view about);

private:
    Indicators& indicators_;
    std::uint32_t list_;
    ListSummary& summary_;
};

/// One indicator a line, or columns parted by comma, semicolon or tab with or without a head
/// (`#`, `//` begin comments), as UTF-8 or UTF-16 with its mark; STIX 2.1 bundles; MISP events;
/// OpenIOC. Told apart by content. Error::Unsupported for anything else, Damaged for a JSON or XML
/// text that breaks off.
[[nodiscard]] Result<void> read_list(Bytes bytes, ListSink& sink);

[[nodiscard]] Result<void> read_json_list(std::string_view text, ListSink& sink);
[[nodiscard]] Result<void> read_openioc(std::string_view text, ListSink& sink);
void read_text_list(std::string_view text, ListSink& sink);

/// The indicators of all files of a run.
struct Lists {
    Indicators indicators;
    std::vector<ListSummary> files;
    /// Index of the rule that stands for the first file; the others follow (add_rules).
    std::uint32_t first_rule = 0;
};
/// Reads files. Not one usable indicator in a file is an error.
[[nodiscard]] Result<std::shared_ptr<Lists>> load_lists(const std::vector<std::string>& paths);

/// One rule a file, level high: it is never true by itself, what is met is reported in its name.
void add_rules(rules::RuleSet& rules, Lists& lists);

}  // namespace xiezhi::hunt::ioc
