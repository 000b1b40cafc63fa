#include "xiezhi/rules/elastic/exceptions.h"

#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/elastic/filters.h"
#include "xiezhi/rules/kql/field_leaf.h"

namespace xiezhi::rules::elastic {
namespace {

class ItemReader {
public:
    explicit ItemReader(FileTime now) : now_(now) {}

    /// All entries must hold.
    std::optional<Node> entries(const Document* list, const std::string& prefix,
                                std::size_t depth) {
        constexpr std::size_t kDepthMax = 4;
        if (list == nullptr || list->items.empty() || depth > kDepthMax) return std::nullopt;
        std::vector<Node> all;
        for (const Document& entry : list->items) {
            auto node = this->entry(entry, prefix, depth);
            if (!node) return std::nullopt;
            const bool excluded = entry.text_of("operator") == "excluded";
            all.push_back(excluded ? Node::negate(std::move(*node)) : std::move(*node));
        }
        return Node::all(std::move(all));
    }

    std::optional<Message> what;

private:
    std::optional<Node> entry(const Document& entry, const std::string& prefix, std::size_t depth) {
        const std::string type = entry.text_of("type");
        const std::string name = prefix + entry.text_of("field");
        if (type == "nested") return entries(entry.find("entries"), name + ".", depth + 1);
        const kql::TypedField field = kql::typed_field(name, schema::ecs_field(name));
        if (type == "exists") return kql::exists_leaf(field);
        if (type == "wildcard") return wildcard_node(name, entry.text_of("value"), true);
        if (type != "match" && type != "match_any") {
            what = type == "list" ? msg::elastic_value_list() : msg::elastic_entry_kind(type);
            return std::nullopt;
        }
        std::vector<Node> any;
        for (const std::string& value : texts_of(entry.find("value"))) {
            auto found = kql::phrase_leaf(field, value, now_);
            if (auto* problem = std::get_if<Message>(&found)) {
                what = std::move(*problem);
                return std::nullopt;
            }
            any.push_back(std::get<Node>(std::move(found)));
        }
        return Node::any(std::move(any));
    }

    FileTime now_;
};

bool is_expired(const Document& item, FileTime now) {
    const auto end = parse_iso(item.text_of("expire_time"));
    return end && now != FileTime{} && *end < now;
}

void add_item(const Document& item, FileTime now, Exceptions& out) {
    if (is_expired(item, now)) return;
    ItemReader reader(now);
    auto node = reader.entries(item.find("entries"), {}, 0);
    if (!node) {
        out.remarks.push_back({item.mark, reader.what.value_or(msg::elastic_entries_missing())});
        return;
    }
    node->name = item.text_of("name");
    out.items.push_back(std::move(*node));
}

}  // namespace

Exceptions read_exceptions(const Document& rule, const ExceptionItems& items, FileTime now) {
    Exceptions out;
    const Document* lists = rule.find("exceptions_list");
    if (lists == nullptr) return out;
    for (const Document& list : lists->items) {
        if (list.find("entries") != nullptr) {
            add_item(list, now, out);
            continue;
        }
        const std::string id = list.text_of("list_id");
        const auto found = items.find(id);
        if (found == items.end()) {
            out.remarks.push_back({list.mark, msg::elastic_exceptions_missing(id)});
            continue;
        }
        for (const Document& item : found->second) add_item(item, now, out);
    }
    return out;
}

}  // namespace xiezhi::rules::elastic
