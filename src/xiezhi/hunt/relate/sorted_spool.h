#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/platform/temp_file.h"

namespace xiezhi::hunt {

/// Key and payload of one entry; keys are compared bytewise.
struct SpoolEntry {
    std::string key;
    std::string payload;
};

/// Any number of entries, given back in order of their keys: those that do not fit in memory wait
/// in a temporary file as sorted runs (external merge sort). Equal keys keep no order: make them
/// differ.
class SortedSpool {
public:
    explicit SortedSpool(std::size_t bytes_max = std::size_t{8} << 20U) : bytes_max_(bytes_max) {}

    [[nodiscard]] Result<void> add(SpoolEntry entry);

    /// Calls `sink` for every entry in order; false stops. Empties the spool.
    [[nodiscard]] Result<void> drain(const std::function<bool(SpoolEntry)>& sink);

    [[nodiscard]] bool empty() const noexcept { return entries_.empty() && runs_.empty(); }

private:
    struct Run {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };
    class RunReader;

    [[nodiscard]] Result<void> spill();
    [[nodiscard]] Result<void> merge(const std::function<bool(SpoolEntry)>& sink);

    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    std::vector<SpoolEntry> entries_;
    std::vector<Run> runs_;
    std::unique_ptr<platform::TempFile> file_;
};

/// Keys and payloads are put together of these; numbers big-endian, so that their bytes compare as
/// they do.
void put_number(std::string& out, std::uint64_t value);
void put_text(std::string& out, std::string_view text);

/// Reads them back in the same order; gives zero or nothing beyond the end.
class SpoolCursor {
public:
    explicit SpoolCursor(std::string_view bytes) : rest_(bytes) {}
    std::uint64_t number();
    std::string_view text();

private:
    std::string_view rest_;
};

}  // namespace xiezhi::hunt
