#include "xiezhi/output/json.h"

#include <memory>

#include "xiezhi/base/text.h"
#include "xiezhi/output/neutral.h"

namespace xiezhi::output {

void JsonText::member(std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    key(name);
    begin_array();
    for (const std::string& text : texts) value(std::string_view(text));
    end_array();
}

void JsonText::string(std::string_view text, bool is_key) {
    if (text.empty()) text = "";  // RapidJSON wants a place even for nothing
    std::string cleaned;
    if (!is_ascii(text)) {
        cleaned = clean_utf8(text);
        text = cleaned;
    }
    const auto size = static_cast<rapidjson::SizeType>(text.size());
    const char* const begin = std::to_address(text.begin());
    if (is_key) {
        writer_.Key(begin, size);
    } else {
        writer_.String(begin, size);
    }
}

}  // namespace xiezhi::output
