#include <algorithm>

#include "xiezhi/base/text.h"
#include "xiezhi/formats/regf/walk.h"
#include "xiezhi/readers/host/data_kind.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/schema/software.h"

// One walk over all keys and values of all hives: names that Windows' own tools cannot show, and
// data that are no settings.
namespace xiezhi::readers {
namespace {

constexpr std::size_t kPayloadSize = 8U << 10U;
constexpr std::size_t kKeyNameMax = 255;
constexpr std::size_t kToldMax = 1'000;  // of one hive

/// Without an allocation: it is asked of every name. NULs at the end of a name in a damaged hive
/// are what is left of a name.
std::string_view oddity_of(const regf::Name& name, bool damaged) {
    Bytes bytes = name.bytes;
    while (damaged && !bytes.empty() && bytes.back() == std::byte{0}) {
        bytes = bytes.first(bytes.size() - 1);
    }
    const std::size_t width = name.latin1 ? 1 : 2;
    const std::size_t count = bytes.size() / width;
    if (count == 0) return {};
    bool blank = true;
    for (std::size_t i = 0; i < count; ++i) {
        const auto unit = name.latin1 ? std::to_integer<std::uint16_t>(bytes[i])
                                      : load_le<std::uint16_t>(bytes, 2 * i);
        if (unit == 0) return "name_nul";
        blank = blank && (unit == ' ' || unit == '\t' || unit == 0xa0 || unit == 0x3000);
    }
    if (blank) return "name_blank";
    return count > kKeyNameMax ? "name_long" : std::string_view();
}

std::string shown(std::string text) {
    for (std::size_t at = text.find('\0'); at != std::string::npos; at = text.find('\0')) {
        text.replace(at, 1, "\xE2\x90\x80");  // the picture of NUL
    }
    return text;
}

class OddityReader {
public:
    OddityReader(HostContext& host, const OpenHive& hive) : host_(host), hive_(hive) {}

    std::uint64_t read() {
        const regf::WalkSink sink = {
            .key = [&](const regf::Key& key, std::string_view path) { return at_key(key, path); },
            .value = [&](const regf::KeyValue& value) { return at_value(value); }};
        regf::walk(hive_.hive, sink, [](const Damage&) {});
        return count_;
    }

private:
    bool at_key(const regf::Key& key, std::string_view path) {
        key_ = key;
        path_ = path;
        const std::string_view oddity =
            path.empty() ? std::string_view() : oddity_of(key.name(), hive_.incomplete);
        if (!oddity.empty()) tell(nullptr, oddity, {});
        return count_ < kToldMax;
    }

    bool at_value(const regf::KeyValue& value) {
        const std::string_view oddity = oddity_of(value.name(), hive_.incomplete);
        // Programs keep paths and addresses as names; only what hides something counts.
        const bool path =
            oddity == "name_long" && value.name().text().find_first_of("\\/") != std::string::npos;
        if (!oddity.empty() && !path) tell(&value, oddity, {});
        if (value.size() < kPayloadSize) return count_ < kToldMax;
        std::vector<std::byte> room;
        const std::string_view kind = data_kind(value.data(room).bytes);
        if (kind == "text" || kind == "binary") return true;
        if (schema::is_data_place(folded(hive_.root + '\\' + std::string(path_)))) return true;
        tell(&value, "payload", kind);
        return count_ < kToldMax;
    }

    void tell(const regf::KeyValue* value, std::string_view oddity, std::string_view kind) {
        State state(Dataset::RegistryOddity);
        const std::string key = hive_.root + '\\' + shown(std::string(path_));
        std::string name = value == nullptr ? std::string() : shown_name(*value);
        if (name == "(default)") name = "(Default)";
        state.set(StateField::RegistryHive, hive_.root.substr(0, hive_.root.find('\\')));
        state.set(StateField::RegistryKey, key);
        state.set(StateField::RegistryValue, name);
        state.set(StateField::RegistryPath, value == nullptr ? key : key + '\\' + name);
        state.set(StateField::RegistryOddity, std::string(oddity));
        if (value != nullptr) state.set_number(StateField::RegistryDataSize, value->size());
        state.set(StateField::RegistryDataKind, std::string(kind));
        state.set(StateField::UserName, hive_.user);
        state.set(StateField::UserId, hive_.sid);
        place(state, hive_, *key_, shown(std::string(path_)), value);
        host_.states(std::move(state));
        ++count_;
    }

    HostContext& host_;
    const OpenHive& hive_;
    std::optional<regf::Key> key_;  // whose values come now
    std::string_view path_;         // of it; stays until the next key
    std::uint64_t count_ = 0;
};

}  // namespace

void read_registry_oddities(HostContext& host) {
    std::uint64_t count = 0;
    for (const auto& hive : host.registry->hives()) {
        if (hive->kind != HiveKind::Amcache) count += OddityReader(host, *hive).read();
    }
    const auto& hives = host.registry->hives();
    observe_hive(host, Dataset::RegistryOddity, hives.empty() ? nullptr : hives.front().get(),
                 "SOFTWARE, SYSTEM, NTUSER.DAT", count);
}

}  // namespace xiezhi::readers
