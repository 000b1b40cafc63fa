#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/base/message.h"
#include "xiezhi/rules/kql/parse.h"

namespace xiezhi::rules::elastic {

using kql::Mark;
using kql::Problem;

struct Member;

/// A rule as it stands in TOML or in JSON: the same tree for both.
struct Document {
    enum class Kind : std::uint8_t { Null, Boolean, Number, Text, List, Map };
    Kind kind = Kind::Null;
    bool truth = false;
    double number = 0;
    std::string text;  // of scalars: as written
    std::vector<Document> items;
    std::vector<Member> members;
    Mark mark;
    /// TOML: the text begins at this place of the file; JSON: nothing is known below the line.
    std::optional<Mark> text_mark;

    [[nodiscard]] const Document* find(std::string_view key) const;  // of a map
    [[nodiscard]] std::string text_of(std::string_view key) const;   // empty: none
    [[nodiscard]] bool is_true(std::string_view key) const;
    [[nodiscard]] bool is_map() const noexcept { return kind == Kind::Map; }
    [[nodiscard]] bool is_list() const noexcept { return kind == Kind::List; }
};

struct Member {
    std::string key;
    Document value;
};

inline constexpr std::size_t kFileSizeMax = std::size_t{32} << 20U;
inline constexpr std::size_t kDocumentDepthMax = 64;
inline constexpr std::size_t kDocumentValuesMax = 200'000;

/// A TOML file of detection-rules.
[[nodiscard]] std::variant<Document, Problem> parse_toml(std::string_view text);

/// One JSON value; `line` is where it stands in its file.
[[nodiscard]] std::variant<Document, Problem> parse_json(std::string_view text, std::uint32_t line);

/// Texts of a list, or of one scalar.
[[nodiscard]] std::vector<std::string> texts_of(const Document* document);

}  // namespace xiezhi::rules::elastic
