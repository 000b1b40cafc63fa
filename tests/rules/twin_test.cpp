// Random rules over random events: the matcher and its twin must agree on every pair.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "tests/support/reference_matcher.h"
#include "tests/support/rule_text.h"
#include "xiezhi/base/time.h"
#include "xiezhi/rules/analyse.h"

namespace xiezhi::testing {
namespace {

using namespace rules;

/// Small alphabets on purpose: what is random must often nearly fit.
class Generator {
public:
    explicit Generator(std::uint32_t seed) : engine_(seed) {}

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(engine_);
    }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    template <std::size_t kSize>
    std::string pick(const std::array<std::string_view, kSize>& of) {
        return std::string(of.at(below(kSize)));
    }

    std::string text() {
        static constexpr std::array<std::string_view, 26> kPieces{"a",    "B",
                                                                  "\\",   "cmd",
                                                                  ".exe", "PowerShell",
                                                                  " -",   "Enc",
                                                                  "é",    "É",
                                                                  "ß",    "漢",
                                                                  "K",    "k",
                                                                  "1",    "0x1F",
                                                                  "{",    "-",
                                                                  "/",    "—",
                                                                  " ",    "C:\\Windows\\",
                                                                  "temp", "\xed\xa0\x80",
                                                                  "\n",   "😀"};
        std::string out;
        for (std::size_t i = below(6); i > 0; --i) out += pick(kPieces);
        return out;
    }
    std::string value() {
        static constexpr std::array<std::string_view, 14> kSpecial{
            "10.1.2.3",
            "::1",
            "::ffff:10.1.2.3",
            "fe80::1%3",
            "5",
            "0x10",
            "-2.5",
            "-",
            "",
            "2024-12-30T23:59:58.1234567Z",
            "{01234567-89AB-cdef-0123-456789abcdef}",
            "01234567-89ab-cdef-0123-456789abcdef",
            "SHA1=AB,MD5=cd,IMPHASH=0",
            "x=1\ny=a"};
        return chance(30) ? pick(kSpecial) : text();
    }
    std::string field() {
        static constexpr std::array<std::string_view, 13> kFields{
            "A",        "B",       "C",       "a",       "Data",
            "My Field", "MyField", "EventID", "Channel", "Provider_Name",
            "md5",      "x",       ""};
        static constexpr std::array<std::string_view, 4> kEcsFields{"event.code", "A*", "*a", "*"};
        if (ecs_ && chance(30)) return pick(kEcsFields);
        return pick(kFields);
    }
    std::string phrase(Analyser analyser) {
        std::string out;
        for (const std::string& word : words_of(text(), analyser)) {
            if (chance(70)) out += (out.empty() ? "" : " ") + word;
        }
        return out;
    }
    std::string address() {
        static constexpr std::array<std::string_view, 4> kAddresses{"10.1.2.3", "10.0.0.0", "::1",
                                                                    "::ffff:10.1.2.4"};
        return pick(kAddresses);
    }

    Leaf leaf() {
        Leaf out;
        out.field = field();
        out.op = static_cast<Op>(below(17));
        out.cased = chance(15);
        out.text = chance(60) ? value() : text();
        out.compare = static_cast<CompareOp>(below(6));
        out.unit = static_cast<TimeUnit>(below(6));
        out.number = static_cast<double>(below(40)) - 3;
        out.analyser = chance(50) ? Analyser::Script : Analyser::Standard;
        if (out.op != Op::SameAs && out.op != Op::Null && chance(10)) out.units_max = 3;
        if (out.op == Op::Wildcard || out.op == Op::TokenWildcard) out.pattern = pattern();
        if (out.op == Op::Phrase) out.text = phrase(out.analyser);
        if (out.op == Op::CompareAddress) out.text = address();
        if (out.op == Op::Within) {
            out.first = *parse_iso(chance(50) ? "2024-12-30T23:59:58Z" : "2024-12-31");
            out.last = chance(50) ? FileTime{UINT64_MAX} : *parse_iso("2024-12-30T23:59:59Z");
        }
        if (out.op == Op::Regex) out.text = regex();
        if (out.op == Op::Cidr) out.text = network();
        if (out.op == Op::SameAs) {
            out.text = chance(50) ? "A" : "B";
            out.relation = static_cast<Op>(below(4));
            if (out.field.empty()) out.field = "C";
        }
        const bool id = out.field == "EventID" || out.field == "event.code";
        if (id && out.op == Op::Equals) out.text = std::to_string(below(4));
        if (out.field.empty() && (out.op == Op::Exists || out.op == Op::Null))
            out.op = Op::Contains;
        return out;
    }

