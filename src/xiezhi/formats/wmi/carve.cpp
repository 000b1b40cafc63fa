#include <algorithm>

#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/wmi/repository.h"
#include "xiezhi/formats/wmi/repository_impl.h"

namespace xiezhi::wmi {
namespace {

constexpr std::uint64_t kEarliest = 124'000'000'000'000'000;  // 1993, before WMI
constexpr std::uint64_t kLatest = 160'000'000'000'000'000;    // 2108
constexpr std::size_t kLayoutsTried = 8;                      // of one class name
constexpr std::uint32_t kNameUnitsMax = 256;

bool plausible(std::uint64_t time) noexcept {
    return time >= kEarliest && time <= kLatest;
}

bool is_hex_digit(Bytes bytes, std::size_t at) noexcept {
    const auto c = std::to_integer<std::uint8_t>(bytes[at]);
    return ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F')) && bytes[at + 1] == std::byte{0};
}

/// How many UTF-16 hex digits stand at `position`, up to `most`.
std::size_t hex_digits(Bytes bytes, std::size_t position, std::size_t most) {
    std::size_t count = 0;
    while (count < most && position + 2 * count + 1 < bytes.size() &&
           is_hex_digit(bytes, position + 2 * count)) {
        ++count;
    }
    return count;
}

bool is_name(std::string_view name) {
    return std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

/// A definition has no mark; the length of the superclass's name and the time behind it are looked
/// at before it is parsed.
std::optional<ClassDefinition> definition_at(Bytes bytes) {
    Cursor in(bytes);
    const auto units = in.read<std::uint32_t>();
    if (units > kNameUnitsMax) return std::nullopt;
    in.take(std::size_t{units} * 2);
    if (!plausible(in.read<std::uint64_t>())) return std::nullopt;
    auto definition = parse_class(bytes);
    if (!definition || definition->name.empty()) return std::nullopt;
    if (!is_name(definition->name) || !is_name(definition->superclass)) return std::nullopt;
    return definition;
}

struct Carved {
    ClassLayout layout;
    Instance instance;
};

class Carver {
public:
    Carver(Repository::Impl& impl, const DefinitionSink& definitions, const InstanceSink& instances)
        : impl_(impl), definitions_(definitions), instances_(instances) {}

    bool gap(std::uint32_t page, std::size_t begin, std::size_t end) {
        const Bytes view = impl_.objects.page(page);
        end = std::min(end, view.size());
        if (begin >= end) return true;
        const Bytes part = view.subspan(begin, end - begin);
        const std::vector<std::byte> bytes(part.begin(), part.end());
        const std::uint64_t offset = std::uint64_t{page} * kPageSize + begin;
        const std::size_t hash_units = hash_size(impl_.mapping.xp) / 2;
        for (std::size_t at = 0; at + 24 < bytes.size(); ++at) {
            const Bytes rest = Bytes(bytes).subspan(at);
            const std::size_t found = hex_digits(rest, 0, hash_units);
            if (found == hash_units) {
                if (!instance(rest, offset + at)) return false;
                at += 2 * found - 1;
            } else if (found > 4) {
                at += 2 * found - 2;  // no whole hash begins among these
            } else if (const auto definition = definition_at(rest)) {
                if (!definitions_({{}, offset + at, true, true}, *definition)) return false;
            }
        }
        return true;
    }

private:
    bool instance(Bytes record, std::uint64_t offset) {
        const auto carved = parse(record);
        if (!carved) return true;
        const Found place{{}, offset, true, carved->instance.whole};
        return instances_(place, carved->layout, carved->instance);
    }

    /// With the layout of whichever namespace has a class of this hash and fits best.
    std::optional<Carved> parse(Bytes record) {
        const bool xp = impl_.mapping.xp;
        Cursor in(record);
        const Bytes digits = in.take(hash_size(xp));
        if (!plausible(in.read<std::uint64_t>()) || !plausible(in.read<std::uint64_t>())) {
            return std::nullopt;
        }
        std::string hash;
        for (std::size_t i = 0; i < digits.size(); i += 2) {
            hash += static_cast<char>(std::to_integer<std::uint8_t>(digits[i]));
        }
        const auto number = impl_.known_hash(hash);
        if (!number) return std::nullopt;
        std::optional<Carved> best;
        std::size_t tried = 0;
        const auto [first, last] = impl_.namespaces_of.equal_range(*number);
        for (auto place = first; place != last && tried < kLayoutsTried; ++place, ++tried) {
            auto layout = impl_.layout(place->second, *number, [](const Damage&) {});
            if (!layout) continue;
            auto instance = parse_instance(record, *layout, xp);
            if (!instance || (best && !instance->whole)) continue;
            const bool whole = instance->whole;
            best = Carved{std::move(*layout), std::move(*instance)};
            if (whole) return best;
        }
        return best;
    }

    Repository::Impl& impl_;
    const DefinitionSink& definitions_;
    const InstanceSink& instances_;
};

}  // namespace

bool Repository::carve(const DefinitionSink& definitions, const InstanceSink& instances) {
    Carver carver(*impl_, definitions, instances);
    return walk_gaps(impl_->objects, impl_->mapping.objects,
                     [&](std::uint32_t page, std::size_t begin, std::size_t end) {
                         return carver.gap(page, begin, end);
                     });
}

}  // namespace xiezhi::wmi
