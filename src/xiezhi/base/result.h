#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "xiezhi/base/message.h"

namespace xiezhi {

enum class Errc : std::uint8_t {
    Io,
    Denied,
    Damaged,
    Unsupported,
    TooBig,
    Usage,
    DiskFull,    // of an output
    PipeClosed,  // whoever read our output has left
};

/// Why a whole thing could not be had. Damage inside a readable thing is data, never an Error.
struct Error {
    Errc code = Errc::Io;
    Message what;       // an id of lang/ with typed arguments; its text is made where it is shown
    std::string where;  // "host7.zip > Security.evtx > chunk 3"

    Error in(std::string_view place) && {
        where = where.empty() ? std::string(place) : std::string(place) + " > " + where;
        return std::move(*this);
    }
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    // NOLINTNEXTLINE(google-explicit-constructor): `return Error{...}` is the point
    Result(Error error) : tl::expected<T, Error>(tl::unexpect, std::move(error)) {}
};

}  // namespace xiezhi

/// XZ_TRY(const auto chunk, read_chunk(source, 3), "chunk 3") declares `chunk` or returns the error
/// with its place put in front.
#define XZ_TRY_JOIN2(a, b) a##b
#define XZ_TRY_JOIN(a, b) XZ_TRY_JOIN2(a, b)
#define XZ_TRY_IMPL(temporary, declaration, expression, place)                      \
    auto temporary = (expression);                                                  \
    if (!temporary) return ::xiezhi::Error(std::move(temporary.error())).in(place); \
    declaration = std::move(*temporary)
#define XZ_TRY(declaration, expression, place) \
    XZ_TRY_IMPL(XZ_TRY_JOIN(xz_try_, __LINE__), declaration, expression, place)
