#include "xiezhi/rules/elastic/page.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/elastic/head.h"
#include "xiezhi/rules/kql/parse.h"

namespace xiezhi::rules::elastic {
namespace {

enum class Part : std::uint8_t {
    None,
    Type,
    Indices,
    Severity,
    Score,
    Every,
    From,
    Signals,
    References,
    Tags,
    Version,
    Authors,
    License,
    Guide,
    Setup,
    Query,
    Framework,
};

/// How the documentation names its parts, in English and in its Chinese translation. What follows
/// the name: a colon and the value, or (headings) nothing but the word for "edit".
struct Label {
    std::string_view text;
    Part part;
};
// The words of the pages themselves. tidy: no text below
constexpr std::array kLabels{
    Label{"Rule type", Part::Type},
    Label{"规则类型", Part::Type},
    Label{"Rule indices", Part::Indices},
    Label{"规则索引", Part::Indices},
    Label{"Severity", Part::Severity},
    Label{"Rule Severity", Part::Severity},
    Label{"严重性", Part::Severity},
    Label{"严重程度", Part::Severity},
    Label{"Risk score", Part::Score},
    Label{"Risk Score", Part::Score},
    Label{"风险评分", Part::Score},
    Label{"风险分数", Part::Score},
    Label{"Runs every", Part::Every},
    Label{"每隔", Part::Every},
    Label{"运行频率", Part::Every},
    Label{"Searches indices from", Part::From},
    Label{"从以下时间开始搜索索引", Part::From},
    Label{"Maximum alerts per execution", Part::Signals},
    Label{"每次执行的最大警报数", Part::Signals},
    Label{"References", Part::References},
    Label{"参考", Part::References},
    Label{"参考资料", Part::References},
    Label{"Tags", Part::Tags},
    Label{"标签", Part::Tags},
    Label{"Version", Part::Version},
    Label{"版本", Part::Version},
    Label{"Rule authors", Part::Authors},
    Label{"规则作者", Part::Authors},
    Label{"Rule license", Part::License},
    Label{"规则许可证", Part::License},
    Label{"Investigation guide", Part::Guide},
    Label{"调查指南", Part::Guide},
    Label{"Setup", Part::Setup},
    Label{"设置", Part::Setup},
    Label{"Rule query", Part::Query},
    Label{"规则查询", Part::Query},
    Label{"Framework", Part::Framework},
    Label{"框架", Part::Framework},
};
constexpr std::array<std::string_view, 2> kEdit{"edit", "编辑"};
constexpr std::string_view kWideColon = "：";

struct SeverityWord {
    std::string_view text;
    Level level;
};
constexpr std::array kSeverities{
    SeverityWord{"low", Level::Low},       SeverityWord{"低", Level::Low},
    SeverityWord{"medium", Level::Medium}, SeverityWord{"中等", Level::Medium},
    SeverityWord{"中", Level::Medium},     SeverityWord{"high", Level::High},
    SeverityWord{"高", Level::High},       SeverityWord{"critical", Level::Critical},
    SeverityWord{"严重", Level::Critical}, SeverityWord{"关键", Level::Critical},
    SeverityWord{"危急", Level::Critical},
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view without_edit(std::string_view line) {
    for (const std::string_view word : kEdit) {
        if (line.size() > word.size() && line.ends_with(word)) line.remove_suffix(word.size());
    }
    return trimmed(line);
}

/// What a line names, with what stands behind its colon.
struct Heading {
    Part part = Part::None;
    std::string_view value;
};

Heading heading_of(std::string_view line) {
    line = trimmed(line);
    const auto is_star = [](char c) { return c == '*' || c == '#' || c == ' '; };
    while (!line.empty() && is_star(line.front())) line.remove_prefix(1);  // pasted as Markdown
    while (!line.empty() && is_star(line.back())) line.remove_suffix(1);
    for (const auto& [text, part] : kLabels) {
        if (!line.starts_with(text)) continue;
        std::string_view rest = line.substr(text.size());
        while (rest.starts_with('*')) rest.remove_prefix(1);
        const bool colon = rest.starts_with(':') || rest.starts_with(kWideColon);
        if (!colon && !trimmed(without_edit(line)).ends_with(text)) continue;
        if (!colon) return {part, {}};
        rest.remove_prefix(rest.starts_with(':') ? 1 : kWideColon.size());
        while (rest.starts_with('*')) rest.remove_prefix(1);
        return {part, trimmed(rest)};
    }
    return {};
}

std::string_view item_of(std::string_view line) {
    line = trimmed(line);
    for (const std::string_view mark : {"- ", "* ", "• "}) {
        if (line.starts_with(mark)) return trimmed(line.substr(mark.size()));
    }
    return line;
}

std::uint64_t number_in(std::string_view text, std::uint64_t otherwise) {
    std::uint64_t value = 0;
    const auto [stop, error] =
        std::from_chars(std::to_address(text.begin()), std::to_address(text.end()), value);
    return error == std::errc{} ? value : otherwise;
}

/// `5m 运行一次`, `now-9m (Date Math format …)`: the word in front.
std::string first_word(std::string_view text) {
    std::size_t size = 0;
    while (size < text.size() && text[size] > ' ' && text[size] < 0x7f && text[size] != '(') ++size;
    return std::string(text.substr(0, size));
}

/// Technique numbers stand behind `ID:`.
void add_technique(std::string_view line, RuleHead& head) {
    constexpr std::string_view kId = "ID:";
    line = item_of(line);
    if (!line.starts_with(kId)) return;
    const std::string id = first_word(trimmed(line.substr(kId.size())));
    const auto digits = [](std::string_view text) {
        return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
    };
    if (id.starts_with("TA") && digits(std::string_view(id).substr(2))) {
        head.elastic.tactics.push_back(id);
    } else if (id.starts_with('T') && digits(std::string_view(id).substr(1))) {
        head.elastic.techniques.push_back(id);
        add_attack_tag(id, head);
    }
}

enum class Language : std::uint8_t { Kql, Eql, Esql, None };

/// By trial: KQL when it reads as such and names a field, then the way the others begin.
Language language_of(std::string_view query) {
    const auto parsed = kql::parse(query);
    const auto* tree = std::get_if<kql::Tree>(&parsed);
    if (tree != nullptr && kql::names_field(*tree)) return Language::Kql;
    const std::string_view text = trimmed(query);
    const std::string word = first_word(text);
    if (word == "from" || word == "FROM" || word == "row" || word == "ROW") return Language::Esql;
    const bool has_where = text.find(" where ") != std::string_view::npos ||
                           text.find(" where\n") != std::string_view::npos;
    if (word == "sequence" || word == "sample" || has_where) return Language::Eql;
    return Language::None;
}

/// `event.category:process …`: where a query without a heading begins.
bool begins_query(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const std::string_view name = trimmed(line.substr(0, colon));
    constexpr std::string_view kName =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@*";
    return name.find('.') != std::string_view::npos &&
           name.find_first_not_of(kName) == std::string_view::npos;
}

class Page {
public:
    explicit Page(const RuleContext& context) {
        rule_.head.ruleset = Ruleset::Elastic;
        rule_.head.place = {context.path, 1, 0};
        rule_.head.elastic.from = "now-6m";
        rule_.head.elastic.interval = "5m";
        rule_.head.elastic.kind = "query";
    }

    void line(std::string_view text, std::uint32_t number) {
        if (rule_.head.title.empty()) {
            rule_.head.title = std::string(without_edit(item_of(text)));
            return;
        }
        const Heading heading = heading_of(text);
        const bool in_guide = part_ == Part::Guide && !heading.value.empty();
        if (heading.part != Part::None && !in_guide) {
            in_front_ = false;
            part_ = heading.part;
            if (part_ == Part::Query) query_line_ = number + 1;
            value(heading.value);
            return;
        }
        body(text, number);
    }

    void finish(const RuleContext& context, RuleSet& out) {
        RuleHead& head = rule_.head;
        head.description = std::string(trimmed(description_));
        for (std::string* text : {&head.elastic.note, &head.elastic.setup})
            *text = std::string(trimmed(*text));
        rule_.source.space = FieldSpace::Ecs;
        if (trimmed(query_).empty()) {
            query_ = likely_query_;
            query_line_ = likely_line_;
        }
        switch (language_of(query_)) {
            case Language::Kql:
                break;
            case Language::Eql:
                return add_problem(head, {query_line_, 0}, msg::elastic_language_later("eql"), true,
                                   out);
            case Language::Esql:
                return add_problem(head, {query_line_, 0}, msg::elastic_language_later("esql"),
                                   true, out);
            case Language::None:
                if (trimmed(query_).empty())
                    return add_problem(head, {1, 0}, msg::elastic_no_query(), true, out);
                break;  // let the parser say what is wrong
        }
        head.elastic.language = "kuery";
        if (add_query(query_, Mark{query_line_, 1}, context, rule_, out))
            out.rules.push_back(std::move(rule_));
    }

private:
    void value(std::string_view text) {
        ElasticNotes& notes = rule_.head.elastic;
        if (text.empty()) return;
        switch (part_) {
            case Part::Severity: {
                const auto found = std::ranges::find(kSeverities, text, &SeverityWord::text);
                if (found != kSeverities.end()) rule_.head.level = found->level;
                break;
            }
            case Part::Score:
                notes.risk_score = static_cast<double>(number_in(text, 0));
                break;
            case Part::Every:
                notes.interval = first_word(text);
                break;
            case Part::From:
                notes.from = first_word(text);
                break;
            case Part::Signals:
                notes.max_signals = number_in(text, notes.max_signals);
                break;
            case Part::Version:
                notes.version = number_in(text, 0);
                break;
            case Part::License:
                notes.license = std::string(text);
                break;
            default:
                list_item(text);
        }
    }

    void list_item(std::string_view text) {
        std::string item(item_of(text));
        if (item.empty()) return;
        RuleHead& head = rule_.head;
        if (part_ == Part::Indices) {
            rule_.source.indices.push_back(std::move(item));
        } else if (part_ == Part::References) {
            head.references.push_back(std::move(item));
        } else if (part_ == Part::Tags) {
            head.tags.push_back(std::move(item));
        } else if (part_ == Part::Authors) {
            head.author += (head.author.empty() ? "" : ", ") + item;
        }
    }

    void body(std::string_view text, std::uint32_t number) {
        ElasticNotes& notes = rule_.head.elastic;
        if (likely_query_.empty() && begins_query(text)) {
            likely_query_ = std::string(text);
            likely_line_ = number;
        }
        if (in_front_) {
            // The heading stands twice when the page's outline was pasted, too.
            if (without_edit(item_of(text)).find(rule_.head.title) == std::string_view::npos)
                description_.append(text).append("\n");
        } else if (part_ == Part::Guide) {
            notes.note.append(text).append("\n");
        } else if (part_ == Part::Setup) {
            notes.setup.append(text).append("\n");
        } else if (part_ == Part::Query) {
            if (query_.empty()) query_line_ = number;
            query_.append(text).append("\n");
        } else if (part_ == Part::Framework) {
            add_technique(text, rule_.head);
        } else {
            list_item(text);
        }
    }

    Rule rule_;
    Part part_ = Part::None;
    bool in_front_ = true;
    std::string description_;
    std::string query_;
    std::uint32_t query_line_ = 0;
    std::string likely_query_;  // for a page whose heading was not pasted
    std::uint32_t likely_line_ = 0;
};

/// Calls visit(line, number) for each line.
template <class Visit>
void each_line(std::string_view text, const Visit& visit) {
    for (std::uint32_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        visit(line, number);
    }
}

}  // namespace

bool is_page(std::string_view text) {
    bool query = false;
    std::size_t labels = 0;
    each_line(text, [&](std::string_view line, std::uint32_t) {
        const Heading heading = heading_of(line);
        query = query || heading.part == Part::Query || begins_query(line);
        labels += heading.part != Part::None ? 1 : 0;
    });
    constexpr std::size_t kLabelsMin = 3;
    return query && labels >= kLabelsMin;
}

void read_page(std::string_view text, const RuleContext& context, RuleSet& out) {
    Page page(context);
    each_line(text, [&](std::string_view line, std::uint32_t number) {
        if (!trimmed(line).empty()) page.line(line, number);
    });
    page.finish(context, out);
}

bool read_bare_query(std::string_view text, const RuleContext& context, RuleSet& out) {
    if (language_of(text) != Language::Kql) return false;
    Rule rule;
    rule.head.ruleset = Ruleset::Elastic;
    rule.head.place = {context.path, 1, 1};
    rule.head.elastic.language = "kuery";
    rule.head.elastic.kind = "query";
    constexpr std::size_t kTitleMax = 80;
    const std::string_view shown = trimmed(text).substr(0, kTitleMax);
    rule.head.title = std::string(trimmed(shown.substr(0, shown.find('\n'))));
    if (add_query(std::string(text), Mark{1, 1}, context, rule, out))
        out.rules.push_back(std::move(rule));
    return true;
}

}  // namespace xiezhi::rules::elastic
