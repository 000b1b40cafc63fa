#include "xiezhi/formats/wmi/pages.h"

#include <algorithm>

namespace xiezhi::wmi {
namespace {

constexpr std::size_t kKeptMax = 256;  // 2 MiB
constexpr std::uint64_t kCountMax = 0x3fffffff;

}  // namespace

std::uint32_t Pages::count() const noexcept {
    const std::uint64_t pages = (source_.size() + kPageSize - 1) / kPageSize;
    return static_cast<std::uint32_t>(std::min(pages, kCountMax));
}

Bytes Pages::page(std::uint32_t number) {
    if (const auto found = kept_.find(number); found != kept_.end()) return found->second;
    if (number >= count()) return {};
    if (kept_.size() >= kKeptMax) kept_.clear();
    std::vector<std::byte> bytes(kPageSize);
    const auto got = source_.read(std::uint64_t{number} * kPageSize, bytes);
    bytes.resize(got ? *got : 0);
    return kept_.emplace(number, std::move(bytes)).first->second;
}

}  // namespace xiezhi::wmi
