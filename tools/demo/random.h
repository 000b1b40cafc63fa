#pragma once

#include <cstdint>
#include <vector>

namespace xiezhi::demo {

/// SplitMix64: the same numbers everywhere, so that the demo's logs are the same bytes everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() noexcept {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }

    /// 0 .. limit-1
    std::uint32_t below(std::uint32_t limit) noexcept {
        return static_cast<std::uint32_t>(next() % limit);
    }

    template <class T>
    const T& pick(const std::vector<T>& choices) noexcept {
        return choices.at(below(static_cast<std::uint32_t>(choices.size())));
    }

private:
    std::uint64_t state_;
};

}  // namespace xiezhi::demo
