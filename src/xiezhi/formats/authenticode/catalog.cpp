#include "xiezhi/formats/authenticode/catalog.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/authenticode/signer.h"

namespace xiezhi::authenticode {
namespace {

constexpr std::string_view kTrustList = "1.3.6.1.4.1.311.10.1";
constexpr std::string_view kIndirectData = "1.3.6.1.4.1.311.2.1.4";
constexpr std::string_view kNameValue = "1.3.6.1.4.1.311.12.2.1";
constexpr std::string_view kSigningTime = "1.2.840.113549.1.9.5";
constexpr std::size_t kSha1Size = 20;
constexpr std::size_t kSha256Size = 32;

/// BMPString is big-endian.
std::string big_endian_text(Bytes bytes) {
    std::vector<std::byte> swapped(bytes.begin(), bytes.end());
    for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
    std::string out;
    append_utf8(out, swapped);
    return out;
}

/// CatalogNameValue: a tag, flags and a value in UTF-16LE with a NUL.
void read_name(Bytes content, CatalogMember& member) {
    Elements in(content);
    const auto tag = in.next();
    if (!tag || !in.next(kInteger) || big_endian_text(tag->content) != "File") return;
    if (const auto value = in.next(kOctets)) append_utf8(member.name, until_nul(value->content));
}

/// The member's digest stands in its attribute; where that is missing, in its identifier, which is
/// the digest itself or its hex digits.
std::optional<CatalogMember> read_member(Bytes content) {
    Elements in(content);
    const auto identifier = in.next(kOctets);
    const auto attributes = in.next(kSet);
    if (!identifier) return std::nullopt;
    CatalogMember member;
    Elements list(attributes ? attributes->content : Bytes{});
    while (const auto sequence = list.next(kSequence)) {
        Elements parts(sequence->content);
        const auto id = parts.next(kObjectId);
        const auto values = parts.next(kSet);
        if (!id || !values) continue;
        const auto value = inside(values->content, kSequence);
        if (!value) continue;
        const std::string type = object_id(id->content);
        if (type == kIndirectData) {
            if (const auto digest = indirect_digest(*value)) member.digest = digest->value;
        }
        if (type == kNameValue) read_name(*value, member);
    }
    const std::size_t size = identifier->content.size();
    if (member.digest.empty() && (size == kSha1Size || size == kSha256Size)) {
        member.digest = DigestValue(identifier->content);
    }
    if (member.digest.empty()) return std::nullopt;
    return member;
}

/// CertificateTrustList: usage, list identifier, time, algorithm, subjects. `damaged`: subjects
/// that are none.
bool read_list(Bytes content, Catalog& out, std::size_t& damaged) {
    Elements in(content);
    if (!in.next(kSequence)) return false;
    in.skip(kOctets);
    if (const auto time = in.next(kUtcTime)) out.made = time_of(*time);
    if (const auto time = in.next(kGeneralizedTime)) out.made = time_of(*time);
    if (!in.next(kSequence)) return false;
    const auto subjects = in.next(kSequence);
    if (!subjects) return true;  // an empty catalog
    Elements list(subjects->content);
    while (out.members.size() < kMembersMax) {
        const auto subject = list.next(kSequence);
        if (!subject) break;
        if (auto member = read_member(subject->content)) {
            out.members.push_back(std::move(*member));
        } else {
            ++damaged;
        }
    }
    if (!list.at_end()) ++damaged;
    return true;
}

}  // namespace

Result<Catalog> read_catalog(const ByteSource& source, const TrustAnchors& anchors,
                             const DamageSink& damages) {
    XZ_TRY(const std::vector<std::byte> bytes, read_all(source, kCatalogSizeMax), "");
    const auto data = parse_signed_data(bytes);
    if (!data || data->content_type != kTrustList) {
        return Error{Errc::Unsupported, msg::authenticode_no_catalog(), {}};
    }
    Catalog out;
    std::size_t damaged = 0;
    if (!read_list(data->content, out, damaged)) {
        return Error{Errc::Damaged, msg::authenticode_catalog_list(), {}};
    }
    if (damaged != 0) damages({0, msg::authenticode_catalog_members(damaged)});
    if (data->signers.empty()) {
        damages({0, msg::authenticode_signature()});
        return out;
    }
    const SignerInfo& signer = data->signers.front();
    const std::vector<Certificate> certificates = parse_certificates(*data);
    out.signature.integrity =
        verify_signer(signer, data->content, data->content_type, certificates);
    if (const Certificate* one = signer_certificate(signer, certificates)) {
        out.signature.chain = build_chain(*one, certificates, anchors);
    }
    if (const auto time = attribute(signer.authenticated, kSigningTime)) {
        out.signature.signing_time = time_of(*time);
    }
    out.signature.time_stamp = read_time_stamp(signer, certificates, anchors);
    return out;
}

}  // namespace xiezhi::authenticode
