#include <fmt/format.h>
#include <simdjson.h>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/rules/elastic/document.h"

namespace xiezhi::rules::elastic {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

class JsonReader {
public:
    explicit JsonReader(std::uint32_t line) : line_(line) {}

    bool convert(const element& value, Document& out, std::size_t depth) {
        if (depth > kDocumentDepthMax || ++values_ > kDocumentValuesMax) return false;
        out.mark = {line_, 0};
        switch (value.type()) {
            case element_type::ARRAY:
                return convert_list(value, out, depth);
            case element_type::OBJECT:
                return convert_map(value, out, depth);
            case element_type::NULL_VALUE:
                return true;
            case element_type::STRING:
            case element_type::BOOL:
            case element_type::INT64:
            case element_type::UINT64:
            case element_type::DOUBLE:
                break;
        }
        convert_scalar(value, out);
        return true;
    }

private:
    bool convert_list(const element& value, Document& out, std::size_t depth) {
        out.kind = Document::Kind::List;
        simdjson::dom::array list;
        if (value.get_array().get(list) != simdjson::SUCCESS) return false;
        for (const element item : list) {
            if (!convert(item, out.items.emplace_back(), depth + 1)) return false;
        }
        return true;
    }

    bool convert_map(const element& value, Document& out, std::size_t depth) {
        out.kind = Document::Kind::Map;
        simdjson::dom::object map;
        if (value.get_object().get(map) != simdjson::SUCCESS) return false;
        for (const auto [key, item] : map) {
            Member& member = out.members.emplace_back();
            member.key = std::string(key);
            if (!convert(item, member.value, depth + 1)) return false;
        }
        return true;
    }

    static void convert_scalar(const element& value, Document& out) {
        if (value.is_string()) {
            out.kind = Document::Kind::Text;
            out.text = std::string_view(value.get_string().value_unsafe());
        } else if (value.is_bool()) {
            out.kind = Document::Kind::Boolean;
            out.truth = value.get_bool().value_unsafe();
            out.text = out.truth ? "true" : "false";
        } else {
            out.kind = Document::Kind::Number;
            out.number = value.get_double().value_unsafe();
            out.text = value.is_int64() ? fmt::format("{}", value.get_int64().value_unsafe())
                                        : fmt::format("{}", out.number);
        }
    }

    std::uint32_t line_;
    std::size_t values_ = 0;
};

}  // namespace

std::variant<Document, Problem> parse_json(std::string_view text, std::uint32_t line) {
    simdjson::dom::parser parser;
    element root;
    const auto error = parser.parse(text.data(), text.size()).get(root);
    if (error != simdjson::SUCCESS) {
        return Problem{{line, 0}, msg::elastic_json_broken(simdjson::error_message(error))};
    }
    Document out;
    if (!JsonReader(line).convert(root, out, 0))
        return Problem{{line, 0}, msg::elastic_too_big(kDocumentDepthMax, kDocumentValuesMax)};
    return out;
}

}  // namespace xiezhi::rules::elastic
