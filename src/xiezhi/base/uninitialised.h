#pragma once

#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace xiezhi {

/// Leaves new elements of a vector as they are: a buffer that is filled at once need not be zeroed.
template <class T>
class UninitialisedAllocator : public std::allocator<T> {
public:
    template <class U>
    struct rebind {  // NOLINT(readability-identifier-naming): the standard's name
        using other = UninitialisedAllocator<U>;  // NOLINT(readability-identifier-naming)
    };

    template <class U>
    void construct(U* place) noexcept {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Args>
    void construct(U* place, Args&&... args) {
        std::allocator_traits<std::allocator<T>>::construct(*this, place,
                                                            std::forward<Args>(args)...);
    }
};

template <class T>
using UninitialisedVector = std::vector<T, UninitialisedAllocator<T>>;

}  // namespace xiezhi
