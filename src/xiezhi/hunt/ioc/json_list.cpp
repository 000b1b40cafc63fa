#include <simdjson.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/time.h"
#include "xiezhi/hunt/ioc/lists.h"

// STIX 2.1 (OASIS, "STIX Version 2.1", 4.7 Indicator and 9 Patterning) and the MISP core format
// (draft-dulaunoy-misp-core-format, 2.2 Event, 2.4 Attribute).
namespace xiezhi::hunt::ioc {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string_view text_of(const object& map, std::string_view name) {
    std::string_view text;
    return map[name].get_string().get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

bool is_set(const object& map, std::string_view name, bool otherwise) {
    bool truth = false;
    return map[name].get_bool().get(truth) == simdjson::SUCCESS ? truth : otherwise;
}

std::string joined(std::string_view first, std::string_view second) {
    std::string out(first);
    if (!out.empty() && !second.empty()) out += ", ";
    return out += second;
}

std::string_view day_of(std::string_view time) {
    constexpr std::size_t kDay = 10;
    return time.substr(0, kDay);
}

/// One comparison of a STIX pattern: `file:hashes.'SHA-256' = '…'`.
struct Comparison {
    std::string path;
    std::string op;
    std::string value;
};

/// The comparisons of a pattern with text values; what joins them is not kept.
class Pattern {
public:
    explicit Pattern(std::string_view text) : text_(text) {}

    std::vector<Comparison> comparisons() {
        std::vector<Comparison> out;
        std::string word;
        Comparison current;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\'') {
                std::string value = quoted();
                if (!current.op.empty()) {
                    current.value = std::move(value);
                    out.push_back(std::exchange(current, {}));
                } else {
                    word += value;  // a part of a path: hashes.'SHA-256'
                }
                continue;
            }
            ++at_;
            const bool ends = c == ' ' || c == '[' || c == ']' || c == '(' || c == ')' || c == '=';
            if (!ends && c != '!' && c != '<' && c != '>') {
                word += c;
                continue;
            }
            if (!word.empty()) end_word(std::exchange(word, {}), current);
            if (c == '=' || c == '!' || c == '<' || c == '>') current.op += c;
        }
        return out;
    }

