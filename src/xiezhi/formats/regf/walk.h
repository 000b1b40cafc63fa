#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "xiezhi/formats/regf/hive.h"

namespace xiezhi::regf {

/// Which bytes of the hive bins are in use by what can be reached from the root, in steps of 8.
class Marks {
public:
    explicit Marks(std::size_t bins_size) : marks_(bins_size / kCellAlignment + 1) {}

    /// Of a cell with `used` bytes of content.
    void mark(std::uint32_t cell, std::size_t used);
    [[nodiscard]] bool at(std::size_t offset) const noexcept {
        const std::size_t index = offset / kCellAlignment;
        return index < marks_.size() && marks_[index];
    }

private:
    std::vector<bool> marks_;
};

/// Takes what a walk meets. False stops it.
struct WalkSink {
    /// `path`: from the root, without the root's name; '\' between names. Valid during the call.
    std::function<bool(const Key& key, std::string_view path)> key;
    /// Values of the key that came last.
    std::function<bool(const KeyValue& value)> value;
};

/// All keys below the root, it included, each before its values and these before its subkeys, in
/// the order of the lists. A key that two lists name is visited once: no bytes can make the walk
/// loop. What cannot be read is told and passed over. With `marks`, notes what is in use.
void walk(const Hive& hive, const WalkSink& sink, const DamageSink& damages,
          Marks* marks = nullptr);

}  // namespace xiezhi::regf
