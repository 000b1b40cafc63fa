#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "xiezhi/schema/ecs.h"

namespace xiezhi::ecs {

/// The rules for records of one source and event id, by field.
class Plan {
public:
    Plan(std::uint32_t source, std::uint32_t event_id);

    /// In the order in which they count.
    [[nodiscard]] std::span<const schema::ecs::Rule* const> rules_of(
        std::uint16_t field) const noexcept;

    /// A native that a field of its own takes over, so that winlog.event_data does not repeat it.
    struct Move {
        std::string_view native;
        std::optional<std::uint16_t> field;  // only when this one has a value
    };
    /// Those of the native of that name.
    [[nodiscard]] std::span<const Move> moves_of(std::string_view native) const noexcept;

private:
    void add_moves(const schema::ecs::Rule& rule);

    std::vector<const schema::ecs::Rule*> rules_;
    std::vector<std::uint32_t> begins_;  // of each field in rules_, and one end
    std::vector<Move> moves_;            // by native
};

/// Plans that were asked for; all ids that no rule knows share one, so there cannot be many.
class Plans {
public:
    [[nodiscard]] const Plan& plan(std::uint32_t source, std::uint32_t event_id);

private:
    std::map<std::pair<std::uint32_t, std::uint32_t>, Plan> plans_;
    const Plan* last_ = nullptr;
    std::pair<std::uint32_t, std::uint32_t> last_key_;
};

}  // namespace xiezhi::ecs
