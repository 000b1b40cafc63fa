#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "xiezhi/base/byte_source.h"
#include "xiezhi/base/damage.h"
#include "xiezhi/formats/regf/base_block.h"
#include "xiezhi/formats/regf/key.h"

namespace xiezhi::regf {

/// A hive is read whole, since a walk touches all of it and its logs are replayed onto the copy;
/// one beyond this is refused. Hives in use have up to some 200 MB.
inline constexpr std::uint64_t kHiveSizeMax = 1ULL << 30U;

/// What the transaction logs changed, in memory; the evidence stays as it is.
struct Replay {
    bool dirty = false;  // a write to the hive was cut off, or its base block cannot be believed
    bool base_from_log = false;
    std::vector<std::size_t> logs;  // of those given: which were used, in the order of use
    std::size_t entries = 0;
    std::uint32_t first_sequence = 0;
    std::uint32_t last_sequence = 0;
};

/// A registry hive in memory. Keys and values are views into it: valid as long as the hive.
///
///     XZ_TRY(const regf::Hive hive, regf::Hive::open(source, logs, damages), path);
///     const auto key = hive.find("ControlSet001\\Services\\Dhcp");
///     if (key) image = key->text("ImagePath");
class Hive {
public:
    /// `logs`: NAME.LOG, .LOG1, .LOG2 as far as they are there, in any order. They are replayed
    /// when the hive is dirty and they fit; a dirty hive without a log that fits is told as a
    /// damage, since then its newest state is missing. Offsets of damages count in the hive.
    [[nodiscard]] static Result<Hive> open(const ByteSource& source,
                                           std::span<const ByteSource* const> logs,
                                           const DamageSink& damages);

    /// The base block as it stands in the file; nothing when it came from a log.
    [[nodiscard]] const std::optional<BaseBlock>& stored_base() const noexcept;
    /// The one that counts.
    [[nodiscard]] const BaseBlock& base() const noexcept;
    [[nodiscard]] const Replay& replay() const noexcept;
    [[nodiscard]] const Bins& bins() const noexcept;
    /// The hive bins and what the file holds behind them: bins that were given up.
    [[nodiscard]] const Bins& whole_file() const noexcept;
    /// Bytes of this cell came from a log: at its offset the file shows something else.
    [[nodiscard]] bool from_log(std::uint32_t cell) const noexcept;

    /// Nothing in a hive whose root is destroyed.
    [[nodiscard]] std::optional<Key> root() const noexcept;
    /// From the root, whose own name is no part of the path; letter case aside.
    [[nodiscard]] std::optional<Key> find(std::string_view path) const noexcept;

private:
    struct State;
    explicit Hive(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace xiezhi::regf
