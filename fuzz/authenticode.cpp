// Bytes as DER, as a signature in a certificate table and as a catalog: elements lie in their
// bytes, and no conclusion comes without its certificates.
#include <cstdint>
#include <vector>

#include "fuzz/checked_sink.h"
#include "xiezhi/formats/authenticode/catalog.h"

namespace {

using namespace xiezhi;
using fuzz::require;

void check_elements(Bytes bytes, int depth) {
    if (depth == 8) return;
    authenticode::Elements in(bytes);
    std::size_t sum = 0;
    while (const auto element = in.next()) {
        require(element->content.size() < element->whole.size());
        sum += element->whole.size();
        if ((element->tag & authenticode::kConstructed) != 0) {
            check_elements(element->content, depth + 1);
        }
        static_cast<void>(authenticode::time_of(*element));
        static_cast<void>(authenticode::object_id(element->content));
    }
    require(sum <= bytes.size());
}

void check_signature(const authenticode::Signature& signature) {
    using authenticode::Verdict;
    const Verdict verdict = verdict_of(signature, std::nullopt);
    require(!verdict_name(verdict).empty() && verdict != Verdict::NotEmbedded);
    if (verdict == Verdict::Trusted) require(signature.chain.certificates.size() > 1);
    if (signature.integrity == authenticode::Integrity::Intact) {
        require(!signature.chain.certificates.empty());
    }
}

/// A certificate table of one entry around the bytes.
std::vector<std::byte> table_around(Bytes input) {
    std::vector<std::byte> table;
    const std::size_t size = input.size() + 8;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        table.push_back(static_cast<std::byte>((size >> shift) & 0xffU));
    }
    for (const int byte : {0, 2, 2, 0}) table.push_back(static_cast<std::byte>(byte));
    table.insert(table.end(), input.begin(), input.end());
    return table;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > (std::size_t{1} << 20U)) return 0;
    const Bytes input = std::as_bytes(std::span(data, size));
    check_elements(input, 0);
    const authenticode::TrustAnchors none;
    std::vector<std::byte> table = table_around(input);
    const std::uint64_t table_size = table.size();
    const authenticode::Layout layout{.file_size = table_size, .certificates_size = table_size};
    const MemorySource source(std::move(table));
    const auto ignore = [](const Damage&) {};
    for (const auto& one : read_signatures(source, layout, none, ignore)) check_signature(one);
    const MemorySource whole({input.begin(), input.end()});
    const auto catalog = read_catalog(whole, none, ignore);
    if (catalog) {
        check_signature(catalog->signature);
        for (const auto& member : catalog->members) require(!member.digest.empty());
    }
    return 0;
}
