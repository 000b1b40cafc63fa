#include "xiezhi/formats/authenticode/signature.h"

#include <algorithm>
#include <array>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/authenticode/signer.h"

namespace xiezhi::authenticode {
namespace {

constexpr std::string_view kIndirectData = "1.3.6.1.4.1.311.2.1.4";
constexpr std::string_view kOpusInfo = "1.3.6.1.4.1.311.2.1.12";
constexpr std::string_view kNestedSignature = "1.3.6.1.4.1.311.2.4.1";
constexpr std::string_view kSigningTime = "1.2.840.113549.1.9.5";
constexpr std::uint16_t kPkcs7Type = 2;      // WIN_CERT_TYPE_PKCS_SIGNED_DATA
constexpr std::size_t kEntryHeaderSize = 8;  // WIN_CERTIFICATE
constexpr std::size_t kEntryAlignment = 8;
constexpr std::size_t kTextSizeMax = 1024;

/// SpcString: [0] BMPString or [1] IA5String.
std::string spc_text(Bytes bytes) {
    std::string out;
    const auto element = Elements(bytes).next();
    if (!element) return out;
    const Bytes text = element->content.first(std::min(element->content.size(), kTextSizeMax));
    if (element->tag == kContext0) {  // big-endian
        std::vector<std::byte> swapped(text.begin(), text.end());
        for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) {
            std::swap(swapped[i], swapped[i + 1]);
        }
        append_utf8(out, swapped);
    } else {
        out = as_text(text);
    }
    return out;
}

void read_opus_info(const SignerInfo& signer, Signature& out) {
    const auto info = attribute(signer.authenticated, kOpusInfo);
    if (!info) return;
    Elements in(info->content);
    if (const auto name = in.next(kContext0 | kConstructed)) {
        out.program_name = spc_text(name->content);
    }
    if (const auto link = in.next(kContext1 | kConstructed)) {
        const auto url = Elements(link->content).next(kContext0);
        if (url)
            out.more_info =
                as_text(url->content.first(std::min(url->content.size(), kTextSizeMax)));
    }
}

class TableReader {
public:
    TableReader(const TrustAnchors& anchors, const DamageSink& damages, std::uint64_t offset)
        : anchors_(anchors), damages_(damages), offset_(offset) {}

    std::vector<Signature> read(Bytes table) {
        Cursor in(table, offset_);
        for (std::size_t i = 0; i < kEntriesMax && in.remaining() >= kEntryHeaderSize; ++i) {
            const std::uint64_t at = in.offset();
            const std::size_t size = in.read<std::uint32_t>();
            static_cast<void>(in.read<std::uint16_t>());  // revision
            const auto type = in.read<std::uint16_t>();
            if (size < kEntryHeaderSize || size - kEntryHeaderSize > in.remaining()) {
                damages_({at, msg::authenticode_entry_size(size, in.remaining())});
                if (size < kEntryHeaderSize) break;
            }
            const Bytes body = in.take(std::min(size - kEntryHeaderSize, in.remaining()));
            if (type == kPkcs7Type) {
                entry(body, at);
            } else {
                damages_({at, msg::authenticode_entry_type(type)});
            }
            in.seek(
                std::min((in.position() + kEntryAlignment - 1) / kEntryAlignment * kEntryAlignment,
                         table.size()));
        }
        return std::move(signatures_);
    }

private:
    void entry(Bytes body, std::uint64_t at) {
        const std::size_t size = der_size(body);
        const std::size_t first = signatures_.size();
        add(body, at, false);
        const Bytes rest = body.subspan(size);
        const bool zeros = std::ranges::all_of(rest, [](std::byte b) { return b == std::byte{0}; });
        if (size == 0 || (zeros && rest.size() < kEntryAlignment)) return;
        signatures_.at(first).padding = rest.size();
    }

    void add(Bytes der, std::uint64_t at, bool nested) {
        Signature out;
        out.offset = at;
        out.nested = nested;
        const auto data = parse_signed_data(der);
        const bool readable = data && !data->signers.empty() && data->content_type == kIndirectData;
        const auto digest = readable ? indirect_digest(data->content) : std::nullopt;
        if (!digest) {
            damages_({at, msg::authenticode_signature()});
            signatures_.push_back(std::move(out));
            return;
        }
        out.digest_kind = digest->kind;
        out.digest = digest->value;
        const SignerInfo& signer = data->signers.front();
        const std::vector<Certificate> certificates = parse_certificates(*data);
        out.integrity = verify_signer(signer, data->content, data->content_type, certificates);
        if (const Certificate* one = signer_certificate(signer, certificates)) {
            out.chain = build_chain(*one, certificates, anchors_);
        }
        if (const auto time = attribute(signer.authenticated, kSigningTime)) {
            out.signing_time = time_of(*time);
        }
        out.time_stamp = read_time_stamp(signer, certificates, anchors_);
        read_opus_info(signer, out);
        signatures_.push_back(std::move(out));
        if (!nested) add_nested(signer, at);
    }

