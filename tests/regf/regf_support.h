#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/hive_writer.h"
#include "xiezhi/base/message.h"
#include "xiezhi/formats/regf/hive.h"

namespace xiezhi::testing {

[[nodiscard]] inline std::unique_ptr<MemorySource> source_of(const std::string& text) {
    const Bytes bytes = as_bytes(text);
    return std::make_unique<MemorySource>(std::vector<std::byte>(bytes.begin(), bytes.end()));
}

struct Opened {
    std::optional<regf::Hive> hive;
    std::string error;                 // name of its message
    std::vector<std::string> damages;  // names of their messages
};

[[nodiscard]] inline Opened open_bytes(const std::string& hive,
                                       const std::vector<std::string>& logs = {}) {
    Opened opened;
    std::vector<std::unique_ptr<MemorySource>> sources;
    std::vector<const ByteSource*> given;
    for (const std::string& log : logs) {
        sources.push_back(source_of(log));
        given.push_back(sources.back().get());
    }
    auto result = regf::Hive::open(*source_of(hive), given, [&](const Damage& damage) {
        opened.damages.emplace_back(message_name(damage.what));
    });
    if (result) {
        opened.hive = std::move(*result);
    } else {
        opened.error = message_name(result.error().what);
    }
    return opened;
}

/// A small hive with something of everything.
[[nodiscard]] inline HiveKey sample_root() {
    HiveKey root{.name = "ROOT"};
    key_at(root, "Software\\Acme").values = {
        text_value("Path", "C:\\Program Files\\Acme\\a.exe"), number_value("Start", 2),
        multi_text_value("Depends", {"RpcSs", "Tcpip"}),      binary_value("", "abc"),
        binary_value("Big", std::string(40'000, 'x')),
    };
    key_at(root, "Software\\Ünïcode \xe4\xb8\xad\xe6\x96\x87").class_name = "a class";
    return root;
}

}  // namespace xiezhi::testing
