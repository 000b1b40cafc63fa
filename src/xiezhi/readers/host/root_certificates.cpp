#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/authenticode/certificate.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/schema/software.h"

namespace xiezhi::readers {
namespace {

/// A certificate of a store: properties one after the other, each an id, 1, a size and its bytes
/// (wincrypt.h: CERT_CERT_PROP_ID, CERT_KEY_PROV_INFO_PROP_ID).
struct Stored {
    Bytes certificate;
    bool private_key = false;
};
Stored parse_blob(Bytes blob) {
    constexpr std::uint32_t kKeyProvider = 2;
    constexpr std::uint32_t kCertificate = 32;
    Stored stored;
    Cursor in(blob);
    while (in.remaining() >= 12) {
        const auto id = in.read<std::uint32_t>();
        in.take(4);
        const Bytes data = in.take(in.read<std::uint32_t>());
        if (!in.ok()) break;
        if (id == kKeyProvider) stored.private_key = true;
        if (id == kCertificate) stored.certificate = data;
    }
    return stored;
}

std::uint64_t read_store(HostContext& host, const OpenHive& hive, const std::string& pattern,
                         const char* store) {
    std::uint64_t count = 0;
    each_key(hive.hive, pattern, [&](const regf::Key& key, const std::string& path) {
        const auto value = key.value("Blob");
        if (!value) return;
        std::vector<std::byte> room;
        const Stored stored = parse_blob(value->data(room).bytes);
        const auto certificate = authenticode::parse_certificate(stored.certificate);
        if (!certificate) return;
        const std::string thumbprint = certificate->sha1.hex();
        const std::string subject = name_text(certificate->subject);
        std::string_view called = name_part(certificate->subject, "CN");
        if (called.empty()) called = name_part(certificate->subject, "OU");
        State state(Dataset::RootCertificate);
        state.set(StateField::CertificateStore, store);
        state.set(StateField::CertificateSubject, subject);
        state.set(StateField::CertificateIssuer, name_text(certificate->issuer));
        state.set(StateField::CertificateThumbprint, thumbprint);
        state.set_time(StateField::CertificateNotBefore, certificate->not_before);
        state.set_truth(StateField::CertificateSelfSigned, certificate->self_issued);
        state.set_truth(StateField::CertificatePrivateKey, stored.private_key);
        bool usual = schema::is_usual_root(called, thumbprint);
        for (const auto& part : certificate->subject) {
            usual = usual || schema::is_usual_root(part.text, thumbprint);
        }
        state.set_truth(StateField::CertificateUsual, usual);
        if (const auto days = days_between(key.last_written(), host.registry->newest())) {
            state.set_number(StateField::CertificateAgeDays, *days);
        }
        state.set(StateField::UserName, hive.user);
        state.set(StateField::UserId, hive.sid);
        place(state, hive, key, path, &*value);
        host.states(std::move(state));
        ++count;
    });
    return count;
}

}  // namespace

void read_root_certificates(HostContext& host) {
    const OpenHive* const software = host.registry->first(HiveKind::Software);
    std::uint64_t count = 0;
    if (software != nullptr) {
        count += read_store(host, *software, R"(Microsoft\SystemCertificates\ROOT\Certificates\*)",
                            "machine");
        count +=
            read_store(host, *software,
                       R"(Policies\Microsoft\SystemCertificates\Root\Certificates\*)", "policy");
        count += read_store(host, *software,
                            R"(Microsoft\EnterpriseCertificates\Root\Certificates\*)", "policy");
    }
    for (const OpenHive* const user : host.registry->all(HiveKind::User)) {
        count += read_store(host, *user,
                            R"(Software\Microsoft\SystemCertificates\Root\Certificates\*)", "user");
    }
    observe_hive(host, Dataset::RootCertificate, software, "SOFTWARE", count);
}

}  // namespace xiezhi::readers
