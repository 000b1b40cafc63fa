#include "xiezhi/rules/elastic/document.h"

namespace xiezhi::rules::elastic {
namespace {

/// What toml++ takes for granted and a broken file denies (3.3.0: `[}`, `a.*`). Its assertions are
/// the only check there is, so here they stand in every build, and are an error of the file.
struct TomlAssertion {};

[[noreturn]] void refuse_toml();

}  // namespace
}  // namespace xiezhi::rules::elastic

#undef NDEBUG  // else toml++ leaves them out
#define TOML_ASSERT(holds) \
    ((holds) ? static_cast<void>(0) : ::xiezhi::rules::elastic::refuse_toml())
#define TOML_EXCEPTIONS 1
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "xiezhi/base/message_ids.h"

namespace xiezhi::rules::elastic {
namespace {

void refuse_toml() {
    throw TomlAssertion();
}

/// toml++ keeps its own bound on how deep values may be nested (256); ours is lower.
class TomlReader {
public:
    std::variant<Document, Problem> read(const toml::table& table) {
        Document out;
        if (convert(table, out, 0)) return out;
        return Problem{{}, msg::elastic_too_big(kDocumentDepthMax, kDocumentValuesMax)};
    }

private:
    static Mark mark_of(const toml::node& node) {
        return {node.source().begin.line, node.source().begin.column};
    }

    /// Where the text behind the quotes begins: `'''` drops a line end that follows it.
    static Mark text_mark(const toml::node& node, std::string_view text) {
        const toml::source_region& source = node.source();
        const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
        const std::size_t spanned = source.end.line - source.begin.line;
        if (spanned > lines) return {source.begin.line + 1, 1};
        return {source.begin.line, source.begin.column + 1};
    }

    bool convert(const toml::node& node, Document& out, std::size_t depth) {
        if (depth > kDocumentDepthMax || ++values_ > kDocumentValuesMax) return false;
        out.mark = mark_of(node);
        if (const toml::table* table = node.as_table()) return convert_table(*table, out, depth);
        if (const toml::array* array = node.as_array()) {
            out.kind = Document::Kind::List;
            for (const toml::node& item : *array) {
                if (!convert(item, out.items.emplace_back(), depth + 1)) return false;
            }
            return true;
        }
        convert_scalar(node, out);
        return true;
    }

    bool convert_table(const toml::table& table, Document& out, std::size_t depth) {
        out.kind = Document::Kind::Map;
        for (const auto& [key, value] : table) {
            Member& member = out.members.emplace_back();
            member.key = std::string(key.str());
            if (!convert(value, member.value, depth + 1)) return false;
        }
        return true;
    }

    static void convert_scalar(const toml::node& node, Document& out) {
        if (const auto* text = node.as_string()) {
            out.kind = Document::Kind::Text;
            out.text = text->get();
            out.text_mark = text_mark(node, out.text);
        } else if (const auto* truth = node.as_boolean()) {
            out.kind = Document::Kind::Boolean;
            out.truth = truth->get();
            out.text = out.truth ? "true" : "false";
        } else if (const auto* whole = node.as_integer()) {
            out.kind = Document::Kind::Number;
            out.number = static_cast<double>(whole->get());
            out.text = fmt::format("{}", whole->get());
        } else if (const auto* number = node.as_floating_point()) {
            out.kind = Document::Kind::Number;
            out.number = number->get();
            out.text = fmt::format("{}", number->get());
        } else {
            out.kind = Document::Kind::Text;
            std::ostringstream date;  // a date, a time or both, as TOML writes it
            if (const auto* day = node.as_date()) date << day->get();
            if (const auto* time = node.as_time()) date << time->get();
            if (const auto* both = node.as_date_time()) date << both->get();
            out.text = date.str();
        }
    }

    std::size_t values_ = 0;
};

}  // namespace

std::variant<Document, Problem> parse_toml(std::string_view text) {
    if (text.size() > kFileSizeMax)
        return Problem{{}, msg::elastic_file_too_big(text.size(), kFileSizeMax)};
    try {
        return TomlReader().read(toml::parse(text));
    } catch (const toml::parse_error& error) {
        return Problem{{error.source().begin.line, error.source().begin.column},
                       msg::elastic_toml_broken(std::string(error.description()))};
    } catch (const TomlAssertion&) {
        return Problem{{}, msg::elastic_toml_unreadable()};
    }
}

}  // namespace xiezhi::rules::elastic
