#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace xiezhi {

enum class Lang : std::uint8_t { En, Zh };

using MessageArg = std::variant<std::string, std::uint64_t, std::int64_t>;

/// An id of lang/ with its typed arguments; the text is made where it is shown. Made only by the
/// functions of the generated xiezhi/base/message_ids.h (namespace xiezhi::msg).
struct Message {
    std::uint16_t id = 0;
    std::vector<MessageArg> args;

    bool operator==(const Message&) const = default;
};

/// The text of a message in one language, UTF-8. Arguments are inserted as they are: what comes
/// from evidence is made harmless by the printer (output/), not here.
[[nodiscard]] std::string render(const Message& message, Lang lang);

/// The id as it stands in lang/, for machine output.
[[nodiscard]] const char* message_name(const Message& message);

}  // namespace xiezhi
