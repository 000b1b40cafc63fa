#pragma once

#include <optional>
#include <string_view>

#include "xiezhi/rules/kql/tree.h"

namespace xiezhi::rules::kql {

/// The characters of a query from left to right: blanks, keywords and literals.
class Scanner {
public:
    explicit Scanner(std::string_view query) : query_(query) {}

    [[nodiscard]] std::size_t position() const noexcept { return position_; }
    [[nodiscard]] bool at_end() const noexcept { return position_ >= query_.size(); }
    [[nodiscard]] bool at(std::string_view text) const noexcept {
        return query_.substr(position_).starts_with(text);
    }
    void back_to(std::size_t position) noexcept { position_ = position; }

    /// Blank, tab, CR, LF, no-break space; true when there was one.
    bool skip_blanks() noexcept;
    bool take(std::string_view text) noexcept;
    /// `and`, `or`: blanks on both sides; `not`: blanks behind. Nothing is taken when it is not
    /// there.
    bool take_between_blanks(std::string_view word) noexcept;
    bool take_not() noexcept;

    /// A quoted or unquoted literal; nothing (and nothing taken) when none begins here. An open
    /// quote is none.
    [[nodiscard]] std::optional<Literal> literal();

    /// Line and column of a byte.
    [[nodiscard]] Mark mark(std::size_t position) noexcept;
    [[nodiscard]] Mark mark() noexcept { return mark(position_); }
    /// What stands here, for messages: a few characters.
    [[nodiscard]] std::string_view here() const noexcept;

private:
    [[nodiscard]] std::optional<Literal> quoted();
    [[nodiscard]] std::optional<Literal> unquoted();
    bool take_character(Literal& out);
    bool take_escape(std::string& out, bool in_quotes);
    bool take_code_point(std::string& out);
    [[nodiscard]] std::size_t blanks_at(std::size_t position) const noexcept;
    [[nodiscard]] bool word_at(std::size_t position, std::string_view word) const noexcept;
    [[nodiscard]] bool not_at(std::size_t position) const noexcept;

    std::string_view query_;
    std::size_t position_ = 0;
    Mark marked_;  // of the byte at marked_position_: marks are asked for from left to right
    std::size_t marked_position_ = 0;
};

}  // namespace xiezhi::rules::kql
