#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "xiezhi/base/message.h"
#include "xiezhi/model/event.h"

namespace xiezhi::output {

/// What the event says, in one line of words (schema/sentences.tsv); empty when nothing is known of
/// its id. Texts of the evidence in it are shortened, their blanks and line ends made one blank;
/// the caller makes it harmless as he does with all evidence (output/neutral.h).
[[nodiscard]] std::string event_sentence(const KeptEvent& event, Lang lang);

/// A sentence of the table, cut where words and places meet. A part in brackets stands only when
/// all its fields are there. `text` must outlive it.
class SentencePattern {
public:
    struct Piece {
        enum class Kind : std::uint8_t { Text, PartBegin, PartEnd, Place };
        Kind kind = Kind::Text;
        std::string_view text;             // words, or the field of a place
        std::string_view table;            // of codes that the field may have (schema/codes.tsv)
        std::optional<std::size_t> index;  // which of the field's values; all when not said
    };

    explicit SentencePattern(std::string_view text);

    [[nodiscard]] const std::vector<Piece>& pieces() const noexcept { return pieces_; }

private:
    static Piece place(std::string_view text);

    std::vector<Piece> pieces_;
};

/// event_sentence() for many events: patterns are cut once, buffers stay.
class SentenceWriter {
public:
    /// Valid until the next call, as long as the event.
    [[nodiscard]] std::string_view write(const KeptEvent& event, Lang lang);

private:
    void write(const SentencePattern& pattern);
    void append(std::string_view text);
    bool add_place(const SentencePattern::Piece& piece);
    [[nodiscard]] std::string_view field_text(const SentencePattern::Piece& piece);
    [[nodiscard]] const KeptField* find(std::string_view name) const;
    [[nodiscard]] std::string_view meaning(std::string_view text, std::string_view table);

    std::unordered_map<const char*, SentencePattern> patterns_;  // by their text in the table
    const KeptEvent* event_ = nullptr;
    Lang lang_ = Lang::En;
    std::string out_;
    std::string text_;    // of a field that is not told as it stands
    std::string folded_;  // the same, to look codes up
    std::string shown_;   // the same, with the words of its message numbers
    std::string cut_;
};

}  // namespace xiezhi::output
