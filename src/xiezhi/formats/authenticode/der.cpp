#include "xiezhi/formats/authenticode/der.h"

#include "xiezhi/base/cursor.h"

namespace xiezhi::authenticode {
namespace {

constexpr std::uint8_t kTagNumberMask = 0x1f;  // all set: the number follows; signatures have none
constexpr std::uint8_t kLongLength = 0x80;
constexpr std::size_t kLengthBytesMax = 4;
constexpr int kDepthMax = 32;
constexpr std::size_t kObjectIdSizeMax = 32;

/// A length in octets, or nothing when it is indefinite (X.690 8.1.3.6) or none.
struct Head {
    std::uint8_t tag = 0;
    bool indefinite = false;
    std::size_t size = 0;
};

std::optional<Head> read_head(Cursor& in) {
    Head head{.tag = in.read<std::uint8_t>()};
    const auto first = in.read<std::uint8_t>();
    if (!in.ok() || (head.tag & kTagNumberMask) == kTagNumberMask) return std::nullopt;
    if (first < kLongLength) {
        head.size = first;
    } else if (first == kLongLength) {
        if ((head.tag & kConstructed) == 0) return std::nullopt;
        head.indefinite = true;
    } else {
        const std::size_t count = first - kLongLength;
        if (count > kLengthBytesMax) return std::nullopt;
        for (std::size_t i = 0; i < count; ++i) {
            head.size = (head.size << 8U) | in.read<std::uint8_t>();
        }
    }
    if (!in.ok()) return std::nullopt;
    return head;
}

/// Moves past the elements of one of indefinite length and its end mark; says where the mark is.
std::optional<std::size_t> find_end(Cursor& in, int depth) {
    if (depth == kDepthMax) return std::nullopt;
    for (;;) {
        const std::size_t position = in.position();
        const auto head = read_head(in);
        if (!head) return std::nullopt;
        if (head->tag == 0 && head->size == 0 && !head->indefinite) return position;
        if (head->indefinite) {
            if (!find_end(in, depth + 1)) return std::nullopt;
        } else {
            static_cast<void>(in.take(head->size));
        }
        if (!in.ok()) return std::nullopt;
    }
}

std::optional<std::uint64_t> decimal(std::string_view text, std::size_t at, std::size_t size) {
    if (at + size > text.size()) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : text.substr(at, size)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return number;
}

}  // namespace

std::optional<Element> Elements::next() {
    Cursor in(rest_);
    const auto head = read_head(in);
    if (!head) return std::nullopt;
    Element out;
    out.tag = head->tag;
    const std::size_t start = in.position();
    if (head->indefinite) {
        const auto end = find_end(in, 0);
        if (!end) return std::nullopt;
        out.content = rest_.subspan(start, *end - start);
    } else {
        out.content = in.take(head->size);
    }
    if (!in.ok()) return std::nullopt;
    out.whole = rest_.first(in.position());
    rest_ = rest_.subspan(in.position());
    return out;
}

std::optional<Element> Elements::next(std::uint8_t tag) {
    if (rest_.empty() || std::to_integer<std::uint8_t>(rest_.front()) != tag) return std::nullopt;
    return next();
}

std::optional<Bytes> inside(Bytes bytes, std::uint8_t tag) {
    const auto element = Elements(bytes).next(tag);
    if (!element) return std::nullopt;
    return element->content;
}

std::string object_id(Bytes content) {
    if (content.empty() || content.size() > kObjectIdSizeMax) return {};
    std::string out;
    std::uint64_t arc = 0;
    bool open = false;
    for (const std::byte byte : content) {
        if (arc > (~std::uint64_t{0} >> 7U)) return {};
        arc = (arc << 7U) | std::to_integer<std::uint64_t>(byte & std::byte{0x7f});
        open = (byte & std::byte{0x80}) != std::byte{0};
        if (open) continue;
        if (out.empty()) {
            const std::uint64_t root = arc < 40 ? 0 : arc < 80 ? 1 : 2;
            out = std::to_string(root);
            arc -= 40 * root;
        }
        out += '.';
        out += std::to_string(arc);
        arc = 0;
    }
    return open ? std::string() : out;
}

std::string algorithm_id(Bytes sequence_content) {
    const auto id = inside(sequence_content, kObjectId);
    return id ? object_id(*id) : std::string();
}

std::optional<FileTime> time_of(const Element& element) {
    const std::string_view text = as_text(element.content);
    const std::size_t year_size = element.tag == kUtcTime ? 2 : 4;
    if (element.tag != kUtcTime && element.tag != kGeneralizedTime) return std::nullopt;
    if (!text.ends_with('Z') || text.size() < year_size + 11) return std::nullopt;
    auto year = decimal(text, 0, year_size);
    if (!year) return std::nullopt;
    if (element.tag == kUtcTime) *year += *year < 50 ? 2000U : 1900U;  // RFC 5280 4.1.2.5.1
    std::string iso = std::to_string(*year);
    const std::string_view rest = text.substr(year_size);
    iso.append("-").append(rest.substr(0, 2)).append("-").append(rest.substr(2, 2));
    iso.append("T").append(rest.substr(4, 2)).append(":").append(rest.substr(6, 2));
    iso.append(":").append(rest.substr(8));
    return parse_iso(iso);
}

}  // namespace xiezhi::authenticode
