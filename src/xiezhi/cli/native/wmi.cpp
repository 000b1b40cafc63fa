#include <array>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/native/formats.h"
#include "xiezhi/formats/wmi/dump.h"

namespace xiezhi::cli {
namespace {

constexpr std::array<std::string_view, 3> kMapNames = {"MAPPING1.MAP", "MAPPING2.MAP",
                                                       "MAPPING3.MAP"};

std::vector<std::unique_ptr<ByteSource>> maps_beside(const NativeInput& input) {
    std::vector<std::unique_ptr<ByteSource>> maps;
    for (const std::string_view name : kMapNames) {
        if (auto source = input.beside(name)) maps.push_back(std::move(source));
    }
    return maps;
}

}  // namespace

Result<void> dump_wmi_objects(const NativeInput& input, RecordSink& sink,
                              const DamageSink& damages) {
    const auto index = input.beside("INDEX.BTR");
    auto repository =
        wmi::Repository::open({&input.bytes, index.get(), maps_beside(input)}, damages);
    if (!repository) return repository.error();
    wmi::dump(*repository, sink, damages);
    return {};
}

/// Its keys; the objects are shown with OBJECTS.DATA.
Result<void> dump_wmi_index(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    std::optional<wmi::Mapping> newest;
    for (const auto& source : maps_beside(input)) {
        auto mapping = wmi::read_mapping(*source, damages);
        if (mapping && (!newest || mapping->version > newest->version))
            newest = std::move(*mapping);
    }
    if (!newest) return Error{Errc::Damaged, msg::wmi_index_alone(), {}};
    wmi::dump_index(input.bytes, *newest, sink, damages);
    return {};
}

Result<void> dump_wmi_map(const NativeInput& input, RecordSink& sink, const DamageSink& damages) {
    const auto mapping = wmi::read_mapping(input.bytes, damages);
    if (!mapping) return mapping.error();
    wmi::dump_mapping(*mapping, sink);
    return {};
}

}  // namespace xiezhi::cli