    Node node(int depth) {
        if (depth == 0 || chance(25))
            return chance(3) ? Node::constant(chance(50)) : Node::of(leaf());
        if (chance(20)) return Node::negate(node(depth - 1));
        std::vector<Node> children;
        if (chance(20)) return list();
        for (std::size_t i = 1 + below(3); i > 0; --i) children.push_back(node(depth - 1));
        return chance(60) ? Node::all(std::move(children)) : Node::any(std::move(children));
    }

    Rule rule() {
        static constexpr std::array<LogSourceName, 9> kSources{{{"", ""},
                                                                {"process_creation", ""},
                                                                {"registry_set", ""},
                                                                {"registry_delete", ""},
                                                                {"network_connection", ""},
                                                                {"antivirus", ""},
                                                                {"", "security"},
                                                                {"", "powershell-classic"},
                                                                {"process_creation", "sysmon"}}};
        const LogSourceName name = kSources.at(below(kSources.size()));
        Rule out;
        ecs_ = chance(25);
        if (ecs_) {
            static constexpr std::array<std::string_view, 6> kIndices{
                "winlogbeat-*", "logs-system.security*", "logs-winlog.*", "-winlogbeat-*",
                "logs-*",       "logs-endpoint*"};
            out.source.space = FieldSpace::Ecs;
            for (std::size_t i = below(3); i > 0; --i) out.source.indices.push_back(pick(kIndices));
            out.condition = node(4);
            ecs_ = false;
            return out;
        }
        out.source.category = name.category;
        out.source.service = name.service;
        out.source.product = "windows";
        out.condition = node(4);
        return out;
    }

    KeptEvent event() {
        static constexpr std::array<std::string_view, 7> kChannels{
            "Microsoft-Windows-Sysmon/Operational",
            "Security",
            "security",
            "Windows PowerShell",
            "Microsoft-Windows-Windows Defender/Operational",
            "Elsewhere",
            ""};
        static constexpr std::array<std::uint32_t, 10> kIds{0,  1,    2,    3,    12,
                                                            13, 4688, 4657, 5156, 1116};
        static constexpr std::array<std::string_view, 26> kNames{"A",
                                                                 "B",
                                                                 "C",
                                                                 "a",
                                                                 "Data",
                                                                 "My Field",
                                                                 "Hashes",
                                                                 "Image",
                                                                 "NewProcessName",
                                                                 "ProcessId",
                                                                 "NewProcessId",
                                                                 "SubjectUserName",
                                                                 "SubjectDomainName",
                                                                 "TargetUserName",
                                                                 "MandatoryLabel",
                                                                 "ObjectName",
                                                                 "ObjectValueName",
                                                                 "OperationType",
                                                                 "EventType",
                                                                 "NewValue",
                                                                 "NewValueType",
                                                                 "Application",
                                                                 "Direction",
                                                                 "SourceAddress",
                                                                 "DestAddress",
                                                                 "Path"};
        NamedTexts fields;
        for (std::size_t i = below(12); i > 0; --i) {
            const std::string name = pick(kNames);
            for (std::size_t k = chance(20) ? 3 : 1; k > 0; --k)
                fields.emplace_back(name, value_for(name));
        }
        KeptEvent out = event_of(fields);
        out.channel = pick(kChannels);
        out.event_id = kIds.at(below(kIds.size()));
        out.provider = chance(30) ? text() : "";
        out.ecs = chance(60);
        if (out.ecs)
            out.fields.push_back(
                {"event.code", FieldOrigin::Other, {std::to_string(out.event_id)}});
        return out;
    }

private:
    struct LogSourceName {
        std::string_view category;
        std::string_view service;
    };

    std::string value_for(const std::string& name) {
        static constexpr std::array<std::string_view, 6> kCodes{"%%1904",  "%%1905",  "%%1906",
                                                                "%%14592", "%%14593", "%%1876"};
        static constexpr std::array<std::string_view, 4> kTypes{"CreateKey", "deletevalue",
                                                                "DeleteKey", "SetValue"};
        static constexpr std::array<std::string_view, 4> kPaths{
            "\\device\\harddiskvolume2\\Windows\\a", "\\REGISTRY\\MACHINE\\a",
            "\\registry\\USER\\S-1", "S-1-16-12288"};
        if (name == "EventType") return pick(kTypes);
        if (name == "OperationType" || name == "Direction" || name == "NewValueType")
            return pick(kCodes);
        if ((name == "Application" || name == "ObjectName" || name == "MandatoryLabel") &&
            chance(70)) {
            return pick(kPaths);
        }
        return value();
    }

