#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::testing {

struct PrefetchVolume {
    std::string device_path = "\\DEVICE\\HARDDISKVOLUME1";
    std::uint64_t created = 132'000'000'000'000'000;
    std::uint32_t serial = 0xcafe1234;
    std::vector<std::uint64_t> references = {0x0001'0000'0000'0005};
    std::vector<std::string> directories = {"\\DEVICE\\HARDDISKVOLUME1\\WINDOWS"};
};

/// What a prefetch file of any version says.
struct PrefetchContent {
    std::uint32_t version = 30;
    std::uint32_t metrics_offset = 0x128;  // 0x130 is the first variant of version 30
    std::string executable = "CMD.EXE";
    std::uint32_t hash = 0x087b4001;
    std::uint32_t run_count = 3;
    std::vector<std::uint64_t> run_times = {133'000'000'000'000'000, 132'999'999'999'000'000};
    std::vector<std::string> files = {"\\DEVICE\\HARDDISKVOLUME1\\WINDOWS\\SYSTEM32\\NTDLL.DLL",
                                      "\\DEVICE\\HARDDISKVOLUME1\\WINDOWS\\SYSTEM32\\CMD.EXE"};
    std::vector<PrefetchVolume> volumes = {{}};
};

[[nodiscard]] std::string prefetch_file(const PrefetchContent& content);

/// XPRESS Huffman with a code of 9 bits for every symbol; repetitions of up to `match_max` bytes
/// become copies, none when it is 0.
[[nodiscard]] std::string xpress_huffman(std::string_view bytes, std::size_t match_max = 0);

/// The same behind MAM and the expanded size.
[[nodiscard]] std::string mam_file(std::string_view bytes, std::size_t match_max = 70'000);

}  // namespace xiezhi::testing
