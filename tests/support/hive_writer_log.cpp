#include <algorithm>

#include "tests/support/hive_writer.h"
#include "xiezhi/base/bytes.h"
#include "xiezhi/formats/regf/marvin.h"

namespace xiezhi::testing {
namespace {

constexpr std::size_t kBase = 4096;
constexpr std::size_t kSector = 512;
constexpr std::size_t kPage = 4096;

std::string little(std::uint64_t value, std::size_t size) {
    std::string out;
    for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
    return out;
}

/// The parts of `size` bytes of the hive bins in which two hives differ.
std::vector<std::size_t> changed(const std::string& before, const std::string& after,
                                 std::size_t size) {
    std::vector<std::size_t> places;
    for (std::size_t at = kBase; at < after.size(); at += size) {
        const std::string_view now = std::string_view(after).substr(at, size);
        const bool same = at < before.size() && std::string_view(before).substr(at, size) == now;
        if (!same) places.push_back(at - kBase);
    }
    return places;
}

std::string base_of_log(const std::string& hive, std::uint32_t sequence, char type) {
    std::string base = hive.substr(0, kSector);
    base.replace(4, 8, little(sequence, 4) + little(sequence, 4));
    base[28] = type;
    seal_base_block(base);
    return base;
}

std::string entry_of(const LogWrite& write) {
    std::string heads;
    std::string pages;
    const auto places = changed(write.before, write.after, kPage);
    for (const std::size_t place : places) {
        heads += little(place, 4) + little(kPage, 4);
        pages += write.after.substr(kBase + place, kPage);
    }
    std::string rest = heads + pages;
    const std::size_t size = (40 + rest.size() + kSector - 1) / kSector * kSector;
    rest.resize(size - 40);
    std::string head = "HvLE" + little(size, 4) + little(0, 4) + little(write.sequence, 4) +
                       little(write.after.size() - kBase, 4) + little(places.size(), 4) +
                       little(regf::marvin32(as_bytes(rest)), 8);
    head += little(regf::marvin32(as_bytes(head)), 8);
    return head + rest;
}

}  // namespace

std::string write_new_log(const std::vector<LogWrite>& writes) {
    std::string log = base_of_log(writes.front().before, writes.front().sequence, 6);
    for (const LogWrite& write : writes) log += entry_of(write);
    return log;
}

std::string write_old_log(const std::string& before, const std::string& after,
                          std::uint32_t sequence) {
    std::string log = base_of_log(after, sequence, 1);
    std::string bitmap((after.size() - kBase) / kSector / 8, '\0');  // bins are whole pages
    std::string sectors;
    for (const std::size_t place : changed(before, after, kSector)) {
        bitmap[place / kSector / 8] =
            static_cast<char>(bitmap[place / kSector / 8] | (1 << (place / kSector % 8)));
        sectors += after.substr(kBase + place, kSector);
    }
    log += "DIRT" + bitmap;
    log.resize((log.size() + kSector - 1) / kSector * kSector);
    return log + sectors;
}

}  // namespace xiezhi::testing
