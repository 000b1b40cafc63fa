#include "xiezhi/model/ecs/script_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "xiezhi/base/digest.h"
#include "xiezhi/base/nfc.h"
#include "xiezhi/base/text.h"

namespace xiezhi::ecs {
namespace {

constexpr std::string_view kSignature =
    "# SIG # Begin signature block";  // tidy: no text, what signing tools write
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kSignatureLine = 64;

std::string base64(Bytes bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            group = (group << 8U) |
                    (i + j < bytes.size() ? std::to_integer<std::uint32_t>(bytes[i + j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            out += i + j > bytes.size() ? '=' : kBase64[(group >> (18 - 6 * j)) & 0x3fU];
        }
    }
    return out;
}

std::string hash_of(std::string_view text) {
    std::string input(1, '\0');
    std::ranges::copy_if(text, std::back_inserter(input), [](char c) {
        return std::string_view(" \t\n\v\f\r").find(c) == std::string_view::npos;
    });
    return base64(digest_of(DigestKind::Sha1, as_bytes(input)).bytes());
}

/// The script without the signature at its end. The mark alone, with nothing behind it, stays.
std::string_view unsigned_part(std::string_view text) {
    const std::size_t at = text.find(kSignature);
    if (at == std::string_view::npos || at + kSignature.size() == text.size()) return text;
    return text.substr(0, at);
}

/// A fragment out of the middle of a signature: its second line is `# ` and 64 characters of
/// Base64.
bool is_signature_fragment(std::string_view text) {
    take_until(text, '\n');
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.starts_with('#')) return false;
    line.remove_prefix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);
    return line.size() == kSignatureLine && std::ranges::all_of(line, [](char c) {
               return c == '=' || kBase64.find(c) != std::string_view::npos;
           });
}

/// How often each UTF-16 unit occurs, in order of first appearance: sums of doubles have an order.
std::vector<std::uint32_t> counts_of(std::string_view utf8) {
    std::string units;
    append_utf16le(units, utf8);
    std::vector<std::uint32_t> place(0x10000);  // of the unit in `counts`, from 1
    std::vector<std::uint32_t> counts;
    for (std::size_t i = 0; i + 1 < units.size(); i += 2) {
        const auto unit = static_cast<std::size_t>(static_cast<unsigned char>(units[i])) |
                          static_cast<std::size_t>(static_cast<unsigned char>(units[i + 1])) << 8U;
        if (place[unit] == 0) {
            counts.push_back(0);
            place[unit] = static_cast<std::uint32_t>(counts.size());
        }
        ++counts[place[unit] - 1];
    }
    return counts;
}

struct Statistics {
    double length = 0;
    double entropy = 0;
    double deviation = 0;
    double normalized = 0;
};

Statistics statistics_of(const std::vector<std::uint32_t>& counts) {
    Statistics out;
    for (const std::uint32_t count : counts) out.length += count;
    for (const std::uint32_t count : counts) {
        out.entropy -= count / out.length * std::log2(count / out.length);
    }
    double variance = 0;
    for (const std::uint32_t count : counts) {
        const double distance = -std::log2(count / out.length) - out.entropy;
        variance += count / out.length * distance * distance;
    }
    out.entropy = std::max(out.entropy, 0.0);  // no -0
    out.deviation = std::sqrt(variance);
    if (out.length > 1) out.normalized = std::clamp(out.entropy / std::log2(out.length), 0.0, 1.0);
    return out;
}

}  // namespace

void script(std::string_view text, std::string_view part, Texts& out) {
    text = trimmed(text);
    if (text.empty()) return;
    if (part == "hash") {
        out.push_back(hash_of(text));
        return;
    }
    const std::string_view judged = unsigned_part(text);
    if (judged.empty() || is_signature_fragment(judged)) return;
    const std::vector<std::uint32_t> counts = counts_of(nfc(judged));
    const Statistics found = statistics_of(counts);
    if (part == "unique_symbols") {
        out.push_back(fmt::format("{}", counts.size()));
    } else if (part == "length") {
        out.push_back(fmt::format("{}", static_cast<std::uint64_t>(found.length)));
    } else {
        out.push_back(fmt::format("{}", part == "entropy_bits"      ? found.entropy
                                        : part == "surprisal_stdev" ? found.deviation
                                                                    : found.normalized));
    }
}

}  // namespace xiezhi::ecs
