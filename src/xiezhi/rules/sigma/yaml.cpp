#include "xiezhi/rules/sigma/yaml.h"

#include <yaml.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/sigma/everyday_yaml.h"

namespace xiezhi::rules::sigma {
namespace {

Mark mark_of(const yaml_mark_t& mark) {
    return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
}

/// libyaml's bytes are unsigned char.
const char* as_char(const yaml_char_t* text) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): a C library's character type
    return reinterpret_cast<const char*>(text);
}

const yaml_char_t* as_yaml(Bytes bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as above
    return reinterpret_cast<const yaml_char_t*>(bytes.data());
}

std::string_view text_of_name(const yaml_char_t* text) {
    return text == nullptr ? std::string_view() : std::string_view(as_char(text));
}

/// One event of libyaml, freed at the end of its scope.
class Event {
public:
    Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    Event(Event&&) = delete;
    Event& operator=(Event&&) = delete;
    ~Event() { yaml_event_delete(&event_); }
    bool next(yaml_parser_t& parser) { return yaml_parser_parse(&parser, &event_) == 1; }
    [[nodiscard]] const yaml_event_t& get() const { return event_; }

private:
    yaml_event_t event_{};
};

/// Drops the earlier of two equal keys. Maps of rules are small, hostile ones are not: sorted,
/// then.
void keep_last_of_equal_keys(std::vector<YamlEntry>& entries, Diagnosis& diagnosis) {
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t i) {
        return std::pair<std::string_view, std::size_t>(entries[i].key, i);
    });
    std::vector<bool> dropped(entries.size());
    bool any = false;
    for (std::size_t i = 1; i < order.size(); ++i) {
        if (entries[order[i - 1]].key != entries[order[i]].key) continue;
        dropped[order[i - 1]] = any = true;
        diagnosis.warn(entries[order[i]].mark,
                       msg::sigma_yaml_duplicate_key(entries[order[i]].key));
    }
    if (!any) return;
    std::vector<YamlEntry> kept;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!dropped[i]) kept.push_back(std::move(entries[i]));
    }
    entries = std::move(kept);
}

bool has_equal_keys(const std::vector<YamlEntry>& entries) {
    constexpr std::size_t kFew = 16;
    if (entries.size() > kFew) return true;  // perhaps
    for (std::size_t i = 1; i < entries.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (entries[i].key == entries[j].key) return true;
        }
    }
    return false;
}

/// `<<: *base`: keys of the base that the map does not have itself.
void apply_merge_key(YamlNode& map) {
    const auto found = std::ranges::find(map.entries, "<<", &YamlEntry::key);
    if (found == map.entries.end() || found->value.is_scalar()) return;
    YamlNode source = std::move(found->value);
    map.entries.erase(found);
    std::vector<YamlNode> sources;
    if (source.is_map()) {
        sources.push_back(std::move(source));
    } else {
        sources = std::move(source.items);
    }
    for (YamlNode& each : sources) {
        for (YamlEntry& entry : each.entries) {
            if (map.find(entry.key) == nullptr) map.entries.push_back(std::move(entry));
        }
    }
}

class Builder {
public:
    explicit Builder(Diagnosis& diagnosis) : diagnosis_(diagnosis) {}

    /// False when reading must stop; the reason is in the diagnosis.
    bool take(const yaml_event_t& event) {
        const Mark mark = mark_of(event.start_mark);
        switch (event.type) {
            case YAML_DOCUMENT_START_EVENT:
                anchors_.clear();
                nodes_ = 0;
                return true;
            case YAML_SCALAR_EVENT:
                return scalar(event, mark);
            case YAML_ALIAS_EVENT:
                return alias(text_of_name(event.data.alias.anchor), mark);
            case YAML_SEQUENCE_START_EVENT:
                return open(YamlNode::Kind::List, text_of_name(event.data.sequence_start.anchor),
                            mark);
            case YAML_MAPPING_START_EVENT:
                return open(YamlNode::Kind::Map, text_of_name(event.data.mapping_start.anchor),
                            mark);
            case YAML_SEQUENCE_END_EVENT:
            case YAML_MAPPING_END_EVENT:
                return close();
            default:
                return true;
        }
    }

    std::vector<YamlNode> documents;

private:
    struct Open {
        YamlNode node;
        std::string anchor;
        std::optional<std::pair<std::string, Mark>> key;
        std::size_t nodes_before = 0;
    };
    struct Anchor {
        YamlNode node;
        std::size_t nodes = 0;
    };

    bool count(std::size_t nodes, Mark mark) {
        nodes_ += nodes;
        if (nodes_ <= kYamlNodesMax) return true;
        diagnosis_.refuse(mark, msg::sigma_yaml_too_big(kYamlNodesMax));
        return false;
    }

    bool scalar(const yaml_event_t& event, Mark mark) {
        const auto& scalar = event.data.scalar;
        if (!count(1, mark)) return false;
        YamlNode node;
        node.mark = mark;
        node.kind = YamlNode::Kind::String;
        node.text.assign(as_char(scalar.value), scalar.length);
        const std::string_view tag = text_of_name(scalar.tag);
        const bool is_key = !open_.empty() && open_.back().node.is_map() && !open_.back().key;
        if (scalar.plain_implicit != 0 && scalar.style == YAML_PLAIN_SCALAR_STYLE && !is_key) {
            resolve_plain(node);
        } else if (!tag.empty() && tag != "!" && tag != YAML_STR_TAG) {
            if (!tag.starts_with("tag:yaml.org,2002:")) {
                diagnosis_.refuse(mark, msg::sigma_yaml_tag(std::string(tag)));
                return false;
            }
            resolve_plain(node);
        }
        if (const auto anchor = text_of_name(scalar.anchor); !anchor.empty()) {
            anchors_.insert_or_assign(std::string(anchor), Anchor{node, 1});
        }
        return add(std::move(node));
    }

