#include "xiezhi/readers/host/file_content.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/code_page.h"
#include "xiezhi/base/text.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {
namespace {

using schema::FileType;

constexpr std::size_t kHeadSize = 64U << 10U;
constexpr std::size_t kSampleSize = 4U << 10U;

/// `ffd8ff` against the first bytes.
bool begins_with(std::string_view head, std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    if (head.size() < hex.size() / 2) return false;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        const int byte = digit(hex[i]) * 16 + digit(hex[i + 1]);
        if (static_cast<unsigned char>(head[i / 2]) != byte) return false;
    }
    return true;
}

bool fits(const FileType& type, std::string_view head) {
    return std::ranges::any_of(type.begins, [&](auto hex) { return begins_with(head, hex); });
}

/// Two bytes alone could be the beginning of anything: `MZ`, `BM`, `PK`.
bool is_told_by(const FileType& type, std::string_view head) {
    constexpr std::size_t kSure = 6;  // hexadecimal digits
    return std::ranges::any_of(type.begins, [&](auto hex) {
        return (hex.size() >= kSure || hex == "4d5a") && begins_with(head, hex);
    });
}

/// Without a NUL, and hardly any control character; UTF-16 by its mark.
bool is_text(std::string_view head) {
    if (head.starts_with("\xFF\xFE") || head.starts_with("\xEF\xBB\xBF")) return true;
    const auto controls = std::ranges::count_if(head.substr(0, kSampleSize), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\n' && c != '\t' &&
               c != '\f' && c != '\x1b';
    });
    return controls == 0 && !head.empty();
}

bool has_web_code(std::string_view head) {
    constexpr auto kMarks =
        std::to_array<std::string_view>({"<?php", "<%@ page", "<%@page", "<script language=\"php\"",
                                         "<script runat=\"server\"", "<%eval", "<% eval", "<jsp:"});
    const std::string lower = ascii_lower(head);
    return std::ranges::any_of(
        kMarks, [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
}

Result<std::string> read_part(const ByteSource& source, std::uint64_t offset, std::size_t size) {
    std::vector<std::byte> bytes(
        static_cast<std::size_t>(std::min<std::uint64_t>(size, source.size())));
    XZ_TRY(const std::size_t got, source.read(offset, bytes), "");
    return std::string(as_text(Bytes(bytes).first(got)));
}

int sample_entropy(std::string_view bytes) {
    return bytes.size() < kSampleSize ? -1 : entropy_of(bytes.substr(0, kSampleSize));
}

}  // namespace

int entropy_of(std::string_view bytes) {
    if (bytes.empty()) return 0;
    std::array<std::size_t, 256> counts{};
    for (const char c : bytes) ++counts.at(static_cast<unsigned char>(c));
    double bits = 0;
    for (const std::size_t count : counts) {
        if (count == 0) continue;
        const double part = static_cast<double>(count) / static_cast<double>(bytes.size());
        bits -= part * std::log2(part);
    }
    return static_cast<int>(std::lround(bits * 100));
}

std::string_view kind_of_content(std::string_view head, std::string_view extension) {
    const FileType* const own = schema::find_file_type(extension);
    if (own != nullptr && fits(*own, head)) return own->kind;
    if (head.starts_with("regf")) return "hive";
    for (const FileType& type : schema::file_types()) {
        if (is_told_by(type, head)) return type.kind;
    }
    if (head.starts_with("PK\x03\x04")) return "archive";
    if (!is_text(head)) return "other";
    return own != nullptr && own->kind == "script" ? "script" : "text";
}

Result<FileContent> content_of(const ByteSource& source, std::string_view extension) {
    const FileType* const own = schema::find_file_type(extension);
    const bool shown = own != nullptr && (own->kind == "image" || own->kind == "document");
    XZ_TRY(const std::string head, read_part(source, 0, shown ? kHeadSize : kSampleSize), "");
    FileContent content{.kind = kind_of_content(head, extension)};
    if (own != nullptr && !own->begins.empty() && !head.empty()) {
        content.type_matches = fits(*own, head);
    }
    const bool passive = shown && extension != "pdf";
    if (passive && (content.kind == own->kind || content.kind == "text")) {
        content.embedded_script = has_web_code(head);
    }
    if (content.type_matches.value_or(true)) return content;
    content.head_entropy = sample_entropy(head);
    XZ_TRY(const std::string middle, read_part(source, source.size() / 2, kSampleSize), "");
    content.middle_entropy = sample_entropy(middle);
    return content;
}

Result<std::string> text_of(const ByteSource& source, std::size_t size_max) {
    XZ_TRY(std::string bytes, read_part(source, 0, size_max), "");
    if (bytes.size() == size_max) {  // not to end inside of a character
        for (int i = 0; i < 3 && !bytes.empty() && (bytes.back() & 0x80) != 0; ++i) {
            bytes.pop_back();
        }
    }
    const std::string_view view = bytes;
    if (view.starts_with("\xFF\xFE")) {
        std::string text;
        append_utf8(text, as_bytes(view.substr(2)));
        return text;
    }
    if (view.starts_with("\xEF\xBB\xBF")) return std::string(view.substr(3));
    return decode_ansi(view);
}

}  // namespace xiezhi::readers
