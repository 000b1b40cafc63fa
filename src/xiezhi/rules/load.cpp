#include "xiezhi/rules/load.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/ordered_work.h"
#include "xiezhi/rules/elastic/read.h"
#include "xiezhi/rules/link.h"
#include "xiezhi/rules/sigma/document.h"
#include "xiezhi/rules/value_lists.h"

namespace xiezhi::rules {
namespace {

using sigma::Diagnosis;
using sigma::YamlNode;

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> suffixes) {
    const std::string lower = ascii_lower(name);
    return std::ranges::any_of(suffixes, [&](auto suffix) { return lower.ends_with(suffix); });
}

bool is_sigma_file(std::string_view name) {
    return ends_with_any(name, {".yml", ".yaml"}) &&
           !ends_with_any(name, {".test.yml", ".test.yaml"});
}

bool is_elastic_file(std::string_view name) {
    return ends_with_any(name, {".toml", ".ndjson", ".json", ".kql", ".txt"}) &&
           !is_value_list(name);
}

elastic::RuleContext elastic_context(const std::string& name, const LoadOptions& options) {
    elastic::RuleContext context;
    context.path = name;
    context.now = options.now;
    context.include_deprecated = options.include_deprecated;
    context.may_be_anything = may_be_anything(name);
    return context;
}

void drop_key(YamlNode& map, std::string_view key) {
    std::erase_if(map.entries, [&](const sigma::YamlEntry& entry) { return entry.key == key; });
}

/// What some files hold; nothing is looked up between files yet.
struct Part {
    RuleSet rules;
    std::vector<sigma::FilterDocument> filters;
};

/// Reads one file after the other into a part.
class Loader {
public:
    Loader(const LoadOptions& options, const PlaceholderLists& placeholders)
        : options_(options),
          lowering_{.placeholders = &placeholders,
                    .placeholder_wildcard = options.placeholder_wildcard} {}

    Part read_all(std::span<const RuleFile> files) {
        for (const RuleFile& file : files) {
            if (is_sigma_file(file.name)) read(file);
            if (is_elastic_file(file.name) && options_.ruleset != Ruleset::Pack) read_elastic(file);
        }
        return std::move(part_);
    }

private:
    void read(const RuleFile& file) {
        Diagnosis diagnosis;
        std::vector<YamlNode> documents = sigma::parse_yaml(file.bytes, diagnosis);
        report(diagnosis, {.path = file.name}, "", "");
        const sigma::DocumentContext context{file.name, options_.ruleset, lowering_};
        const bool collection = documents.size() > 1;
        YamlNode base;      // `action: global`
        YamlNode previous;  // for `action: repeat`
        for (YamlNode& document : documents) {
            if (document.is_null()) continue;
            const std::string action(document.text_of("action"));
            drop_key(document, "action");
            if (action == "global") {
                merge_yaml(base, document);
                continue;
            }
            if (action == "reset") {
                base = {};
                continue;
            }
            const sigma::Mark mark = document.mark;
            if (action == "repeat") {
                merge_yaml(previous, document);
                document = previous;
            } else if (collection) {
                previous = document;
            }
            if (base.is_map()) {
                YamlNode merged = base;
                merge_yaml(merged, document);
                document = std::move(merged);
            }
            document.mark = mark;
            if (!action.empty() && action != "repeat") {
                Diagnosis refused;
                refused.refuse(mark, msg::sigma_action(action));
                report(refused, {.path = file.name}, "", "");
                continue;
            }
            read_document(document, context);
        }
    }

    void read_elastic(const RuleFile& file) {
        elastic::read_file(as_text(file.bytes), elastic_context(file.name, options_), part_.rules);
    }

    void read_document(const YamlNode& document, const sigma::DocumentContext& context) {
        Diagnosis diagnosis;
        const std::string id(document.text_of("id"));
        const std::string title(document.text_of("title"));
        if (!document.is_map()) {
            diagnosis.refuse(document.mark, msg::sigma_document_not_map());
        } else if (left_out(document.text_of("status"))) {
            ++part_.rules.left_out;
            return;
        } else {
            read_kind(document, context, diagnosis);
        }
        report(diagnosis, {.path = context.path}, id, title);
    }

    [[nodiscard]] bool left_out(std::string_view status) const {
        return (status == "deprecated" && !options_.include_deprecated) ||
               (status == "unsupported" && !options_.include_unsupported);
    }

