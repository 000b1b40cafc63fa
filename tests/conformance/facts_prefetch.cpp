// What libscca, plaso and the layout say of prefetch files.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>

#include "tests/support/corpus.h"
#include "tests/support/dumped.h"
#include "tests/support/fact_records.h"
#include "xiezhi/formats/prefetch/prefetch.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

std::string sha256_expanded(const fs::path& file) {
    const MemorySource source(bytes_of(file));
    const auto content = prefetch::read_content(source, [](const Damage&) {});
    if (!content) return {};
    std::array<unsigned char, 32> digest{};
    EVP_Digest(content->bytes.data(), content->bytes.size(), digest.data(), nullptr, EVP_sha256(),
               nullptr);
    std::string hex;
    for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

/// Of one file: its record, and what the tables ask that the record does not hold as it is.
class File {
public:
    explicit File(const fs::path& path) : path_(path), dumped_(native_dumped(path)) {}

    std::optional<Values> values(const Fact& fact) const {
        const FieldName field = field_name(fact.field);
        if (field.name == "readable") return Values{dumped_.error.empty() ? "yes" : "no"};
        if (field.name == "origin") return Values{path_.filename().string()};
        if (field.name == "decompressed_sha256") return Values{sha256_expanded(path_)};
        if (dumped_.records.size() != 1) return Values{};
        if (fact.family == "plaso") return of_plaso(field);
        const auto number = field_name(fact.subject).index;
        if (number >= 0) return of_volume(fact.field, fmt::format("volumes[{}].", number));
        return of_file(fact.field);
    }

private:
    [[nodiscard]] const NativeRecord& record() const { return dumped_.records.front(); }

    std::optional<Values> of_file(const std::string& field) const {
        const NativeRecord& r = record();
        if (field == "compressed") return Values{r.get("compressed") == "true" ? "MAM" : "no"};
        if (field == "decompressed_size") return one_or_none(r.get("size"));
        if (field == "executable" || field == "run_count" || field == "version") {
            return one_or_none(r.get(field));
        }
        if (field == "filename_count") return Values{std::to_string(r.all("files.name").size())};
        if (field == "volume_count") {
            return Values{std::to_string(r.all("volumes.serial").size())};
        }
        if (field == "hash") return Values{"0x" + r.get("hash").value_or("")};
        if (field == "metrics_offset") {
            return Values{fmt::format("{:#x}", std::stoul(r.get("metrics_offset").value_or("0")))};
        }
        if (field.starts_with("last_run_")) {
            const int index = std::stoi(field.substr(9)) - 1;
            return changed(one_or_none(r.get(fmt::format("run_times[{}]", index))),
                           with_microseconds);
        }
        return std::nullopt;
    }

    std::optional<Values> of_volume(const std::string& field, const std::string& volume) const {
        const NativeRecord& r = record();
        if (field == "volume_device") return one_or_none(r.get(volume + "device_path"));
        if (field == "volume_serial") return Values{"0x" + r.get(volume + "serial").value_or("")};
        if (field == "volume_created")
            return changed(one_or_none(r.get(volume + "created")), with_microseconds);
        return std::nullopt;
    }

    /// plaso makes one event data of each volume and one of the file.
    std::optional<Values> of_plaso(const FieldName& field) const {
        const NativeRecord& r = record();
        const Values devices = r.all("volumes.device_path");
        const Values serials = changed(r.all("volumes.serial"), decimal_of_hex);
        if (field.name == "plaso_event_data_count") {
            return Values{std::to_string(devices.size() + 1)};
        }
        if (field.name == "device_path") return devices;
        if (field.name == "volume_device_paths") return nth(devices, field.index);
        if (field.name == "serial_number") return serials;
        if (field.name == "volume_serial_numbers") return nth(serials, field.index);
        if (field.name == "creation_time") return r.all("volumes.created");
        if (field.name == "executable" || field.name == "run_count" || field.name == "version") {
            return one_or_none(r.get(field.name));
        }
        if (field.name == "prefetch_hash")
            return changed(one_or_none(r.get("hash")), decimal_of_hex);
        if (field.name == "last_run_time") return one_or_none(r.get("run_times[0]"));
        if (field.name == "previous_run_times") {
            return one_or_none(r.get(fmt::format("run_times[{}]", field.index + 1)));
        }
        if (field.name == "path_hints") return hint(devices);
        return std::nullopt;
    }

    static Values nth(const Values& values, int index) {
        const auto at = static_cast<std::size_t>(index);
        return at < values.size() ? Values{values[at]} : Values{};
    }

    /// The path without the device in front.
    [[nodiscard]] Values hint(const Values& devices) const {
        const std::string path = record().get("executable_path").value_or("");
        for (const std::string& device : devices) {
            if (path.starts_with(device)) return {path.substr(device.size())};
        }
        return {path};
    }

    fs::path path_;
    NativeDumped dumped_;
};

TEST(FactsPrefetch, OtherReadersAgree) {
    XIEZHI_CORPUS_OR_SKIP(root);
    const std::vector<FactClass> classes = {
        {.name = "version 31 is read",
         .document = "libscca 20200717 is older than version 31; docs/formats/prefetch.md",
         .example = "a compressed file of version 31 readable: no, yes",
         .count_max = 1,
         .applies = [](const Fact& fact, const std::string& ours) {
             return fact.field == "readable" && fact.value == "no" && ours == "yes";
         }}};
    std::map<std::string, File> files;
    check_facts(root, "prefetch", classes, [&](const Fact& fact) {
        const auto found = files.try_emplace(fact.file, root / fact.file).first;
        return found->second.values(fact);
    });
}

}  // namespace
}  // namespace xiezhi::testing
