#pragma once

#include <functional>
#include <string>

#include "xiezhi/formats/regf/hive.h"

namespace xiezhi::regf {

/// Where something deleted was found.
enum class Remnant : std::uint8_t {
    FreeCell,
    UnreachedCell,  // in use, but nothing that can be reached from the root names it
    Slack,          // behind the content of a cell in use
    BehindBins,     // behind the end of the hive bins
};

/// A key that can no longer be reached. Its fields are as old as its deletion; the cells that it
/// names may be in use by others since.
struct DeletedKey {
    Key key;
    Remnant place = Remnant::FreeCell;
    std::string path{};  // as far up as its parents are still known
    bool whole_path = false;
};

struct DeletedValue {
    KeyValue value;
    Remnant place = Remnant::FreeCell;
    std::string path{};  // of its key, where that is known
    bool has_key = false;
    bool live_key = false;  // that key is still there: the rest of its list names the value
    bool whole_path = false;
    bool data_overwritten = false;  // the data's cell is in use by something else
};

struct DeletedSink {
    std::function<bool(const DeletedKey&)> key;
    std::function<bool(const DeletedValue&)> value;
};

/// Looks through all bytes of the hive bins that nothing reachable uses, for what looks like a key
/// or a value: keys first, in the order of the file, then values. Less sure than what is live.
void recover_deleted(const Hive& hive, const DeletedSink& sink);

}  // namespace xiezhi::regf
