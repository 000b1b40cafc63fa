#include "xiezhi/formats/wmi/index.h"

#include <array>
#include <charconv>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"

namespace xiezhi::wmi {
namespace {

constexpr std::size_t kDepthMax = 24;
constexpr std::uint32_t kNoChild = 0xffffffff;

/// A NUL-terminated text at `position` of the strings.
std::string text_at(Bytes strings, std::size_t position) {
    if (position >= strings.size()) return {};
    const std::string_view text = as_text(strings).substr(position);
    return std::string(text.substr(0, text.find('\0')));
}

std::vector<std::uint16_t> read_words(Cursor& in, std::size_t count) {
    std::vector<std::uint16_t> words;
    for (std::size_t i = 0; i < count && in.ok(); ++i) words.push_back(in.read<std::uint16_t>());
    return words;
}

std::string join_key(std::size_t begin, const std::vector<std::uint16_t>& table,
                     const std::vector<std::uint16_t>& offsets, Bytes strings) {
    std::string key;
    if (begin >= table.size()) return key;
    const std::size_t end = std::min<std::size_t>(begin + 1 + table[begin], table.size());
    for (std::size_t i = begin + 1; i < end; ++i) {
        if (table[i] >= offsets.size()) continue;
        if (!key.empty()) key += '\\';
        key += text_at(strings, offsets[table[i]]);
    }
    return key;
}

class Walk {
public:
    Walk(Pages& pages, const PageMap& map, const KeySink& sink, const DamageSink& damages)
        : pages_(pages),
          map_(map),
          sink_(sink),
          damages_(damages),
          seen_(map.physical.size(), false) {}

    /// At most kDepthMax deep, each page once. False: the sink has enough.
    bool below(std::uint32_t logical, std::size_t depth) {
        if (logical >= seen_.size() || seen_[logical] || depth > kDepthMax) return told(logical);
        seen_[logical] = true;
        const std::uint32_t physical = map_.at(logical);
        const auto page = parse_index_page(pages_.page(physical));
        if (!page || page->signature != kActivePage) return told(logical);
        for (std::size_t i = 0; i < page->children.size(); ++i) {
            const std::uint32_t child = page->children[i];
            if (child != 0 && child != kNoChild && !below(child, depth + 1)) return false;
            if (i < page->keys.size() && !sink_(page->keys[i])) return false;
        }
        return true;
    }

private:
    bool told(std::uint32_t logical) {
        const std::uint64_t offset = std::uint64_t{map_.at(logical)} * kPageSize;
        damages_({offset, msg::wmi_index_page_damaged(logical)});
        return true;
    }

    Pages& pages_;
    const PageMap& map_;
    const KeySink& sink_;
    const DamageSink& damages_;
    std::vector<bool> seen_;
};

}  // namespace

std::optional<RecordLocation> location_of(std::string_view key) {
    RecordLocation location;
    const std::array<std::uint32_t*, 3> parts = {&location.size, &location.id, &location.page};
    for (std::uint32_t* part : parts) {
        const auto dot = key.rfind('.');
        if (dot == std::string_view::npos) return std::nullopt;
        const std::string_view digits = key.substr(dot + 1);
        const auto parsed = std::from_chars(digits.begin(), digits.end(), *part);
        if (parsed.ec != std::errc{} || parsed.ptr != digits.end()) return std::nullopt;
        key = key.substr(0, dot);
    }
    return location;
}

std::optional<IndexPage> parse_index_page(Bytes bytes) {
    Cursor in(bytes);
    IndexPage page;
    page.signature = in.read<std::uint32_t>();
    page.logical = in.read<std::uint32_t>();
    in.read<std::uint32_t>();
    page.root = in.read<std::uint32_t>();
    const auto count = in.read<std::uint32_t>();
    if (!in.ok() || count > kPageSize / 4) return std::nullopt;
    in.take(std::size_t{count} * 4);  // unknown
    for (std::uint32_t i = 0; i <= count; ++i) page.children.push_back(in.read<std::uint32_t>());
    const auto key_positions = read_words(in, count);
    const auto table = read_words(in, in.read<std::uint16_t>());
    const std::size_t string_count = in.read<std::uint16_t>();
    const auto offsets = read_words(in, string_count + 1);  // the last: their end
    if (!in.ok()) return std::nullopt;
    const Bytes strings = in.take(in.remaining());
    for (const std::uint16_t position : key_positions) {
        page.keys.push_back(join_key(position, table, offsets, strings));
    }
    return page;
}

void walk_index(Pages& pages, const PageMap& map, const KeySink& sink, const DamageSink& damages) {
    std::uint32_t root = map.root;
    if (root == 0) {  // XP: the administrative page 0 names it
        const auto first = parse_index_page(pages.page(map.at(0)));
        if (first) root = first->root;
    }
    Walk(pages, map, sink, damages).below(root, 0);
}

}  // namespace xiezhi::wmi
