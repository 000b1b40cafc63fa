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

/// True when one_line() would change nothing.
bool is_one_line(std::string_view text) {
    bool after_blank = true;
    for (const char c : text) {
        if (c > ' ' || !is_blank(c)) {
            after_blank = false;
            continue;
        }
        if (c != ' ' || after_blank) return false;
        after_blank = true;
    }
    return text.empty() || !after_blank;
}

std::string_view in_language(const schema::Code& code, Lang lang) {
    return lang == Lang::Zh ? code.zh : code.en;
}

/// "%%1538 %%4417" -> "read the access rights, write data" by the provider's own numbers.
std::string with_messages(std::string_view text, const std::string& table, Lang lang) {
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

bool is_mark(char c) {
    return c == '[' || c == ']' || c == '{';
}

}  // namespace

SentencePattern::SentencePattern(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t begin = at;
        while (at < text.size() && !is_mark(text[at])) ++at;
        if (at > begin)
            pieces_.push_back({Piece::Kind::Text, text.substr(begin, at - begin), {}, {}});
        if (at == text.size()) break;
        if (text[at] == '{') {
            const std::size_t end = std::min(text.find('}', at), text.size());
            pieces_.push_back(place(text.substr(at + 1, end - at - 1)));
            at = end;
        } else {
            const bool begins = text[at] == '[';
            pieces_.push_back({begins ? Piece::Kind::PartBegin : Piece::Kind::PartEnd, {}, {}, {}});
        }
    }
}

/// `Field`, `Data#2`, `Status|ntstatus`.
SentencePattern::Piece SentencePattern::place(std::string_view text) {
    Piece piece{Piece::Kind::Place, text, {}, {}};
    if (const std::size_t bar = text.find('|'); bar != std::string_view::npos) {
        piece.table = text.substr(bar + 1);
        piece.text = text.substr(0, bar);
    }
    if (const std::size_t mark = piece.text.find('#'); mark != std::string_view::npos) {
        piece.index = static_cast<std::size_t>(piece.text[mark + 1] - '1');
        piece.text = piece.text.substr(0, mark);
    }
    return piece;
}

std::string_view SentenceWriter::write(const KeptEvent& event, Lang lang) {
    out_.clear();
    const schema::Sentence* sentence = schema::find_sentence(event.provider, event.event_id);
    if (sentence == nullptr) return out_;
    const std::string_view text = lang == Lang::Zh ? sentence->zh : sentence->en;
    const auto [at, is_new] = patterns_.try_emplace(text.data(), text);
    event_ = &event;
    lang_ = lang;
    write(at->second);
    return out_;
}

void SentenceWriter::write(const SentencePattern& pattern) {
    using Kind = SentencePattern::Piece::Kind;
    std::size_t part_begin = 0;
    bool part_missing = false;
    for (const SentencePattern::Piece& piece : pattern.pieces()) {
        switch (piece.kind) {
            case Kind::Text:
                append(piece.text);
                break;
            case Kind::PartBegin:
                part_begin = out_.size();
                part_missing = false;
                break;
            case Kind::PartEnd:
                if (part_missing) out_.resize(part_begin);
                part_missing = false;
                break;
            case Kind::Place:
                if (!add_place(piece)) part_missing = true;
                break;
        }
    }
    if (out_.ends_with(' ')) out_.pop_back();
}

/// Runs of blanks become one, also where two texts meet.
void SentenceWriter::append(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && !is_blank(text[end])) ++end;
        out_.append(text, at, end - at);
        if (end < text.size() && !out_.empty() && out_.back() != ' ') out_ += ' ';
        at = end + 1;
    }
}

/// False when there is nothing to say there.
bool SentenceWriter::add_place(const SentencePattern::Piece& piece) {
    const std::string_view text = field_text(piece);
    const std::string_view shown = text == kNothing ? text : meaning(text, piece.table);
    append(shown.empty() ? kUnknown : shown);
    return !shown.empty() && shown != kNothing;
}

std::string_view SentenceWriter::field_text(const SentencePattern::Piece& piece) {
    const KeptField* field = find(piece.text);
    if (field == nullptr) return {};
    text_.clear();
    const bool alone = field->values.size() == 1 || piece.index;
    for (std::size_t i = 0; i < field->values.size(); ++i) {
        if (piece.index && *piece.index != i) continue;
        const std::string_view value = cut(field->values[i], kFieldReadMax);
        if (alone && is_one_line(value)) return value;
        const std::string line = one_line(value);
        if (line.empty()) continue;
        if (!text_.empty()) text_ += ", ";
        text_ += line;
        if (text_.size() > kFieldReadMax) break;
    }
    return text_;
}

/// The System fields Channel and Computer have namesakes in what records say.
const KeptField* SentenceWriter::find(std::string_view name) const {
    const auto found = std::ranges::find_if(event_->fields, [&](const KeptField& field) {
        return field.name == name && field.origin != FieldOrigin::System;
    });
    return found == event_->fields.end() ? nullptr : &*found;
}

std::string_view SentenceWriter::meaning(std::string_view text, std::string_view table) {
    if (!table.empty()) {
        folded_.clear();
        append_folded(folded_, text);
        const auto* known = schema::find_code(table, folded_);
        if (known != nullptr) return in_language(*known, lang_);
    }
    if (text.find("%%") != std::string_view::npos) {
        shown_ = with_messages(text, "%%" + event_->provider, lang_);
        text = shown_;
    }
    const std::string_view shown = cut(text, kFieldSizeMax);
    if (shown.size() == text.size()) return shown;
    cut_ = shown;
    cut_ += kCut;
    return cut_;
}

std::string event_sentence(const KeptEvent& event, Lang lang) {
    return std::string(SentenceWriter().write(event, lang));
}

}  // namespace xiezhi::output
