#include "xiezhi/rules/elastic/document.h"

#include <algorithm>

namespace xiezhi::rules::elastic {

const Document* Document::find(std::string_view key) const {
    const auto found = std::ranges::find(members, key, &Member::key);
    return found == members.end() || found->value.kind == Kind::Null ? nullptr : &found->value;
}

std::string Document::text_of(std::string_view key) const {
    const Document* found = find(key);
    return found == nullptr ? std::string() : found->text;
}

bool Document::is_true(std::string_view key) const {
    const Document* found = find(key);
    return found != nullptr && found->truth;
}

std::vector<std::string> texts_of(const Document* document) {
    std::vector<std::string> out;
    if (document == nullptr) return out;
    for (const Document& each : document->items) {
        if (!each.text.empty()) out.push_back(each.text);
    }
    if (!document->text.empty()) out.push_back(document->text);
    return out;
}

}  // namespace xiezhi::rules::elastic
