#include "tests/support/flat.h"

#include <nlohmann/json.hpp>
#include <vector>

#include "xiezhi/base/text.h"

namespace xiezhi::testing {
namespace {

/// `a`, then `a#2`, `a#3` below one parent.
class Names {
public:
    std::string operator()(const std::string& name) {
        const int count = ++seen_[name];
        return count == 1 ? name : name + "#" + std::to_string(count);
    }

private:
    std::map<std::string, int> seen_;
};

/// A tree parser would keep only the last of two equal keys.
class JsonFlattener : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit JsonFlattener(Flat& out) : out_(out) {}

    bool null() override { return leaf("null"); }
    bool boolean(bool value) override { return leaf(value ? "b:true" : "b:false"); }
    bool number_integer(number_integer_t value) override {
        return leaf("n:" + std::to_string(value));
    }
    bool number_unsigned(number_unsigned_t value) override {
        return leaf("n:" + std::to_string(value));
    }
    bool number_float(number_float_t /*value*/, const string_t& text) override {
        return leaf("n:" + text);
    }
    bool string(string_t& value) override { return leaf("s:" + value); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return push(false); }
    bool start_array(std::size_t /*size*/) override { return push(true); }
    bool end_object() override { return pop(); }
    bool end_array() override { return pop(); }
    bool key(string_t& name) override {
        Level& level = levels_.back();
        // Our own suffix for a repeated name, as the number it stands for.
        const std::size_t suffix = name.rfind("_1");
        const bool ours = suffix != std::string::npos && suffix + 2 == name.size() &&
                          level.plain.contains(name.substr(0, suffix));
        level.key = level.names(ours ? name.substr(0, suffix) : name);
        level.plain[name] = true;
        return true;
    }
    bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

private:
    struct Level {
        bool array = false;
        std::string path;
        std::string key;
        std::size_t count = 0;
        Names names;
        std::map<std::string, bool> plain;
    };

    std::string here() {
        if (levels_.empty()) return "";
        Level& level = levels_.back();
        if (level.array) return level.path + "[" + std::to_string(level.count++) + "]";
        return level.path + "/" + level.key;
    }
    bool leaf(const std::string& value) {
        out_[here()] = value;
        return true;
    }
    bool push(bool array) {
        Level level;
        level.array = array;
        level.path = here();
        levels_.push_back(std::move(level));
        return true;
    }
    bool pop() {
        levels_.pop_back();
        return true;
    }

    Flat& out_;
    std::vector<Level> levels_;
};

std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[i];
            continue;
        }
        const std::string entity(text.substr(i + 1, end - i - 1));
        if (entity.starts_with("#x")) {
            append_code_point(out,
                              static_cast<char32_t>(std::stoul(entity.substr(2), nullptr, 16)));
        } else if (entity.starts_with("#")) {
            append_code_point(out, static_cast<char32_t>(std::stoul(entity.substr(1))));
        } else {
            static const std::map<std::string, char> entities = {
                {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
            const auto found = entities.find(entity);
            if (found != entities.end()) out += found->second;
        }
        i = end;
    }
    return out;
}

struct Element {
    std::string path;
    std::string text;
    bool has_children = false;
    Names names;
};

/// Name and attributes of a start tag; the path of the element.
std::string read_tag(std::string_view tag, Element& parent, Flat& out) {
    const std::size_t name_end = std::min(tag.find_first_of(" \t\n/"), tag.size());
    parent.has_children = true;
    const std::string path = parent.path + "/" + parent.names(std::string(tag.substr(0, name_end)));
    std::size_t at = name_end;
    while ((at = tag.find_first_not_of(" \t\n/", at)) != std::string_view::npos) {
        const std::size_t equals = tag.find('=', at);
        if (equals == std::string_view::npos) break;
        const char quote = tag[equals + 1];
        const std::size_t end = tag.find(quote, equals + 2);
        out[path + "@" + std::string(tag.substr(at, equals - at))] =
            unescape(tag.substr(equals + 2, end - equals - 2));
        at = end + 1;
    }
    return path;
}

}  // namespace

Flat flatten_json(std::string_view text) {
    Flat flat;
    JsonFlattener flattener(flat);
    if (!nlohmann::json::sax_parse(text, &flattener)) return {};
    return flat;
}

Flat flatten_xml(std::string_view text) {
    Flat flat;
    std::vector<Element> open(1);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t tag = std::min(text.find('<', at), text.size());
        open.back().text += text.substr(at, tag - at);
        if (tag == text.size()) break;
        if (text.substr(tag).starts_with("<![CDATA[")) {
            const std::size_t end = text.find("]]>", tag);
            open.back().text += text.substr(tag + 9, end - tag - 9);
            at = end + 3;
            continue;
        }
        const std::size_t end = text.find('>', tag);
        if (end == std::string_view::npos) return {};
        const std::string_view inside = text.substr(tag + 1, end - tag - 1);
        at = end + 1;
        if (inside.starts_with('?') || inside.starts_with('!')) continue;
        if (!inside.starts_with('/')) {
            Element element;
            element.path = read_tag(inside, open.back(), flat);
            open.push_back(std::move(element));
            if (!inside.ends_with('/')) continue;
        }
        if (open.size() < 2) return {};
        Element& closed = open.back();
        // A line break and blanks between two tags: how some readers lay an empty element out.
        if (closed.text.starts_with('\n') &&
            closed.text.find_first_not_of(" \n") == std::string::npos) {
            closed.text.clear();
        }
        if (!closed.has_children) flat[closed.path] = unescape(closed.text);
        open.pop_back();
    }
    return open.size() == 1 ? flat : Flat{};
}

}  // namespace xiezhi::testing
