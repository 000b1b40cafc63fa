// What plaso, osslsigncode and a plain SHA-256 say of programs, compared with what we read.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/facts.h"
#include "xiezhi/readers/program.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using Values = std::vector<std::string>;

std::string unix_text(std::uint32_t seconds) {
    if (seconds == 0) return "null";
    std::string out;
    append_iso(out, {kUnixEpochTicks + seconds * kTicksPerSecond}, 0);
    return out;
}

std::string type_of(const pe::Image& image) {
    if (image.is_driver()) return "Driver (SYS)";
    return image.is_dll() ? "Dynamic Link Library (DLL)" : "Executable (EXE)";
}

/// `/CN=signer/O=maker`, as OpenSSL writes a name on one line.
std::string one_line(const authenticode::Name& name) {
    std::string out;
    for (const authenticode::NamePart& part : name) out += "/" + part.key + "=" + part.text;
    return out;
}

/// The rows of plaso name an item of its list, not a place: any item may have the value.
Values plaso(const readers::Program& program, const std::string& field) {
    const pe::Image& image = program.image;
    if (field == "creation_time") return {unix_text(image.link_time)};
    if (field == "imphash") return {image.imphash.hex()};
    if (field == "pe_type") return {type_of(image)};
    if (field == "load_configuration_table_modification_time") {
        return {unix_text(image.load_config_time)};
    }
    if (field == "export_table_modification_time") {
        return {image.exports ? unix_text(image.exports->time) : "null"};
    }
    Values out;
    for (const pe::ImportedModule& module : image.imports) {
        if (field == "name") out.push_back(module.name);
        if (field == "delayed_import") out.emplace_back(module.delayed ? "yes" : "no");
        if (field == "modification_time") out.push_back(unix_text(module.time));
    }
    if (field == "plaso_event_data_count") {  // the program, and each module with a time
        const auto dated = std::ranges::count_if(
            image.imports, [](const pe::ImportedModule& module) { return module.time != 0; });
        out.push_back(std::to_string(1 + dated));
    }
    return out;
}

std::optional<Values> signature_values(const readers::Program& program, const std::string& field) {
    Values out;
    const bool none = program.signatures.empty();
    if (field == "authenticode_status") return Values{none ? "unsigned" : "signed"};
    for (const authenticode::Signature& signature : program.signatures) {
        if (field == "authenticode_digest_calculated") {
            out.push_back("0x" + signature.computed.hex());
        } else if (field == "authenticode_digest_in_signature") {
            out.push_back("0x" + signature.digest.hex());
        } else if (field == "authenticode_signer") {
            if (signature.chain.certificates.empty()) continue;
            out.push_back(one_line(signature.chain.certificates.front().subject));
        } else {
            return std::nullopt;
        }
    }
    return out;
}

TEST(FactsPe, AsOtherReadersSay) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::map<std::string, readers::Program> programs;
    const auto program_of = [&](const std::string& file) -> const readers::Program& {
        if (const auto known = programs.find(file); known != programs.end()) return known->second;
        const MemorySource source(bytes_of(root / file));
        auto program = readers::read_program(source, readers::known_roots(), [](const Damage&) {});
        EXPECT_TRUE(program.has_value()) << file;
        return programs.emplace(file, program ? std::move(*program) : readers::Program{})
            .first->second;
    };
    check_facts(root, "pe", {}, [&](const Fact& fact) -> std::optional<Values> {
        const readers::Program& program = program_of(fact.file);
        if (fact.field == "sha256") return Values{program.hashes.sha256.hex()};
        if (fact.field.starts_with("authenticode_")) return signature_values(program, fact.field);
        Values values = plaso(program, fact.field);
        if (values.empty()) return std::nullopt;
        return values;
    });
}

}  // namespace
}  // namespace xiezhi::testing
