#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/bytes.h"
#include "xiezhi/rules/sigma/diagnosis.h"

namespace xiezhi::rules::sigma {

struct YamlEntry;

/// A YAML value with its place, typed as PyYAML types YAML 1.1: plain `yes`, `0x10`, `1_000`, `~`
/// are no strings, quoted scalars always are. Dates stay text.
struct YamlNode {
    enum class Kind : std::uint8_t { Null, Bool, Integer, Float, String, List, Map };
    Kind kind = Kind::Null;
    bool truth = false;  // Bool
    Mark mark;
    double number = 0;               // Integer, Float
    std::string text;                // scalars; an Integer in decimal, a Float as written
    std::vector<YamlNode> items;     // List
    std::vector<YamlEntry> entries;  // Map, in file order, keys unique

    [[nodiscard]] bool is_list() const noexcept { return kind == Kind::List; }
    [[nodiscard]] bool is_map() const noexcept { return kind == Kind::Map; }
    [[nodiscard]] bool is_null() const noexcept { return kind == Kind::Null; }
    [[nodiscard]] bool is_scalar() const noexcept { return !is_list() && !is_map(); }
    [[nodiscard]] bool is_number() const noexcept {
        return kind == Kind::Integer || kind == Kind::Float;
    }
    /// The value under a key of a map, or null.
    [[nodiscard]] const YamlNode* find(std::string_view key) const noexcept;
    /// The text of a scalar under a key, or empty.
    [[nodiscard]] std::string_view text_of(std::string_view key) const noexcept;
};

struct YamlEntry {
    std::string key;
    Mark mark;
    YamlNode value;
};

inline constexpr std::size_t kYamlBytesMax = 4U << 20U;
inline constexpr std::size_t kYamlDepthMax = 64;
inline constexpr std::size_t kYamlNodesMax = 100'000;  // aliases count as what they stand for

/// All documents of a file. What is broken ends the file with `diagnosis.refusal`; the documents
/// before it are given all the same. A key that stands twice: the last wins, with a warning.
[[nodiscard]] std::vector<YamlNode> parse_yaml(Bytes bytes, Diagnosis& diagnosis);

/// The same by libyaml alone.
[[nodiscard]] std::vector<YamlNode> parse_any_yaml(Bytes bytes, Diagnosis& diagnosis);

/// Gives a plain scalar's text its YAML 1.1 type.
void resolve_plain(YamlNode& node);

/// `over` laid over `base`: maps are merged key by key, anything else is replaced.
void merge_yaml(YamlNode& base, const YamlNode& over);

}  // namespace xiezhi::rules::sigma
