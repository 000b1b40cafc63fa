#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/formats/regf/key_value.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/command.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::readers {

/// What a value names, one text a program: `what` as in schema/autostarts.tsv.
[[nodiscard]] std::vector<std::string> autostart_texts(const regf::KeyValue& value,
                                                       std::string_view what);

struct AutostartEntry {
    std::string name;    // of the value, key or class
    std::string target;  // what is named; empty: leads nowhere
    std::string key;     // path of the key
};

/// Sets the fields autostart.* of a row, the program that the target leads to, and whether that is
/// what Windows comes with.
void describe_autostart(State& state, const schema::AutostartRow& row, const AutostartEntry& entry,
                        const HostPaths& paths);

}  // namespace xiezhi::readers
