// suites/kql/dsl.jsonl: a query and what Kibana makes of it for Elasticsearch. Both are asked of
// random documents made of the query's own fields and values; they must always agree.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/support/ecs_document.h"
#include "tests/support/json_lines.h"
#include "tests/support/reference_leaf.h"
#include "xiezhi/rules/kql/lower.h"

namespace xiezhi::testing {
namespace {

using namespace rules;
using Json = rapidjson::Value;

std::string scalar(const Json& value) {
    if (value.IsString()) return value.GetString();
    if (value.IsBool()) return value.GetBool() ? "true" : "false";
    if (value.IsInt64()) return fmt::format("{}", value.GetInt64());
    return fmt::format("{}", value.GetDouble());
}

/// query_string as Kibana writes it: words between blanks, `*`, a backslash before specials.
std::vector<Pattern> clauses(const std::string& text) {
    std::vector<Pattern> out;
    bool fresh = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == ' ') {
            fresh = true;
            continue;
        }
        if (fresh) out.emplace_back();
        fresh = false;
        Pattern& pattern = out.back();
        if (text[at] == '*') {
            pattern.emplace_back(AnyRun{});
            continue;
        }
        if (text[at] == '\\') ++at;
        if (pattern.empty() || !std::holds_alternative<std::string>(pattern.back()))
            pattern.emplace_back(std::string());
        std::get<std::string>(pattern.back()) += text.at(at);
    }
    return out;
}

/// An Elasticsearch query over a document whose fields are all keywords.
class Dsl {
public:
    explicit Dsl(const KeptEvent& event) : event_(event) {}

    [[nodiscard]] bool holds(const Json& query) const {
        const auto& member = *query.MemberBegin();
        const std::string kind = member.name.GetString();
        const Json& body = member.value;
        if (kind == "bool") return boolean(body);
        if (kind == "nested") return holds(body["query"]);
        if (kind == "exists") return any(body["field"].GetString(), [](auto&) { return true; });
        if (kind == "query_string") return query_string(body);
        if (kind == "multi_match")
            return any("*", [&](auto& value) { return value == scalar(body["query"]); });
        const auto& field = *body.MemberBegin();
        if (kind == "match")
            return any(field.name.GetString(),
                       [&](auto& value) { return value == scalar(field.value); });
        if (kind == "range") return range(field.name.GetString(), *field.value.MemberBegin());
        ADD_FAILURE() << "unknown " << kind;
        return false;
    }

private:
    template <class Fits>
    [[nodiscard]] bool any(const std::string& field, const Fits& fits) const {
        return std::ranges::any_of(event_.fields, [&](const KeptField& kept) {
            return (field == "*" || kept.name == field) && std::ranges::any_of(kept.values, fits);
        });
    }

    [[nodiscard]] bool query_string(const Json& body) const {
        const std::string field = body.HasMember("fields") ? body["fields"][0].GetString() : "*";
        const std::string text = body["query"].GetString();
        if (text == "*" && field == "*") return true;
        return std::ranges::any_of(clauses(text), [&](const Pattern& pattern) {
            return any(field, [&](auto& value) { return pattern_fits(pattern, value, false); });
        });
    }

    [[nodiscard]] bool range(const std::string& field, const auto& bound) const {
        const std::string op = bound.name.GetString();
        const std::string limit = scalar(bound.value);
        return any(field, [&](const std::string& value) {
            if (op == "lt") return value < limit;
            if (op == "lte") return value <= limit;
            return op == "gt" ? value > limit : value >= limit;
        });
    }

    [[nodiscard]] bool boolean(const Json& body) const {
        std::size_t should = 0;
        for (const auto& part : body.GetObject()) {
            const std::string kind = part.name.GetString();
            if (kind == "minimum_should_match") continue;
            for (const auto& query : part.value.GetArray()) {
                const bool found = holds(query);
                if (kind == "filter" && !found) return false;
                if (kind == "must_not" && found) return false;
                if (kind == "should" && found) ++should;
            }
        }
        return !body.HasMember("should") || should > 0;
    }

    const KeptEvent& event_;
};

struct Pools {
    std::vector<std::string> fields{"elsewhere"};
    std::vector<std::string> values{"other", "", "zz", "0"};
};

void collect(const kql::Tree& tree, const std::string& prefix, Pools& pools) {
    if (tree.field && tree.kind != kql::Tree::Kind::Nested)
        pools.fields.push_back(prefix + tree.field->text);
    if (tree.kind == kql::Tree::Kind::Is || tree.kind == kql::Tree::Kind::Range) {
        std::string text = tree.value.text;
        pools.values.push_back(text);
        std::erase(text, '*');
        pools.values.push_back(text);
        pools.values.push_back("x" + text + "y");
        pools.values.push_back(text.substr(0, text.find(' ')));
    }
    const bool nested = tree.kind == kql::Tree::Kind::Nested;
    for (const kql::Tree& child : tree.children)
        collect(child, nested ? prefix + tree.field->text + "." : prefix, pools);
}

KeptEvent random_event(const Pools& pools, std::mt19937& random) {
    const auto pick = [&](const auto& from) { return from[random() % from.size()]; };
    KeptEvent event;
    event.ecs = true;
    std::set<std::string> used;
    for (std::size_t i = random() % 4 + (random() % 2); i > 0; --i) {
        const std::string name = pick(pools.fields);
        if (!used.insert(name).second) continue;
        KeptField field{name, FieldOrigin::Other, {pick(pools.values)}};
        if (random() % 3 == 0) field.values.push_back(pick(pools.values));
        event.fields.push_back(std::move(field));
    }
    return event;
}

schema::EcsField keyword(std::string_view name) {
    return {name, schema::EcsType::Keyword, 0};
}

TEST(KqlDsl, AgreesWithKibanasQueryOnRandomDocuments) {
    XIEZHI_CORPUS_OR_SKIP(root);
    constexpr std::size_t kDocuments = 60;
    std::mt19937 random(7);
    std::size_t hits = 0;
    const auto count = each_json_line(
        root / "suites" / "kql" / "dsl.jsonl", [&](const auto& row, const std::string& line) {
            const std::string query = row["query"].GetString();
            kql::LowerOptions options;
            options.type_of = keyword;
            auto read = kql::compile(query, options);
            const auto parsed = kql::parse(query);
            ASSERT_TRUE(std::holds_alternative<kql::Lowered>(read)) << line;
            Rule rule;
            rule.head.title = query;
            rule.source.space = FieldSpace::Ecs;
            rule.condition = std::get<kql::Lowered>(std::move(read)).condition;
            Pools pools;
            collect(std::get<kql::Tree>(parsed), {}, pools);
            for (std::size_t i = 0; i < kDocuments; ++i) {
                const KeptEvent event = random_event(pools, random);
                const bool wanted = Dsl(event).holds(row["dsl"]);
                hits += wanted ? 1 : 0;
                std::string shown;
                for (const KeptField& field : event.fields)
                    shown += fmt::format("{}={} ", field.name, fmt::join(field.values, "|"));
                ASSERT_EQ(kql_holds(rule, event), wanted) << line << "\n" << shown;
            }
        });
    EXPECT_GT(count, 0U);
    EXPECT_GT(hits, count);
}

}  // namespace
}  // namespace xiezhi::testing
