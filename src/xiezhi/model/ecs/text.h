#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::ecs {

using Texts = std::vector<std::string>;

/// Every function appends what it makes of `text`, and nothing when it makes nothing.

void lower(std::string_view text, Texts& out);
void no_dash(std::string_view text, Texts& out);
void before_at(std::string_view text, Texts& out);
void decimal(std::string_view text, Texts& out);
void not_zero(std::string_view text, Texts& out);

/// Behind, or before, the last backslash; nothing when there is none.
void name_of(std::string_view path, Texts& out);
void directory_of(std::string_view path, Texts& out);
/// Behind the last backslash, or all of it.
void last_part_of(std::string_view path, Texts& out);
/// Behind the last dot, wherever in the path.
void extension_of(std::string_view path, Texts& out);

/// "DOMAIN\name": `part` is domain or name. Without a backslash there is neither.
void account(std::string_view text, std::string_view part, Texts& out);

/// "CN=name,OU=…,DC=…,DC=…": the name, or the fourth part without its "DC=".
void member(std::string_view text, std::string_view part, Texts& out);

/// "O=…\PRODUCT\FILE\VERSION" of AppLocker.
void fqbn(std::string_view text, std::string_view part, Texts& out);

void words(std::string_view text, Texts& out);

/// A command line as Windows programs read it: double quotes go, 2n backslashes before one make n,
/// two quotes inside quotes make one; blanks and tabs separate.
void argv(std::string_view text, Texts& out);
/// … as the pipeline of the Security log cuts it: at every white space outside quotes, which stay;
/// two blanks in a row make an empty argument.
void argv_quoted(std::string_view text, Texts& out);

/// Without characters up to U+0020 at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Decimal, or hexadecimal behind 0x.
[[nodiscard]] std::optional<std::uint64_t> number(std::string_view text) noexcept;

/// The text before `separator`, which goes with it; all of it when there is none.
std::string_view take_until(std::string_view& text, char separator) noexcept;

}  // namespace xiezhi::ecs
