// What hides in the registry itself: names that Windows' tools do not show, encoded data, roots of
// trust.
#include "tests/support/binary_writer.h"
#include "tests/support/der_writer.h"
#include "tools/demo/exhibition/bytes.h"
#include "tools/demo/exhibition/exhibition.h"

namespace xiezhi::demo {
namespace {

using enum Role;
using enum HiveOf;

constexpr std::size_t kPayload = 12'000;
constexpr const char* kNulShown = "\xE2\x90\x80";

void hide_names(Stand& stand) {
    const std::string run = R"(Microsoft\Windows\CurrentVersion\Explorer\Update)";
    stand.key(Software, run, Planted)
        .values.push_back(testing::text_value(std::string("\0hidden", 7), R"(C:\Tools\rh.exe)"));
    stand.tell(Planted, "host/registry_hidden_name", Software,
               run + " | " + std::string(kNulShown) + "hidden");
    const std::string blank = R"(Microsoft\Windows\CurrentVersion\Explorer\Blank\ )";
    stand.key(Software, blank, Planted).values.push_back(testing::text_value("1", "x"));
    stand.tell(Planted, "host/registry_hidden_name", Software, blank);
    // Windows' own secrets have such names.
    const std::string secrets = R"(Policy\Secrets)";
    const std::string own("SAC\0", 4);
    stand.key(Security, secrets + '\\' + own, Decoy)
        .values.push_back(testing::binary_value("", std::string(8, '\1')));
    stand.tell(Decoy, "host/registry_hidden_name", Security, secrets + "\\SAC" + kNulShown);
}

void hide_data(Stand& stand) {
    const std::string fonts = R"(Microsoft\Fonts\Cache)";
    stand.key(Software, fonts, Planted).values = {
        testing::text_value("stage", encoded_noise(kPayload, 1)),
        testing::binary_value("image", program({.overlay = noise(kPayload, 2)}))};
    stand.tell(Planted, "host/registry_payload", Software, fonts + " | stage");
    stand.tell(Planted, "host/registry_payload", Software, fonts + " | image");
    const std::string licence = R"(Acme\Licence)";
    stand.key(Software, licence, Decoy).values = {
        testing::text_value("Signed", encoded_noise(kPayload, 3))};
    stand.tell(Decoy, "host/registry_payload", Software, licence + " | Signed");
}

std::string property(std::uint32_t id, const std::string& bytes) {
    return testing::BinaryWriter()
        .put(id)
        .put(1U)
        .put(static_cast<std::uint32_t>(bytes.size()))
        .raw(bytes)
        .bytes();
}

/// `store`: the key of a store; the name of a certificate's key is its thumbprint.
void put_root(Stand& stand, Role role, const std::string& store, const char* name,
              bool private_key) {
    constexpr std::uint32_t kKeyProvider = 2;
    constexpr std::uint32_t kCertificate = 32;
    const std::string certificate =
        testing::certificate_file(name, role == Planted ? std::uint8_t{1} : std::uint8_t{2});
    const std::string container = private_key ? property(kKeyProvider, "container") : "";
    stand.key(Software, store + R"(\Certificates\)" + name, role).values = {
        testing::binary_value("Blob", container + property(kCertificate, certificate))};
    stand.tell(role, "host/root_certificate", Software, name);
}

}  // namespace

void exhibit_oddities(const Exhibition& at) {
    hide_names(at.exhibit);
    hide_data(at.exhibit);
    put_root(at.exhibit, Planted, R"(Microsoft\SystemCertificates\ROOT)", "Update Root", true);
    put_root(at.exhibit, Planted, R"(Microsoft\SystemCertificates\ROOT)",
             "DO_NOT_TRUST_FiddlerRoot", false);
    put_root(at.exhibit, Decoy, R"(Microsoft\SystemCertificates\ROOT)", "Acme Company Root", false);
}

}  // namespace xiezhi::demo