    bool alias(std::string_view name, Mark mark) {
        const auto found = anchors_.find(name);
        if (found == anchors_.end()) {
            diagnosis_.refuse(mark, msg::sigma_yaml_alias(std::string(name)));
            return false;
        }
        if (!count(found->second.nodes, mark)) return false;
        return add(found->second.node);
    }

    bool open(YamlNode::Kind kind, std::string_view anchor, Mark mark) {
        if (open_.size() >= kYamlDepthMax) {
            diagnosis_.refuse(mark, msg::sigma_yaml_too_deep(kYamlDepthMax));
            return false;
        }
        if (!open_.empty() && open_.back().node.is_map() && !open_.back().key) return bad_key(mark);
        Open& opened = open_.emplace_back();
        opened.node.kind = kind;
        opened.node.mark = mark;
        opened.anchor = anchor;
        opened.nodes_before = nodes_;
        constexpr std::size_t kUsualEntries = 4;
        if (kind == YamlNode::Kind::Map) opened.node.entries.reserve(kUsualEntries);
        return count(1, mark);
    }

    bool close() {
        Open closed = std::move(open_.back());
        open_.pop_back();
        if (closed.node.is_map()) {
            apply_merge_key(closed.node);
            if (has_equal_keys(closed.node.entries)) {
                keep_last_of_equal_keys(closed.node.entries, diagnosis_);
            }
        }
        if (!closed.anchor.empty()) {
            anchors_.insert_or_assign(closed.anchor,
                                      Anchor{closed.node, nodes_ - closed.nodes_before});
        }
        return add(std::move(closed.node));
    }

    bool add(YamlNode node) {
        if (open_.empty()) {
            documents.push_back(std::move(node));
            return true;
        }
        Open& parent = open_.back();
        if (parent.node.is_list()) {
            parent.node.items.push_back(std::move(node));
        } else if (parent.key) {
            parent.node.entries.push_back(
                {std::move(parent.key->first), parent.key->second, std::move(node)});
            parent.key.reset();
        } else {
            if (!node.is_scalar()) return bad_key(node.mark);
            parent.key.emplace(std::move(node.text), node.mark);
        }
        return true;
    }

    bool bad_key(Mark mark) {
        diagnosis_.refuse(mark, msg::sigma_yaml_bad_key());
        return false;
    }

    Diagnosis& diagnosis_;
    std::vector<Open> open_;
    std::map<std::string, Anchor, std::less<>> anchors_;
    std::size_t nodes_ = 0;
};

struct ParserEnd {
    void operator()(yaml_parser_t* parser) const { yaml_parser_delete(parser); }
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const noexcept {
    const auto found = std::ranges::find(entries, key, &YamlEntry::key);
    return found == entries.end() ? nullptr : &found->value;
}

std::string_view YamlNode::text_of(std::string_view key) const noexcept {
    const YamlNode* value = find(key);
    return value != nullptr && value->is_scalar() ? std::string_view(value->text)
                                                  : std::string_view();
}

std::vector<YamlNode> parse_yaml(Bytes bytes, Diagnosis& diagnosis) {
    std::vector<YamlNode> documents;
    auto document = parse_everyday_yaml(as_text(bytes));
    if (!document) return parse_any_yaml(bytes, diagnosis);
    documents.push_back(*std::move(document));
    return documents;
}

std::vector<YamlNode> parse_any_yaml(Bytes bytes, Diagnosis& diagnosis) {
    if (bytes.size() > kYamlBytesMax) {
        diagnosis.refuse({}, msg::sigma_yaml_file_too_big(bytes.size(), kYamlBytesMax));
        return {};
    }
    yaml_parser_t parser{};
    if (yaml_parser_initialize(&parser) != 1) {
        diagnosis.refuse({}, msg::sigma_yaml_broken("out of memory"));  // tidy: no text (libyaml's)
        return {};
    }
    const std::unique_ptr<yaml_parser_t, ParserEnd> end(&parser);
    yaml_parser_set_input_string(&parser, as_yaml(bytes), bytes.size());
    Builder builder(diagnosis);
    for (bool more = true; more;) {
        Event event;
        if (!event.next(parser)) {
            const Mark mark =
                parser.error == YAML_READER_ERROR ? Mark{} : mark_of(parser.problem_mark);
            const char* problem = parser.problem == nullptr ? "?" : parser.problem;
            diagnosis.refuse(mark, parser.error == YAML_READER_ERROR
                                       ? msg::sigma_yaml_not_utf8(parser.problem_offset, problem)
                                       : msg::sigma_yaml_broken(problem));
            break;
        }
        more = event.get().type != YAML_STREAM_END_EVENT && builder.take(event.get());
    }
    return std::move(builder.documents);
}

void merge_yaml(YamlNode& base, const YamlNode& over) {
    if (!base.is_map() || !over.is_map()) {
        base = over;
        return;
    }
    for (const YamlEntry& entry : over.entries) {
        const auto found = std::ranges::find(base.entries, entry.key, &YamlEntry::key);
        if (found == base.entries.end()) {
            base.entries.push_back(entry);
        } else {
            merge_yaml(found->value, entry.value);
        }
    }
}

}  // namespace xiezhi::rules::sigma