    void read_kind(const YamlNode& document, const sigma::DocumentContext& context,
                   Diagnosis& diagnosis) {
        RuleHead head = read_head(document, context, diagnosis);
        if (diagnosis.refusal) return;
        if (document.find("detection") != nullptr) {
            auto read = read_rule(document, std::move(head), context, diagnosis);
            if (!read) return;
            part_.rules.rules.push_back(std::move(read->rule));
            if (read->correlation)
                part_.rules.correlations.push_back(std::move(*read->correlation));
        } else if (document.find("correlation") != nullptr) {
            auto read = read_correlation(document, std::move(head), diagnosis);
            if (read) part_.rules.correlations.push_back(std::move(*read));
        } else if (document.find("filter") != nullptr) {
            auto read = read_filter(document, std::move(head), context, diagnosis);
            if (read) part_.filters.push_back(std::move(*read));
        } else {
            diagnosis.refuse(document.mark, msg::sigma_document_kind());
        }
    }

    void report(const Diagnosis& diagnosis, const RulePlace& file, const std::string& id,
                const std::string& title) {
        const auto add = [&](const sigma::Remark& remark, bool refused) {
            RuleProblem& problem = part_.rules.problems.emplace_back();
            problem.place = {file.path, remark.mark.line, remark.mark.column};
            problem.id = id;
            problem.title = title;
            problem.what = remark.what;
            problem.refused = refused;
            problem.placeholder_missing = refused && diagnosis.placeholder_missing;
        };
        for (const sigma::Remark& warning : diagnosis.warnings) add(warning, false);
        if (diagnosis.refusal) add(*diagnosis.refusal, true);
    }

    const LoadOptions& options_;
    sigma::LowerOptions lowering_;
    Part part_;
};

/// The user's lists, and for names that the user did not give those beside the rules.
PlaceholderLists all_lists(std::span<const RuleFile> files, const LoadOptions& options) {
    PlaceholderLists lists = options.placeholders;
    for (const RuleFile& file : files) {
        if (!is_value_list(file.name)) continue;
        lists.try_emplace(std::string(value_list_name(file.name)),
                          parse_value_list(as_text(file.bytes)));
    }
    return lists;
}

}  // namespace

RuleSet load_rules(std::span<const RuleFile> files, const LoadOptions& options) {
    constexpr std::size_t kFilesAtOnce = 32;
    const PlaceholderLists lists = all_lists(files, options);
    RuleSet rules;
    std::vector<sigma::FilterDocument> filters;
    const auto next = [&]() -> std::optional<std::span<const RuleFile>> {
        if (files.empty()) return std::nullopt;
        const auto some = files.first(std::min(files.size(), kFilesAtOnce));
        files = files.subspan(some.size());
        return some;
    };
    const auto read = [&](std::span<const RuleFile> some, std::size_t /*worker*/) {
        return Loader(options, lists).read_all(some);
    };
    const auto add = [&](Part part) {
        append_rules(rules, std::move(part.rules));
        std::ranges::move(part.filters, std::back_inserter(filters));
        return true;
    };
    OrderedWork<std::span<const RuleFile>, Part>::run(options.threads, next, read, add);
    apply_filters(rules, filters);
    link_rules(rules);
    return rules;
}

bool is_rule_file(std::string_view name) {
    return is_sigma_file(name) || is_elastic_file(name);
}

bool may_be_anything(std::string_view name) {
    return ends_with_any(name, {".json", ".txt"});
}

RuleSet load_query(std::string_view query, const std::string& name, const LoadOptions& options) {
    RuleSet out;
    elastic::read_query(query, elastic_context(name, options), out);
    return out;
}

void append_rules(RuleSet& rules, RuleSet more) {
    const auto append = [](auto& to, auto& from) {
        std::ranges::move(from, std::back_inserter(to));
    };
    append(rules.rules, more.rules);
    append(rules.correlations, more.correlations);
    append(rules.problems, more.problems);
    rules.left_out += more.left_out;
}

Result<PlaceholderLists> parse_placeholders(const RuleFile& file) {
    Diagnosis diagnosis;
    const std::vector<YamlNode> documents = sigma::parse_yaml(file.bytes, diagnosis);
    PlaceholderLists lists;
    for (const YamlNode& document : documents) {
        if (document.is_null()) continue;
        if (!document.is_map()) diagnosis.refuse(document.mark, msg::sigma_placeholders_not_map());
        for (const sigma::YamlEntry& entry : document.entries) {
            if (entry.value.is_map()) {
                diagnosis.refuse(entry.mark, msg::sigma_placeholders_value(entry.key));
            }
            lists[entry.key] = sigma::texts_of(&entry.value);
        }
    }
    if (!diagnosis.refusal) return lists;
    return Error{Errc::Usage, diagnosis.refusal->what,
                 file.name + ":" + std::to_string(diagnosis.refusal->mark.line)};
}

}  // namespace xiezhi::rules