    void add_nested(const SignerInfo& signer, std::uint64_t at) {
        std::size_t count = 0;
        for (const Attribute& one : signer.unauthenticated) {
            if (one.id != kNestedSignature) continue;
            Elements values(one.values);
            while (count < kNestedMax) {
                const auto value = values.next();
                if (!value) break;
                ++count;
                add(value->whole, at, true);
            }
        }
    }

    const TrustAnchors& anchors_;
    const DamageSink& damages_;
    std::uint64_t offset_;
    std::vector<Signature> signatures_;
};

Verdict trust_of(const Signature& signature, std::optional<FileTime> as_of) {
    switch (signature.chain.end) {
        case ChainEnd::Cut:
            return Verdict::ChainCut;
        case ChainEnd::UnknownRoot:
            return Verdict::UnknownRoot;
        case ChainEnd::SelfSigned:
            return Verdict::SelfSigned;
        case ChainEnd::TestRoot:
            return Verdict::TestRoot;
        case ChainEnd::KnownRoot:
            break;
    }
    if (!signature.chain.certificates.front().for_code) return Verdict::NotForCode;
    const bool stamped = signature.time_stamp && signature.time_stamp->trusted;
    if (stamped) as_of = signature.time_stamp->time;
    if (as_of && !in_validity(signature.chain, *as_of)) return Verdict::OutOfValidity;
    return Verdict::Trusted;
}

}  // namespace

std::vector<Signature> read_signatures(const ByteSource& source, const Layout& layout,
                                       const TrustAnchors& anchors, const DamageSink& damages) {
    if (layout.certificates_size == 0) return {};
    const std::uint64_t offset = layout.certificates_offset;
    if (layout.certificates_size > kCertificatesSizeMax) {
        damages({offset,
                 msg::authenticode_table_too_big(layout.certificates_size, kCertificatesSizeMax)});
    }
    std::vector<std::byte> table(
        static_cast<std::size_t>(std::min(layout.certificates_size, kCertificatesSizeMax)));
    std::size_t filled = 0;
    while (filled < table.size()) {
        auto got = source.read(offset + filled, std::span(table).subspan(filled));
        if (!got) damages({offset + filled, std::move(got.error().what)});
        if (!got || *got == 0) break;
        filled += *got;
    }
    table.resize(filled);
    return TableReader(anchors, damages, offset).read(table);
}

void compare(Signature& signature, const DigestValue& computed) {
    signature.computed = computed;
    const bool said =
        signature.integrity != Integrity::Damaged && signature.integrity != Integrity::Forged;
    if (said && signature.digest != computed) signature.integrity = Integrity::Altered;
}

Verdict verdict_of(const Signature& signature, std::optional<FileTime> as_of) {
    switch (signature.integrity) {
        case Integrity::Intact:
            return trust_of(signature, as_of);
        case Integrity::Altered:
            return Verdict::Altered;
        case Integrity::Forged:
            return Verdict::Forged;
        case Integrity::NoSigner:
            return Verdict::NoSigner;
        case Integrity::Unsupported:
            return Verdict::Unsupported;
        case Integrity::Damaged:
            return Verdict::Damaged;
    }
    return Verdict::Damaged;
}

Verdict verdict_of(const std::vector<Signature>& signatures, std::optional<FileTime> as_of) {
    auto best = Verdict::NotEmbedded;
    for (const Signature& signature : signatures) {
        const Verdict verdict = verdict_of(signature, as_of);
        if (verdict == Verdict::Altered || verdict == Verdict::Forged) return verdict;
        if (best == Verdict::NotEmbedded || verdict < best) best = verdict;
    }
    return best;
}

std::string_view verdict_name(Verdict verdict) noexcept {
    static constexpr std::array<std::string_view, 13> kNames{
        "not_embedded", "trusted",     "out_of_validity", "not_for_code", "unknown_root",
        "chain_cut",    "self_signed", "test_root",       "unsupported",  "damaged",
        "no_signer",    "forged",      "altered"};
    return kNames.at(static_cast<std::size_t>(verdict));
}

std::string_view integrity_name(Integrity integrity) noexcept {
    static constexpr std::array<std::string_view, 6> kNames{"intact",    "altered",     "forged",
                                                            "no_signer", "unsupported", "damaged"};
    return kNames.at(static_cast<std::size_t>(integrity));
}

}  // namespace xiezhi::authenticode
