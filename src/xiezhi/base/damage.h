#pragma once

#include <cstdint>
#include <functional>

#include "xiezhi/base/message.h"

namespace xiezhi {

/// A part of an artefact that could not be read, or not be believed. The message has a name of its
/// own for every kind of damage; what is intact is read all the same.
struct Damage {
    std::uint64_t offset = 0;  // bytes from the start of the artefact
    Message what;
    bool operator==(const Damage&) const = default;
};

using DamageSink = std::function<void(const Damage&)>;

}  // namespace xiezhi
