#include "xiezhi/formats/regf/hive.h"

#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/formats/regf/log.h"
#include "xiezhi/formats/regf/replay.h"

namespace xiezhi::regf {
namespace {

constexpr std::uint32_t kBinSignature = 0x6e696268;  // hbin
constexpr std::size_t kBinAlignment = 4096;
constexpr std::uint32_t kMinorMin = 2;  // before, cells had another head
constexpr std::size_t kBinHead = 32;

/// Bytes of hive bins that follow each other: what is there when the base block does not say.
std::size_t bins_extent(Bytes bins) {
    std::size_t end = 0;
    while (end < bins.size()) {
        Cursor in(bins.subspan(end));
        const auto signature = in.read<std::uint32_t>();
        in.take(4);
        const std::size_t size = in.read<std::uint32_t>();
        if (!in.ok() || signature != kBinSignature || size == 0 || size % kBinAlignment != 0) break;
        end += size;
    }
    return std::min(end, bins.size());
}

/// The root key in a hive whose base block points elsewhere: the first key with the root's flag.
std::uint32_t search_root(const Bins& bins) {
    for (std::size_t at = kBinHead; at + kCellAlignment < bins.bytes().size();
         at += kCellAlignment) {
        const auto key = Key::at(bins, static_cast<std::uint32_t>(at));
        if (key && (key->flags() & Key::kRootFlag) != 0) return key->cell();
    }
    return kNoCell;
}

/// Every bin begins with its signature and its own offset; a bin that does not is told, and its
/// cells are read all the same.
void check_bins(Bytes bins, const DamageSink& damages) {
    for (std::size_t at = 0; at < bins.size();) {
        Cursor in(bins.subspan(at));
        const auto signature = in.read<std::uint32_t>();
        const auto offset = in.read<std::uint32_t>();
        const std::size_t size = in.read<std::uint32_t>();
        const bool sound = in.ok() && signature == kBinSignature && offset == at && size > 0 &&
                           size % kBinAlignment == 0;
        if (!sound) damages({.offset = kBaseBlockSize + at, .what = msg::regf_bin_header()});
        at += sound ? size : kBinAlignment;
    }
}

}  // namespace

struct Hive::State {
    std::vector<std::byte> file;
    std::optional<BaseBlock> stored;
    BaseBlock base;
    Replay replay;
    std::vector<bool> sectors_changed;
    Bins bins;
    Bins whole_file;
    std::uint32_t root = kNoCell;
};

const std::optional<BaseBlock>& Hive::stored_base() const noexcept {
    return state_->stored;
}
const BaseBlock& Hive::base() const noexcept {
    return state_->base;
}
const Replay& Hive::replay() const noexcept {
    return state_->replay;
}
const Bins& Hive::bins() const noexcept {
    return state_->bins;
}

const Bins& Hive::whole_file() const noexcept {
    return state_->whole_file;
}

bool Hive::from_log(std::uint32_t cell) const noexcept {
    const std::size_t sector = cell / kSectorSize;
    return sector < state_->sectors_changed.size() && state_->sectors_changed[sector];
}

std::optional<Key> Hive::root() const noexcept {
    return Key::at(state_->bins, state_->root);
}

std::optional<Key> Hive::find(std::string_view path) const noexcept {
    const auto key = root();
    return key ? key->find(path) : std::nullopt;
}

Result<Hive> Hive::open(const ByteSource& source, std::span<const ByteSource* const> logs,
                        const DamageSink& damages) {
    auto state = std::make_shared<State>();
    XZ_TRY(state->file, read_all(source, kHiveSizeMax), "");
    state->stored = parse_base_block(state->file);
    auto base = state->stored && state->stored->checksum_valid() ? state->stored : std::nullopt;
    state->replay.dirty = !base || !base->in_step();
    if (state->replay.dirty) {
        std::vector<Log> read;
        for (const ByteSource* log : logs) {
            auto one = read_log(*log, read.size() + 1, damages);
            if (!one) damages({.offset = 0, .what = one.error().what});
            read.push_back(one ? std::move(*one) : Log{});
        }
        if (state->file.size() < kBaseBlockSize) state->file.resize(kBaseBlockSize);
        replay_logs(read, {state->file, base, state->sectors_changed}, state->replay, damages);
    }
    if (!base && !state->stored) return Error{Errc::Damaged, msg::regf_not_a_hive(), {}};
    state->base = base ? *base : *state->stored;
    if (state->base.major != 1 || (base && base->minor < kMinorMin)) {
        return Error{
            Errc::Unsupported, msg::regf_version(state->base.major, state->base.minor), {}};
    }
    if (state->stored && !state->stored->checksum_valid()) {
        damages({.offset = 0,
                 .what = msg::regf_checksum(state->stored->checksum_stored,
                                            state->stored->checksum_computed)});
    }
    if (state->replay.dirty && state->replay.entries == 0) {
        damages({.offset = 0, .what = msg::regf_dirty()});
    }
    const Bytes all =
        Bytes(state->file).subspan(std::min<std::size_t>(kBaseBlockSize, state->file.size()));
    const std::size_t said = base ? base->bins_size : bins_extent(all);
    if (said > all.size()) {
        damages({.offset = state->file.size(), .what = msg::regf_cut(said, all.size())});
    }
    state->whole_file = Bins(all);
    state->bins = Bins(all.first(std::min(said, all.size())));
    check_bins(state->bins.bytes(), damages);
    state->root = state->base.root;
    if (!Key::at(state->bins, state->root)) {
        state->root = search_root(state->bins);
        damages(
            {.offset = 0,
             .what = state->root == kNoCell ? msg::regf_no_root() : msg::regf_root_elsewhere()});
    }
    return Hive(std::move(state));
}

}  // namespace xiezhi::regf
