#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/hive_writer.h"
#include "tests/support/temp_folder.h"
#include "xiezhi/model/observation.h"
#include "xiezhi/model/state.h"

namespace xiezhi::testing {

/// What the readers of a host say of a tree of files.
struct HostDocuments {
    std::vector<State> states;
    std::vector<Observation> observations;

    [[nodiscard]] std::vector<const State*> of(Dataset dataset) const;
    /// The one document in which `field` is `text`; a failure of the test when there is none or
    /// more than one.
    [[nodiscard]] const State& one(Dataset dataset, StateField field, std::string_view text) const;
    [[nodiscard]] Outcome outcome(Dataset dataset) const;
};

/// A host of which a test writes what it needs.
class WrittenHost {
public:
    /// `name`: SYSTEM, SOFTWARE, SAM …
    WrittenHost& hive(std::string_view name, const HiveKey& root, const HiveOptions& options = {});
    WrittenHost& user_hive(std::string_view user, const HiveKey& root,
                           const HiveOptions& options = {});
    /// `path`: from the volume's root, '/' between components.
    WrittenHost& file(std::string_view path, std::string_view bytes);

    [[nodiscard]] HostDocuments read() const;
    [[nodiscard]] std::string path(std::string_view name) const { return folder_.path(name); }

private:
    TempFolder folder_;
};

/// Roots of hives with what they are recognised by.
[[nodiscard]] HiveKey system_root();
[[nodiscard]] HiveKey software_root();
[[nodiscard]] HiveKey user_root();

/// Days before the time that the hives of HiveOptions were written.
[[nodiscard]] FileTime days_ago(std::uint64_t days);

/// The bytes of hexadecimal digits.
[[nodiscard]] std::string from_hex(std::string_view digits);

}  // namespace xiezhi::testing