    Node list() {
        const std::string name = field();
        std::vector<Node> children;
        for (std::size_t i = 4 + below(8); i > 0; --i) {
            Leaf out;
            out.field = name;
            out.op = static_cast<Op>(below(4));
            out.text = text();
            children.push_back(Node::of(std::move(out)));
        }
        return Node::any(std::move(children));
    }

    Pattern pattern() {
        Pattern out;
        for (std::size_t i = 1 + below(5); i > 0; --i) {
            switch (below(4)) {
                case 0:
                    out.emplace_back(AnyRun{});
                    break;
                case 1:
                    out.emplace_back(AnyOne{});
                    break;
                case 2:
                    out.emplace_back(AnyOf{U"-/–—é"});
                    break;
                default:
                    out.emplace_back(text());
            }
        }
        return out;
    }

    std::string regex() {
        static constexpr std::array<std::string_view, 10> kRegexes{
            "cmd",        "(?i)powershell.*enc",
            "^a|B$",      "a{2,3}",
            "\\d+\\.exe", "(cmd|temp)\\\\",
            "[^a]",       "(?i)k",
            "(?s)a.b",    ""};
        return pick(kRegexes);
    }
    std::string network() {
        static constexpr std::array<std::string_view, 8> kNetworks{
            "10.0.0.0/8",          "10.1.2.3",   "::1/128", "fe80::/10", "::/0", "0.0.0.0/0",
            "::ffff:10.0.0.0/104", "10.1.2.0/31"};
        return pick(kNetworks);
    }

    std::mt19937 engine_;
    bool ecs_ = false;  // fields are being named for a rule over ECS fields
};

std::string show(const KeptEvent& event) {
    std::string out = fmt::format("channel {} provider {} id {}\n", event.channel, event.provider,
                                  event.event_id);
    for (const KeptField& field : event.fields) {
        out += fmt::format("  {}: {}\n", field.name, fmt::join(field.values, " | "));
    }
    return out;
}

std::string show(const Node& node) {
    if (node.kind == Node::Kind::Leaf) {
        const Leaf& leaf = node.leaf;
        return fmt::format("[{} op{}{} '{}' {}]", leaf.field, static_cast<int>(leaf.op),
                           leaf.cased ? " cased" : "", leaf.text, leaf.number);
    }
    std::string out = fmt::format("(kind{}", static_cast<int>(node.kind));
    for (const Node& child : node.children) out += " " + show(child);
    return out + ")";
}

TEST(Twin, AgreesOnRandomRulesAndEvents) {
    constexpr std::uint32_t kRounds = 150;
    std::size_t found = 0;
    for (std::uint32_t round = 0; round < kRounds; ++round) {
        Generator random(round);
        std::vector<Rule> rules;
        for (std::size_t i = 0; i < 40; ++i) rules.push_back(random.rule());
        Matcher matcher(rules);
        Matcher::Worker worker(matcher);
        ReferenceMatcher reference(rules);
        for (std::size_t i = 0; i < 60; ++i) {
            const KeptEvent event = random.event();
            std::vector<Hit> hits;
            worker.match(KeptEventView(event), hits);
            const std::vector<Hit> wanted = reference.match(event);
            found += wanted.size();
            if (hits == wanted) continue;
            for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
                const auto has = [&](const auto& list) {
                    return std::ranges::count(list, rule, &Hit::rule);
                };
                if (has(hits) != has(wanted)) {
                    FAIL() << "seed " << round << " rule " << rule << " wanted " << has(wanted)
                           << "\n"
                           << rules[rule].source.category << rules[rule].source.service
                           << fmt::format("{}", fmt::join(rules[rule].source.indices, ",")) << "\n"
                           << show(rules[rule].condition) << "\n"
                           << show(event);
                }
            }
            FAIL() << "seed " << round << ": same rules, other order or kind\n" << show(event);
        }
    }
    EXPECT_GT(found, 1000U);  // or the rules were too strict to say anything
}

}  // namespace
}  // namespace xiezhi::testing