    [[nodiscard]] bool has_and() const noexcept { return has_and_; }

private:
    std::string quoted() {
        std::string out;
        for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            out += text_[at_];
        }
        ++at_;
        return out;
    }

    void end_word(std::string word, Comparison& current) {
        if (word == "AND" || word == "FOLLOWEDBY") has_and_ = true;
        constexpr auto kOps = std::to_array<std::string_view>(
            {"LIKE", "MATCHES", "IN", "ISSUBSET", "ISSUPERSET", "NOT"});
        if (std::ranges::count(kOps, word) > 0) {
            current.op += word;
        } else if (word.find(':') != std::string::npos) {
            current = {.path = std::move(word), .op = {}, .value = {}};
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool has_and_ = false;
};

std::optional<Kind> kind_of_path(std::string_view path) {
    struct Known {
        std::string_view path;
        Kind kind;
    };
    constexpr auto kPaths = std::to_array<Known>({{"ipv4-addr:value", Kind::Address},
                                                  {"ipv6-addr:value", Kind::Address},
                                                  {"domain-name:value", Kind::Domain},
                                                  {"url:value", Kind::Url},
                                                  {"file:name", Kind::FileName},
                                                  {"directory:path", Kind::PathTail},
                                                  {"windows-registry-key:key", Kind::Registry}});
    if (path.starts_with("file:hashes")) return Kind::Hash;
    if (path == "network-traffic:dst_ref.value") return Kind::Address;
    const auto* const found = std::ranges::find(kPaths, path, &Known::path);
    return found == kPaths.end() ? std::nullopt : std::optional(found->kind);
}

class JsonList {
public:
    explicit JsonList(ListSink& sink) : sink_(sink) {}

    bool walk(const element& value, std::string_view about, std::size_t depth) {
        constexpr std::size_t kDepthMax = 32;
        if (depth > kDepthMax) return true;
        array list;
        if (value.get_array().get(list) == simdjson::SUCCESS) {
            return std::ranges::all_of(
                list, [&](const element& item) { return walk(item, about, depth + 1); });
        }
        object map;
        if (value.get_object().get(map) != simdjson::SUCCESS) return true;
        return walk_map(map, about, depth);
    }

private:
    bool walk_map(const object& map, std::string_view about, std::size_t depth) {
        const std::string_view type = text_of(map, "type");
        if (type == "indicator") return stix(map);
        const bool attribute =
            !text_of(map, "category").empty() || map["to_ids"].error() == simdjson::SUCCESS;
        if (!type.empty() && !text_of(map, "value").empty() && attribute) {
            return misp(map, type, about);
        }
        const std::string info = joined(text_of(map, "info"), text_of(map, "date"));
        return std::ranges::all_of(map, [&](const auto& member) {
            return walk(member.value, info.empty() ? about : std::string_view(info), depth + 1);
        });
    }

    bool stix(const object& map) {
        if (is_set(map, "revoked", false)) return true;
        const std::string_view type = text_of(map, "pattern_type");
        const std::string_view pattern = text_of(map, "pattern");
        if (!type.empty() && type != "stix") return sink_.take({}, pattern, {});
        const std::string about = joined(text_of(map, "name"), day_of(text_of(map, "valid_from")));
        Pattern parsed(pattern);
        const std::vector<Comparison> all = parsed.comparisons();
        const bool only_names =
            std::ranges::all_of(all, [](const Comparison& one) { return one.path == "file:name"; });
        if (all.empty()) return sink_.take({}, pattern, {});
        for (const Comparison& one : all) {
            // A name that counts only beside something else says nothing alone.
            if (parsed.has_and() && !only_names && one.path == "file:name") continue;
            const auto kind = kind_of_path(one.path);
            const bool positive = one.op == "=" || one.op == "IN" || one.op == "ISSUBSET";
            const Classified classified =
                kind && positive ? classify_as(*kind, one.value) : Classified{};
            if (!sink_.take(classified, one.value, about)) return false;
        }
        return true;
    }

    bool misp(const object& map, std::string_view type, std::string_view about) {
        if (!is_set(map, "to_ids", true) || is_set(map, "deleted", false)) return true;
        const std::string_view value = text_of(map, "value");
        const std::string told = joined(about, text_of(map, "comment"));
        // `filename|sha256`: the parts of type and value belong together, the last one counts; a
        // name beside a hash says nothing alone.
        const std::size_t bar = type.find('|');
        if (bar == std::string_view::npos) return take(type, value, told);
        const std::size_t cut = value.find('|');
        if (cut == std::string_view::npos) return sink_.take({}, value, {});
        const std::string_view first = type.substr(0, bar);
        const bool first_counts = first != "filename" && first != "regkey";
        if (first_counts && !take(first, value.substr(0, cut), told)) return false;
        if (first == "regkey") return take(first, value.substr(0, cut), told);
        if (type.substr(bar + 1) == "port") return true;
        return take(type.substr(bar + 1), value.substr(cut + 1), told);
    }

    bool take(std::string_view type, std::string_view value, std::string_view about) {
        struct Known {
            std::string_view type;
            Kind kind;
        };
        constexpr auto kTypes = std::to_array<Known>({{"ip-src", Kind::Address},
                                                      {"ip-dst", Kind::Address},
                                                      {"ip", Kind::Address},
                                                      {"domain", Kind::Domain},
                                                      {"hostname", Kind::Domain},
                                                      {"url", Kind::Url},
                                                      {"md5", Kind::Hash},
                                                      {"sha1", Kind::Hash},
                                                      {"sha256", Kind::Hash},
                                                      {"sha512", Kind::Hash},
                                                      {"filename", Kind::FilePath},
                                                      {"regkey", Kind::Registry}});
        const auto* const found = std::ranges::find(kTypes, type, &Known::type);
        if (found == kTypes.end()) return sink_.take({}, value, {});
        return sink_.take(classify_as(found->kind, value), value, about);
    }

    ListSink& sink_;
};

}  // namespace

Result<void> read_json_list(std::string_view text, ListSink& sink) {
    simdjson::dom::parser parser;
    element root;
    const auto error = parser.parse(text.data(), text.size()).get(root);
    if (error != simdjson::SUCCESS) {
        return Error{Errc::Damaged, msg::ioc_bad_json(simdjson::error_message(error)), {}};
    }
    JsonList(sink).walk(root, {}, 0);
    return {};
}

}  // namespace xiezhi::hunt::ioc
