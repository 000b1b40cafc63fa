#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/hive_writer.h"
#include "tools/demo/state.h"

namespace xiezhi::demo {

/// What a thing of the exhibition is: somebody's work, an honest thing in the same place, or what
/// these two need around them.
enum class Role : std::uint8_t { Planted, Decoy, Scenery };

/// Hives of a host. Li is the user whose places are misused, Wang uses the same ones honestly.
enum class HiveOf : std::uint8_t {
    System,
    Software,
    Sam,
    Security,
    Li,
    Wang,
    LiClasses,
    WangClasses,
};

inline constexpr std::size_t kHives = 8;

/// A host of the exhibition while it is written: the writers of all subjects put keys into its
/// hives, files onto its volume, and say what is what.
class Stand {
public:
    Stand(std::string name, Disk& disk);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }

    /// A key, made where it is not there: from the root of the hive, of SYSTEM from the control
    /// set. What was planted is young. Valid until the next key is made.
    testing::HiveKey& key(HiveOf hive, std::string_view path, Role role);
    /// The path of a key from its hive's root, as a proof says it.
    [[nodiscard]] static std::string place(HiveOf hive, std::string_view path);
    /// `path`: from the volume's root, '/' between components.
    void file(std::string_view path, std::string bytes);

    /// An item for rules of the pack, named by their files, with blanks between. `artefact`: path
    /// from the volume's root; `text`: see TruthRow.
    void tell(Role role, std::string_view checks, std::string_view artefact, std::string_view text);
    void tell(Role role, std::string_view checks, HiveOf hive, std::string_view text);

    /// Writes the hives.
    void close();

private:
    std::string name_;
    Disk& disk_;
    std::array<testing::HiveKey, kHives> roots_;
};

}  // namespace xiezhi::demo
