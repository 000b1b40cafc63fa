#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/jumplist/jumplist.h"

namespace xiezhi::jumplist {
namespace {

// Version, count of categories, one more number; categories of a type, a title or a number, a count
// of links, and for each a class identifier and the link; behind each category the footer.
// Source: libyal/dtformats, "Jump lists format".
constexpr std::size_t kHeaderSize = 12;
constexpr std::uint32_t kTitled = 0;
constexpr std::uint32_t kKnown = 1;  // "frequent" or "recent": no links
constexpr std::string_view kFooter = "\xab\xfb\xbf\xba";
constexpr std::string_view kLinkBegin{
    "\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", 20};

/// Puts the titles of the categories to their links. Where a link ends only its reader knows, so
/// the links that begin next are those of the category, and the footer behind the last one ends it.
class Categories {
public:
    Categories(std::string_view text, std::vector<LinkBytes>& links) : text_(text), links_(links) {}

    /// False when the bytes do not follow the layout.
    bool name() {
        const auto count = load_le<std::uint32_t>(as_bytes(text_), 4);
        std::size_t position = kHeaderSize;
        for (std::uint32_t i = 0; i < count; ++i) {
            if (!category(position)) return false;
        }
        return true;
    }

private:
    bool category(std::size_t& position) {
        Cursor in(as_bytes(text_));
        in.seek(position);
        const auto type = in.read<std::uint32_t>();
        std::string title;
        if (type == kTitled) append_wtf8(title, in.take(2 * std::size_t{in.read<std::uint16_t>()}));
        const auto number = in.read<std::uint32_t>();  // of links, or of the known category
        if (!in.ok()) return false;
        position = in.position();
        for (std::uint32_t i = 0; type != kKnown && i < number; ++i) {
            if (next_ == links_.size()) return false;
            LinkBytes& link = links_[next_++];
            link.name = title;
            position = static_cast<std::size_t>(link.offset) + kLinkBegin.size();
        }
        const std::size_t footer = text_.find(kFooter, position);
        position = footer + kFooter.size();
        return footer != std::string_view::npos;
    }

    std::string_view text_;
    std::vector<LinkBytes>& links_;
    std::size_t next_ = 0;
};

}  // namespace

Result<Custom> read_custom(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kSizeMax);
    if (!bytes) return std::move(bytes.error());
    const std::string_view text = as_text(*bytes);
    Custom out;
    if (text.size() >= kFooter.size()) {
        out.footer = load_le<std::uint32_t>(*bytes, text.size() - kFooter.size());
    }
    for (std::size_t begin = text.find(kLinkBegin); begin != std::string_view::npos;) {
        const std::size_t next = text.find(kLinkBegin, begin + kLinkBegin.size());
        const Bytes link = as_bytes(text.substr(begin, next == text.npos ? next : next - begin));
        out.links.push_back({{}, begin, {link.begin(), link.end()}});
        begin = next;
    }
    if (!Categories(text, out.links).name() && !out.links.empty()) {
        damages({0, msg::jumplist_categories()});
    }
    return out;
}

}  // namespace xiezhi::jumplist
