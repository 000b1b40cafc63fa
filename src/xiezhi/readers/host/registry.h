#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/damage.h"
#include "xiezhi/formats/regf/hive.h"
#include "xiezhi/model/note.h"
#include "xiezhi/model/proof.h"
#include "xiezhi/readers/host/host_reader.h"
#include "xiezhi/readers/volume.h"

namespace xiezhi::readers {

/// What a hive is, told by its keys.
enum class HiveKind : std::uint8_t {
    System,
    Software,
    Sam,
    Security,
    User,     // NTUSER.DAT, also of service profiles and of the default user
    Classes,  // UsrClass.dat
    Amcache,
    Other,
};

struct OpenHive {
    HiveKind kind = HiveKind::Other;
    std::size_t artefact = 0;
    std::string path;  // as given by the user
    std::string root;  // as live tools call it: `HKLM\\SOFTWARE`, `HKU\\S-1-5-21-…`
    std::string user;  // whose hive, by its folder; empty for the machine's
    std::string sid;
    regf::Hive hive;
    bool incomplete = false;  // dirty without a log that fits, or damaged
};

/// The hives of a host, opened once for all readers. Copies that Windows keeps (RegBack, repair)
/// count only when the hive itself is not there.
class Registry {
public:
    [[nodiscard]] static Registry open(const Volume& volume, const NoteSink& notes);

    [[nodiscard]] const OpenHive* first(HiveKind kind) const;
    [[nodiscard]] std::vector<const OpenHive*> all(HiveKind kind) const;
    [[nodiscard]] const std::vector<std::unique_ptr<OpenHive>>& hives() const { return hives_; }

    /// `ControlSet001`; empty without a SYSTEM hive.
    [[nodiscard]] const std::string& control_set() const noexcept { return control_set_; }
    /// A key of the SYSTEM hive's current control set.
    [[nodiscard]] std::optional<regf::Key> control(std::string_view path) const;
    /// A key of the SOFTWARE hive.
    [[nodiscard]] std::optional<regf::Key> software(std::string_view path) const;

    /// When the newest hive was last written: how old something is counts from there, not from the
    /// day on which somebody looks at the evidence. Zero without hives.
    [[nodiscard]] FileTime newest() const noexcept { return newest_; }

private:
    std::vector<std::unique_ptr<OpenHive>> hives_;
    std::string control_set_;
    FileTime newest_;
};

/// Whole days; nothing when one of them is no time. `to` before `from` is 0.
[[nodiscard]] std::optional<std::uint64_t> days_between(FileTime from, FileTime to) noexcept;

/// Calls `each(key, path from the root)` for every key that fits: `*` stands for any run of
/// characters inside of one name. At most 100,000 keys.
using KeyVisitor = std::function<void(const regf::Key& key, const std::string& path)>;
void each_key(const regf::Hive& hive, std::string_view pattern, const KeyVisitor& each);

/// Every key of a hive with its path from the root, each followed by its values; false from either
/// ends the walk.
void walk_hive(const OpenHive& hive,
               const std::function<bool(const regf::Key& key, std::string_view path)>& key,
               const std::function<bool(const regf::KeyValue& value)>& value);

/// Where a value or (`value` null) a key stands: `key | value`.
[[nodiscard]] Proof proof_of(const OpenHive& hive, const std::string& key_path,
                             const regf::KeyValue* value, const regf::Key* key);

/// `(default)` for the unnamed one; NUL is shown as a visible mark.
[[nodiscard]] std::string shown_name(const regf::KeyValue& value);

/// Places a document of a key, or (`value` not null) of one of its values: time and proof.
void place(State& state, const OpenHive& hive, const regf::Key& key, const std::string& path,
           const regf::KeyValue* value);

/// Says of a dataset that a hive fills whether the hive was there (`hive` null: no).
void observe_hive(const HostContext& host, Dataset dataset, const OpenHive* hive, const char* name,
                  std::uint64_t count);

}  // namespace xiezhi::readers
