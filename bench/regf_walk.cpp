// Walks all keys and values of a hive, data included: what instruction counts are taken on.
//   bench_regf_walk HIVE [rounds]
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "xiezhi/formats/regf/walk.h"
#include "xiezhi/platform/file.h"

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 2) return 2;
    const auto source = xiezhi::platform::open_file(arguments[1]);
    if (!source) return 4;
    std::size_t damages = 0;
    const auto count = [&](const xiezhi::Damage&) { ++damages; };
    const auto hive = xiezhi::regf::Hive::open(**source, {}, count);
    if (!hive) return 3;
    const unsigned long rounds = arguments.size() > 2 ? std::strtoul(arguments[2], nullptr, 10) : 1;
    std::size_t keys = 0;
    std::size_t values = 0;
    std::size_t bytes = 0;
    std::vector<std::byte> room;
    const xiezhi::regf::WalkSink sink{.key =
                                          [&](const auto&, std::string_view path) {
                                              ++keys;
                                              bytes += path.size();
                                              return true;
                                          },
                                      .value =
                                          [&](const auto& value) {
                                              ++values;
                                              bytes += value.data(room).bytes.size();
                                              return true;
                                          }};
    for (unsigned long i = 0; i < rounds; ++i) xiezhi::regf::walk(*hive, sink, count);
    std::printf("%zu keys, %zu values, %zu bytes, %zu damages\n", keys, values, bytes, damages);
    return 0;
}
