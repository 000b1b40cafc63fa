#include "xiezhi/output/sentence.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "xiezhi/base/text.h"
#include "xiezhi/schema/sentence.h"

namespace xiezhi::output {
namespace {

constexpr std::size_t kFieldReadMax = 2'000;  // bytes looked at: a script may have megabytes
constexpr std::size_t kFieldSizeMax = 240;    // bytes shown of one field
constexpr std::string_view kUnknown = "?";
constexpr std::string_view kNothing = "-";  // how Windows itself writes it
constexpr std::string_view kCut = "…";

std::string_view cut(std::string_view text, std::size_t size_max) {
    if (text.size() <= size_max) return text;
    std::size_t end = size_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    return text.substr(0, end);
}

bool is_blank(char c) {
    return c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/// Blanks and line ends made one blank, none at the ends.
std::string one_line(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && !is_blank(text[end])) ++end;
        if (end > at && !out.empty()) out += ' ';
        out.append(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::string_view in_language(const schema::Code& code, Lang lang) {
    return lang == Lang::Zh ? code.zh : code.en;
}

/// "%%1538 %%4417" -> "read the access rights, write data" by the provider's own numbers.
std::string with_messages(std::string_view text, const std::string& table, Lang lang) {
    if (text.find("%%") == std::string_view::npos) return std::string(text);
    std::string out;
    bool after_message = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        if (text.substr(at).starts_with("%%")) {
            end = at + 2;
            while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
        }
        const auto* code =
            end == at ? nullptr : schema::find_code(table, text.substr(at, end - at));
        if (code == nullptr) {
            out += text[at++];
            after_message = after_message && out.back() == ' ';
            continue;
        }
        if (after_message && out.ends_with(' ')) {
            out.replace(out.size() - 1, 1, lang == Lang::Zh ? "、" : ", ");
        }
        out += in_language(*code, lang);
        after_message = true;
        at = end;
    }
    return out;
}

/// Writes one sentence; a part in brackets stands only when all its fields are there.
class SentenceWriter {
public:
    SentenceWriter(const KeptEvent& event, Lang lang)
        : event_(event), lang_(lang), messages_("%%" + event.provider) {}

    std::string write(std::string_view pattern) {
        for (std::size_t at = 0; at < pattern.size(); ++at) {
            const std::size_t begin = at;
            while (at < pattern.size() && !is_mark(pattern[at])) ++at;
            out_.append(pattern.substr(begin, at - begin));
            if (at == pattern.size()) break;
            const char c = pattern[at];
            if (c == '[') {
                part_begin_ = out_.size();
                part_missing_ = false;
            } else if (c == ']') {
                if (part_missing_) out_.resize(part_begin_);
                part_missing_ = false;
            } else {
                const std::size_t end = std::min(pattern.find('}', at), pattern.size());
                add_place(pattern.substr(at + 1, end - at - 1));
                at = end;
            }
        }
        return one_line(out_);
    }

private:
    static bool is_mark(char c) { return c == '[' || c == ']' || c == '{'; }

    /// `Field`, `Data#2`, `Status|ntstatus`.
    void add_place(std::string_view place) {
        std::string_view table;
        if (const std::size_t bar = place.find('|'); bar != std::string_view::npos) {
            table = place.substr(bar + 1);
            place = place.substr(0, bar);
        }
        const std::string text = field_text(place);
        const std::string shown = text == kNothing ? text : meaning(text, table);
        if (shown.empty() || shown == kNothing) part_missing_ = true;
        out_ += shown.empty() ? kUnknown : std::string_view(shown);
    }

    [[nodiscard]] std::string field_text(std::string_view place) const {
        std::optional<std::size_t> index;
        if (const std::size_t mark = place.find('#'); mark != std::string_view::npos) {
            index = static_cast<std::size_t>(place[mark + 1] - '1');
            place = place.substr(0, mark);
        }
        const auto* field = find(place);
        if (field == nullptr) return {};
        std::string text;
        for (std::size_t i = 0; i < field->values.size(); ++i) {
            if (index && *index != i) continue;
            const std::string value = one_line(cut(field->values[i], kFieldReadMax));
            if (value.empty()) continue;
            if (!text.empty()) text += ", ";
            text += value;
            if (text.size() > kFieldReadMax) break;
        }
        return text;
    }

    /// The System fields Channel and Computer have namesakes in what records say.
    [[nodiscard]] const KeptField* find(std::string_view name) const {
        const auto found = std::ranges::find_if(event_.fields, [&](const KeptField& field) {
            return field.name == name && field.origin != FieldOrigin::System;
        });
        return found == event_.fields.end() ? nullptr : &*found;
    }

    [[nodiscard]] std::string meaning(const std::string& text, std::string_view table) const {
        if (!table.empty()) {
            const auto* known = schema::find_code(table, folded(text));
            if (known != nullptr) return std::string(in_language(*known, lang_));
        }
        const std::string whole = with_messages(text, messages_, lang_);
        const std::string_view shown = cut(whole, kFieldSizeMax);
        return std::string(shown) + (shown.size() < whole.size() ? std::string(kCut) : "");
    }

    const KeptEvent& event_;
    Lang lang_;
    std::string messages_;  // the table of the provider's message numbers
    std::string out_;
    std::size_t part_begin_ = 0;
    bool part_missing_ = false;
};

}  // namespace

std::string event_sentence(const KeptEvent& event, Lang lang) {
    const schema::Sentence* sentence = schema::find_sentence(event.provider, event.event_id);
    if (sentence == nullptr) return {};
    return SentenceWriter(event, lang).write(lang == Lang::Zh ? sentence->zh : sentence->en);
}

}  // namespace xiezhi::output
