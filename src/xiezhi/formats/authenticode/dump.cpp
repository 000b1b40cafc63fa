#include "xiezhi/formats/authenticode/dump.h"

namespace xiezhi::authenticode {
namespace {

void write_certificate(const Certificate& certificate, std::string_view name, RecordSink& sink) {
    sink.begin_object(name);
    sink.text("subject", name_text(certificate.subject));
    sink.text("issuer", name_text(certificate.issuer));
    sink.text("serial", certificate.serial);
    sink.time("not_before", certificate.not_before);
    sink.time("not_after", certificate.not_after);
    sink.text("sha1", certificate.sha1.hex());
    sink.text("sha256", certificate.sha256.hex());
    sink.end_object();
}

void write_chain(const Chain& chain, RecordSink& sink) {
    sink.text("chain_end", chain_end_name(chain.end));
    sink.begin_list("chain");
    for (const Certificate& one : chain.certificates) write_certificate(one, "", sink);
    sink.end_list();
}

void write_time_stamp(const TimeStamp& stamp, RecordSink& sink) {
    sink.begin_object("time_stamp");
    sink.text("kind", stamp.rfc3161 ? "rfc3161" : "countersignature");
    if (stamp.time.ticks != 0) sink.time("time", stamp.time);
    sink.text("integrity", integrity_name(stamp.integrity));
    sink.truth("trusted", stamp.trusted);
    write_chain(stamp.chain, sink);
    sink.end_object();
}

void write_signature(const Signature& signature, RecordSink& sink) {
    sink.text("verdict", verdict_name(verdict_of(signature, std::nullopt)));
    sink.text("integrity", integrity_name(signature.integrity));
    if (!signature.chain.certificates.empty()) {
        sink.text("signer", name_part(signature.chain.certificates.front().subject, "CN"));
    }
    if (signature.signing_time) sink.time("signing_time", *signature.signing_time);
    if (!signature.program_name.empty()) sink.text("program_name", signature.program_name);
    if (!signature.more_info.empty()) sink.text("more_info", signature.more_info);
    write_chain(signature.chain, sink);
    if (signature.time_stamp) write_time_stamp(*signature.time_stamp, sink);
}

}  // namespace

bool dump(const Signature& signature, RecordSink& sink) {
    sink.begin_record("signature");
    sink.number("offset", signature.offset);
    sink.truth("nested", signature.nested);
    sink.text("digest_algorithm", digest_name(signature.digest_kind));
    sink.text("digest", signature.digest.hex());
    sink.text("digest_computed", signature.computed.hex());
    if (signature.padding != 0) sink.number("padding", signature.padding);
    write_signature(signature, sink);
    return sink.end_record();
}

void dump(const Catalog& catalog, RecordSink& sink) {
    sink.begin_record("catalog");
    if (catalog.made) sink.time("made", *catalog.made);
    sink.number("member_count", catalog.members.size());
    write_signature(catalog.signature, sink);
    if (!sink.end_record()) return;
    for (const CatalogMember& member : catalog.members) {
        sink.begin_record("catalog_member");
        sink.text("digest", member.digest.hex());
        if (!member.name.empty()) sink.text("name", member.name);
        if (!sink.end_record()) return;
    }
}

}  // namespace xiezhi::authenticode
